package io.pulsefeed.emotibit.session;

import java.net.InetSocketAddress;

/**
 * Where and when a datagram arrived.
 *
 * @param from the device's data socket, which time replies go to
 * @param epochUs wall-clock time, microseconds since 1970
 * @param monoNs monotonic time, nanoseconds
 */
record Arrival(InetSocketAddress from, long epochUs, long monoNs) {}
