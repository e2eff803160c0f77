package io.pulsefeed.kraken.wire;

import java.io.IOException;
import java.util.Locale;

/** REST answered, but not with what was asked for. */
public final class KrakenApiException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What to do about it. */
    public enum Kind {
        /** We asked too often. */
        THROTTLED,
        /** The venue does not know the pair (any more). */
        UNKNOWN_PAIR,
        /** The venue is unwell or the answer damaged: ask again later. */
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

    /** REST puts refusals into HTTP 200 answers and has no codes; the text is all there is. */
    static KrakenApiException ofError(String error) {
        String text = error.toLowerCase(Locale.ROOT);
        if (text.contains("too many requests") || text.contains("rate limit")) {
            return new KrakenApiException(Kind.THROTTLED, error);
        }
        if (text.contains("unknown asset pair") || text.contains("invalid asset pair")) {
            return new KrakenApiException(Kind.UNKNOWN_PAIR, error);
        }
        return new KrakenApiException(Kind.UNAVAILABLE, error);
    }
}
