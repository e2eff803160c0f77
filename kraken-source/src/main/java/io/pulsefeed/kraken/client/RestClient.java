package io.pulsefeed.kraken.client;

import io.pulsefeed.kraken.wire.KrakenApiException;
import io.pulsefeed.kraken.wire.RestParser;
import io.pulsefeed.kraken.wire.TradesPage;
import io.pulsefeed.kraken.wire.TradesQuery;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks REST for trades, one request at a time, and tells a page from the many ways of not giving one. */
final class RestClient {

    private static final long MAX_RETRY_AFTER_SECONDS = 3600;

    private final String base;
    private final HttpGet http;

    RestClient(URI base, HttpGet http) {
        String text = base.toString();
        this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        this.http = http;
    }

    /**
     * @throws Throttled when the venue found us too fast
     * @throws IOException when it could not be asked, or refused; the message names the address and what came back
     */
    TradesPage trades(TradesQuery query) throws IOException {
        String address = base + "/0/public/Trades?pair="
                + URLEncoder.encode(query.pair().restName(), StandardCharsets.UTF_8)
                + (query.sinceNanos() == TradesQuery.NEWEST ? "" : "&since=" + query.sinceNanos())
                + "&count=" + RestParser.PAGE_ROWS;
        HttpGet.Answer answer = http.get(address);
        if (answer.status() == 429 || answer.status() == 403) {
            throw new Throttled(address + " answered HTTP " + answer.status(), retryAfter(answer.retryAfter()));
        }
        if (answer.status() != 200) {
            throw new IOException(address + " answered HTTP " + answer.status());
        }
        try {
            return RestParser.tradesPage(query.pair(), answer.body());
        } catch (KrakenApiException e) {
            String message = address + " answered: " + e.getMessage();
            throw e.kind() == KrakenApiException.Kind.THROTTLED
                    ? new Throttled(message, Duration.ZERO)
                    : new KrakenApiException(e.kind(), message);
        }
    }

    private static Duration retryAfter(String value) {
        if (value == null || value.isEmpty() || value.length() > 9) {
            return Duration.ZERO;
        }
        try {
            return Duration.ofSeconds(Math.min(MAX_RETRY_AFTER_SECONDS, Math.max(0, Long.parseLong(value.strip()))));
        } catch (NumberFormatException e) {
            // A date instead of seconds; our own pause will do.
            return Duration.ZERO;
        }
    }

    /** Ends the request under way, if any, and every later one. Any thread may call it. */
    void close() {
        http.close();
    }

    /** Asked too often. */
    static final class Throttled extends IOException {

        private static final long serialVersionUID = 1L;

        private final Duration retryAfter;

        Throttled(String message, Duration retryAfter) {
            super(message);
            this.retryAfter = retryAfter;
        }

        Duration retryAfter() {
            return retryAfter;
        }
    }
}
