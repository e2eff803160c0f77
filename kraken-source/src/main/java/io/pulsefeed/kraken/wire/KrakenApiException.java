package io.pulsefeed.kraken.wire;

import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** REST answered with an error, or with a body that cannot be used. */
public final class KrakenApiException extends IOException {

    private static final long serialVersionUID = 1L;

    /** The class of error, which decides about retries. */
    public enum Kind {
        /** Kraken's rate limit was exceeded. */
        RATE_LIMITED,
        /** Kraken refuses all requests of this address for a while. */
        LOCKED_OUT,
        /** Kraken does not list the pair, or not any more. */
        UNKNOWN_PAIR,
        /** Kraken is unavailable or the body is malformed; retry later. */
        UNAVAILABLE
    }

    /** {@code EService:Throttled: 1790359841}: the time after which requests are allowed again. */
    private static final Pattern THROTTLED = Pattern.compile("throttled:? *([0-9]{10})(?![0-9])");

    private final Kind kind;
    private final long retryAtEpochSeconds;

    public KrakenApiException(Kind kind, String message) {
        this(kind, message, 0);
    }

    private KrakenApiException(Kind kind, String message, long retryAtEpochSeconds) {
        super(message);
        this.kind = kind;
        this.retryAtEpochSeconds = retryAtEpochSeconds;
    }

    /** When the request may be repeated, in seconds since 1970; 0 if Kraken did not name a time. */
    public long retryAtEpochSeconds() {
        return retryAtEpochSeconds;
    }

    public Kind kind() {
        return kind;
    }

    /** Classifies an error by its text, because REST sends errors in HTTP 200 answers without a code. A log line follows it. */
    static KrakenApiException ofError(String fullError) {
        String error = Json.excerpt(fullError);
        String text = error.toLowerCase(Locale.ROOT);
        Matcher throttled = THROTTLED.matcher(text);
        if (throttled.find()) {
            return new KrakenApiException(Kind.RATE_LIMITED, error, Long.parseLong(throttled.group(1)));
        }
        if (text.contains("temporary lockout")) {
            return new KrakenApiException(Kind.LOCKED_OUT, error);
        }
        if (text.contains("too many requests") || text.contains("rate limit") || text.contains("throttled")) {
            return new KrakenApiException(Kind.RATE_LIMITED, error);
        }
        if (text.contains("unknown asset pair") || text.contains("invalid asset pair")) {
            return new KrakenApiException(Kind.UNKNOWN_PAIR, error);
        }
        return new KrakenApiException(Kind.UNAVAILABLE, error);
    }
}
