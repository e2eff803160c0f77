package io.pulsefeed.kraken.wire;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** The channels that we subscribe to. The ordinal plus one is the request id, which tells answers without a channel apart. */
public enum Channel {
    TRADE("trade"),
    TICKER("ticker");

    private final String text;

    Channel(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    long requestId() {
        return ordinal() + 1L;
    }

    /** The channels with these names. */
    public static Set<Channel> setOf(Collection<String> texts) {
        return Arrays.stream(values())
                .filter(channel -> texts.contains(channel.text))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Null for a channel that is not ours. */
    static Channel of(String text) {
        if ("trade".equals(text)) {
            return TRADE;
        }
        return "ticker".equals(text) ? TICKER : null;
    }

    static Channel ofRequest(long requestId) {
        return requestId >= 1 && requestId <= values().length ? values()[(int) requestId - 1] : null;
    }
}
