package io.pulsefeed.emotibit.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Datagrams that arrive before the session starts. Data, TCP connection and pong use different sockets, so the data can arrive
 * first.
 */
final class EarlyDatagrams {

    private static final int MAX_DATAGRAMS = 32;
    private static final int MAX_BYTES = 65_536;

    record Datagram(byte[] data, Arrival arrival) {}

    private final List<Datagram> datagrams = new ArrayList<>();
    private int bytes;

    /** Copies the datagram; drops it if the buffer is full. */
    void add(byte[] data, int length, Arrival arrival) {
        if (datagrams.size() < MAX_DATAGRAMS && bytes + length <= MAX_BYTES) {
            bytes += length;
            datagrams.add(new Datagram(Arrays.copyOf(data, length), arrival));
        }
    }

    void clear() {
        bytes = 0;
        datagrams.clear();
    }

    /** Passes all datagrams to {@code consumer}, in order, and clears the buffer. */
    void drainTo(Consumer<Datagram> consumer) {
        datagrams.forEach(consumer);
        clear();
    }
}
