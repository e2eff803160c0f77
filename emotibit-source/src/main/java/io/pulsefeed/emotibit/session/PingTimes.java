package io.pulsefeed.emotibit.session;

import java.util.OptionalLong;

/**
 * Send times of the pings of a session. The device stamps its answer with its clock, so a ping measures the clock like a time request
 * does. A device requests the time only every 5 s; therefore, pings are more frequent while the rate of its clock is unknown.
 */
final class PingTimes {

    private static final long NS_PER_MS = 1_000_000;
    private static final long FAST_INTERVAL_NS = 250 * NS_PER_MS;
    private static final long FAST_NS = 10_000 * NS_PER_MS;
    /** Share of the interval within which an answer can only be that of the last ping. */
    private static final double UNAMBIGUOUS = 0.9;

    private final long startMonoNs;
    private final long keepaliveNs;
    private long sentMonoNs;
    private boolean pending;

    PingTimes(long nowMonoNs, int keepaliveMs) {
        this.startMonoNs = nowMonoNs;
        this.keepaliveNs = keepaliveMs * NS_PER_MS;
        this.sentMonoNs = nowMonoNs;
    }

    /** Call it before the ping is sent. */
    void onPing(long nowMonoNs) {
        sentMonoNs = nowMonoNs;
        pending = true;
    }

    /** The send time of the ping that the device answered; empty if it is not certain. */
    OptionalLong onPong(long nowMonoNs) {
        boolean certain = pending && nowMonoNs - sentMonoNs < UNAMBIGUOUS * intervalNs();
        pending = false;
        return certain ? OptionalLong.of(sentMonoNs) : OptionalLong.empty();
    }

    /** Nanoseconds from the last ping to the next one. */
    long intervalNs() {
        return sentMonoNs - startMonoNs < FAST_NS ? Math.min(FAST_INTERVAL_NS, keepaliveNs) : keepaliveNs;
    }
}
