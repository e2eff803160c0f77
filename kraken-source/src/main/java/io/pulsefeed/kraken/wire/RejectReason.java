package io.pulsefeed.kraken.wire;

/** Why a frame or one of its elements was dropped. */
public enum RejectReason {
    NOT_JSON("not-json"),
    NOT_AN_OBJECT("not-an-object"),
    UNKNOWN_SYMBOL("unknown-symbol"),
    BAD_DECIMAL("bad-decimal"),
    BAD_SIDE("bad-side"),
    BAD_TRADE_ID("bad-trade-id"),
    BAD_TIMESTAMP("bad-timestamp"),
    REPEATED_FIELD("repeated-field"),
    NO_DATA("no-data");

    private final String text;

    RejectReason(String text) {
        this.text = text;
    }

    /** The value of the metric tag {@code cause}. */
    public String text() {
        return text;
    }
}
