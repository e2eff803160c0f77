package io.pulsefeed.console;

import io.pulsefeed.console.feed.FeedTopics;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the live page.
 *
 * @param port 0 selects a free one
 * @param password null for none, which only a loopback address allows
 * @param title shown in the page, such as {@code demo}
 */
public record ConsoleOptions(
        InetAddress address, int port, @Nullable String password, int maxStreams, String title, FeedTopics topics) {

    /** The default port. */
    public static final int PORT = 8088;

    private static final int MAX_STREAMS = 32;

    public ConsoleOptions {
        if (password == null && !address.isLoopbackAddress()) {
            throw new IllegalArgumentException("An address other than loopback needs a password.");
        }
    }

    /** On loopback, without a password. */
    public static ConsoleOptions local(int port, String title) {
        return new ConsoleOptions(InetAddress.getLoopbackAddress(), port, null, MAX_STREAMS, title, FeedTopics.DEFAULT);
    }

    public ConsoleOptions protectedBy(InetAddress listenOn, String secret) {
        return new ConsoleOptions(listenOn, port, secret, maxStreams, title, topics);
    }

    public ConsoleOptions withMaxStreams(int streams) {
        return new ConsoleOptions(address, port, password, streams, title, topics);
    }
}
