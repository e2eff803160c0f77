package io.pulsefeed.kraken.wire;

/** Why a frame or one of its elements was not taken. */
public enum RejectReason {
    NOT_JSON("not-json"),
    NOT_AN_OBJECT("not-an-object"),
    UNKNOWN_SYMBOL("unknown-symbol"),
    BAD_DECIMAL("bad-decimal"),
    BAD_SIDE("bad-side"),
    BAD_TRADE_ID("bad-trade-id"),
    BAD_TIMESTAMP("bad-timestamp");

    private final String text;

    RejectReason(String text) {
        this.text = text;
    }

    /** The tag value under which the figures show it. */
    public String text() {
        return text;
    }
}
