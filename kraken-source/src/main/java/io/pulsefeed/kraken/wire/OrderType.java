package io.pulsefeed.kraken.wire;

/** The taker's order type. Some old REST rows have none. */
public enum OrderType {
    LIMIT("limit"),
    MARKET("market"),
    UNKNOWN("");

    private final String text;

    OrderType(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /** v2 sends the word, v1 and REST its first letter. */
    static OrderType of(String text) {
        return switch (text) {
            case "limit", "l" -> LIMIT;
            case "market", "m" -> MARKET;
            default -> UNKNOWN;
        };
    }
}
