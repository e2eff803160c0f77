package io.pulsefeed.kraken.client;

import io.pulsefeed.commons.delivery.ReceiveTime;
import io.pulsefeed.kraken.wire.KrakenApiException;
import io.pulsefeed.kraken.wire.RestParser;
import io.pulsefeed.kraken.wire.TradesPage;
import io.pulsefeed.kraken.wire.TradesQuery;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Client of REST {@code Trades}, one request at a time. */
final class RestClient {

    private static final long MAX_RETRY_AFTER_SECONDS = 3600;

    private final String baseUrl;
    private final HttpGet http;
    private final ReceiveTime receiveTime;

    RestClient(URI baseUrl, HttpGet http, ReceiveTime receiveTime) {
        this.receiveTime = receiveTime;
        String text = baseUrl.toString();
        this.baseUrl = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        this.http = http;
    }

    /**
     * Fetches one page.
     *
     * @throws ThrottledException if Kraken refused the request for its rate
     * @throws IOException if the answer is missing or unusable; the message contains the URL and the status or error
     */
    TradesPage trades(TradesQuery query) throws IOException {
        String url = baseUrl + "/0/public/Trades?pair="
                + URLEncoder.encode(query.pair().restName(), StandardCharsets.UTF_8)
                + (query.sinceEpochNs() == TradesQuery.NEWEST ? "" : "&since=" + query.sinceEpochNs())
                + "&count=" + RestParser.PAGE_ROWS;
        HttpGet.Response response = http.get(url);
        long recvEpochNs = receiveTime.nowEpochNs();
        if (response.status() == 429 || response.status() == 403) {
            throw new ThrottledException(
                    url + " returned HTTP " + response.status(), parseRetryAfter(response.retryAfter()));
        }
        if (response.status() != 200) {
            throw new IOException(url + " returned HTTP " + response.status());
        }
        try {
            return RestParser.tradesPage(query.pair(), response.body()).receivedAt(recvEpochNs);
        } catch (KrakenApiException e) {
            String message = url + " returned an error: " + e.getMessage();
            throw e.kind() == KrakenApiException.Kind.RATE_LIMITED
                    ? new ThrottledException(message, Duration.ZERO)
                    : new KrakenApiException(e.kind(), message);
        }
    }

    private static Duration parseRetryAfter(@Nullable String value) {
        if (value == null || value.isEmpty() || value.length() > 9) {
            return Duration.ZERO;
        }
        try {
            return Duration.ofSeconds(Math.min(MAX_RETRY_AFTER_SECONDS, Math.max(0, Long.parseLong(value.strip()))));
        } catch (NumberFormatException e) {
            // The header may hold a date instead of seconds. The limiter's own pause is enough then.
            return Duration.ZERO;
        }
    }

    /** Aborts the current request and fails all later ones. Any thread may call it. */
    void close() {
        http.close();
    }

    /** Kraken's rate limit was exceeded. */
    static final class ThrottledException extends IOException {

        private static final long serialVersionUID = 1L;

        private final Duration retryAfter;

        ThrottledException(String message, Duration retryAfter) {
            super(message);
            this.retryAfter = retryAfter;
        }

        Duration retryAfter() {
            return retryAfter;
        }
    }
}
