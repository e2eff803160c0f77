package io.pulsefeed.kraken.wire;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A WebSocket channel. Each has a fixed request id, which identifies the channel of answers that do not name it. */
public enum Channel {
    TRADE("trade", 1),
    TICKER("ticker", 2),
    BOOK("book", 3);

    private final String text;
    private final long requestId;

    Channel(String text, long requestId) {
        this.text = text;
        this.requestId = requestId;
    }

    public String text() {
        return text;
    }

    long requestId() {
        return requestId;
    }

    /** The channels with these names. */
    public static Set<Channel> setOf(Collection<String> texts) {
        return Arrays.stream(values())
                .filter(channel -> texts.contains(channel.text))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The channel with this name, if the connector supports it. */
    static @Nullable Channel fromText(@Nullable String text) {
        return Arrays.stream(values())
                .filter(channel -> channel.text.equals(text))
                .findFirst()
                .orElse(null);
    }

    static @Nullable Channel fromRequestId(long requestId) {
        return Arrays.stream(values())
                .filter(channel -> channel.requestId == requestId)
                .findFirst()
                .orElse(null);
    }
}
