package io.pulsefeed.kraken.wire;

/** How a value arrived. The texts are the values of the record header {@code kraken.origin}. */
public enum Origin {
    LIVE("ws"),
    SNAPSHOT("snapshot"),
    REST("rest");

    private final String text;

    Origin(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
