package io.pulsefeed.kraken.client;

import io.pulsefeed.commons.delivery.ReceiveTime;
import io.pulsefeed.kraken.wire.KrakenApiException;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.RestParser;
import io.pulsefeed.kraken.wire.RestTicker;
import io.pulsefeed.kraken.wire.RestTickerParser;
import io.pulsefeed.kraken.wire.TradesPage;
import io.pulsefeed.kraken.wire.TradesQuery;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Client of REST {@code Trades} and {@code Ticker}, one request at a time. */
final class RestClient {

    private static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);

    /** Kraken does not document how long a lockout lasts; a request during it prolongs it. */
    private static final Duration LOCKOUT = Duration.ofMinutes(2);

    private final String baseUrl;
    private final HttpGet http;
    private final Clock clock;
    private final ReceiveTime receiveTime;

    RestClient(URI baseUrl, HttpGet http, Clock clock, ReceiveTime receiveTime) {
        this.receiveTime = receiveTime;
        String text = baseUrl.toString();
        this.baseUrl = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        this.http = http;
        this.clock = clock;
    }

    /**
     * Fetches one page.
     *
     * @throws ThrottledException if Kraken refused the request for its rate
     * @throws IOException if the answer is missing or unusable; the message contains the URL and the status or error
     */
    TradesPage trades(TradesQuery query) throws IOException {
        String since = query.sinceEpochNs() == TradesQuery.NEWEST ? "" : "&since=" + query.sinceEpochNs();
        return get(
                url("Trades", query.pair()) + since + "&count=" + RestParser.PAGE_ROWS,
                (body, recvEpochNs) -> RestParser.tradesPage(query.pair(), body).receivedAt(recvEpochNs));
    }

    /** Fetches the ticker of a pair. The exceptions are those of {@link #trades}. */
    RestTicker ticker(Pair pair) throws IOException {
        return get(url("Ticker", pair), (body, recvEpochNs) -> RestTickerParser.parse(pair, body));
    }

    private String url(String call, Pair pair) {
        return baseUrl + "/0/public/" + call + "?pair=" + URLEncoder.encode(pair.restName(), StandardCharsets.UTF_8)
                + (pair.isTokenizedStock() ? "&asset_class=tokenized_asset" : "");
    }

    /** Parses the body of an answer. */
    private interface Parser<T> {

        T parse(String body, long recvEpochNs) throws KrakenApiException;
    }

    private <T> T get(String url, Parser<T> parser) throws IOException {
        HttpGet.Response response = http.get(url);
        long recvEpochNs = receiveTime.nowEpochNs();
        if (response.status() == 429 || response.status() == 403) {
            throw new ThrottledException(
                    url + " returned HTTP " + response.status(), parseRetryAfter(response.retryAfter()));
        }
        if (response.status() != 200) {
            Duration retryAfter = response.status() < 500 ? Duration.ZERO : parseRetryAfter(response.retryAfter());
            throw new UnavailableException(url + " returned HTTP " + response.status(), retryAfter);
        }
        try {
            return parser.parse(response.body(), recvEpochNs);
        } catch (KrakenApiException e) {
            String message = url + " returned an error: " + e.getMessage();
            throw switch (e.kind()) {
                case RATE_LIMITED -> new ThrottledException(message, until(e.retryAtEpochSeconds()));
                case LOCKED_OUT -> new ThrottledException(message, LOCKOUT);
                default -> new KrakenApiException(e.kind(), message);
            };
        }
    }

    private Duration until(long epochSeconds) {
        Duration left = Duration.between(clock.instant(), Instant.ofEpochSecond(epochSeconds));
        // A clock that is far off, or an odd time, would overflow the limiter.
        return left.isNegative() ? Duration.ZERO : left.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : left;
    }

    private static Duration parseRetryAfter(@Nullable String value) {
        if (value == null || value.isEmpty() || value.length() > 9) {
            return Duration.ZERO;
        }
        try {
            return Duration.ofSeconds(
                    Math.min(MAX_RETRY_AFTER.toSeconds(), Math.max(0, Long.parseLong(value.strip()))));
        } catch (NumberFormatException e) {
            // The header may hold a date instead of seconds. The limiter's own pause is enough then.
            return Duration.ZERO;
        }
    }

    /** Aborts the current request and fails all later ones. Any thread may call it. */
    void close() {
        http.close();
    }

    /** Kraken, or a proxy, did not answer the request. */
    static final class UnavailableException extends IOException {

        private static final long serialVersionUID = 1L;

        /** An outage is usually shorter than what a proxy names. */
        private static final Duration MAX = Duration.ofMinutes(15);

        private final Duration retryAfter;

        UnavailableException(String message, Duration retryAfter) {
            super(message);
            this.retryAfter = retryAfter.compareTo(MAX) > 0 ? MAX : retryAfter;
        }

        /** Zero if the answer did not name a time. */
        Duration retryAfter() {
            return retryAfter;
        }
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
