package io.pulsefeed.kraken.wire;

import java.io.IOException;
import java.util.Locale;

/** REST answered with an error, or with a body that cannot be used. */
public final class KrakenApiException extends IOException {

    private static final long serialVersionUID = 1L;

    /** The class of error, which decides about retries. */
    public enum Kind {
        /** Kraken's rate limit was exceeded. */
        RATE_LIMITED,
        /** Kraken does not list the pair, or not any more. */
        UNKNOWN_PAIR,
        /** Kraken is unavailable or the body is malformed; retry later. */
        UNAVAILABLE
    }

    private final Kind kind;

    public KrakenApiException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** Classifies an error by its text, because REST sends errors in HTTP 200 answers without a code. */
    static KrakenApiException ofError(String error) {
        String text = error.toLowerCase(Locale.ROOT);
        if (text.contains("too many requests") || text.contains("rate limit")) {
            return new KrakenApiException(Kind.RATE_LIMITED, error);
        }
        if (text.contains("unknown asset pair") || text.contains("invalid asset pair")) {
            return new KrakenApiException(Kind.UNKNOWN_PAIR, error);
        }
        return new KrakenApiException(Kind.UNAVAILABLE, error);
    }
}
