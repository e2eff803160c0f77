package io.pulsefeed.simulators.kraken;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Public channels. Generated trading offers the first two; a recording can contain any of them. */
enum Channel {
    TRADE,
    TICKER,
    BOOK,
    OHLC;

    /** Returns null for an unknown name. */
    static @Nullable Channel named(String name) {
        for (Channel channel : values()) {
            if (channel.wireName().equals(name)) {
                return channel;
            }
        }
        return null;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
