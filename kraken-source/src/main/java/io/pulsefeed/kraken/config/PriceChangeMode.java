package io.pulsefeed.kraken.config;

import java.util.Arrays;
import java.util.List;

/** What {@code pct_change} compares the price with. {@code EnumChoice} does not fit, because {@code 24h} cannot be a constant's name. */
public enum PriceChangeMode {
    /** The previous ticker. */
    PREVIOUS("previous"),
    /** The price at the start of the price change window. */
    WINDOW("window"),
    /** The price 24 hours ago, as Kraken reports it. */
    DAY("24h");

    static final List<String> TEXTS =
            Arrays.stream(values()).map(mode -> mode.text).toList();

    private final String text;

    PriceChangeMode(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** @throws IllegalArgumentException if {@code text} is not one of {@link #TEXTS} */
    static PriceChangeMode parse(String text) {
        return Arrays.stream(values())
                .filter(mode -> mode.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of " + String.join(", ", TEXTS)));
    }
}
