package io.pulsefeed.simulators.kraken;

import java.util.Locale;

/** Public channels that a client may subscribe to. Generated trading has the first two; a recording may hold any. */
enum Channel {
    TRADE,
    TICKER,
    BOOK,
    OHLC;

    /** Null for a name that is none of them. */
    static Channel named(String name) {
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
