package io.pulsefeed.emotibit.session;

import java.util.OptionalLong;

/**
 * Send times of the pings of a session. The device stamps its answer with its clock, so a ping measures the clock like a time request
 * does. A device requests the time only every 5 s; therefore, pings are more frequent while the rate of its clock is unknown.
 *
 * <p>A pong does not state which ping it answers. Therefore, the next ping waits for the pong, or until no pong can follow any more.
 */
final class PingTimes {

    private static final long NS_PER_MS = 1_000_000;
    private static final long FAST_INTERVAL_NS = 250 * NS_PER_MS;
    private static final long FAST_NS = 10_000 * NS_PER_MS;
    private static final long MAX_ANSWER_NS = 1_000 * NS_PER_MS;

    private final long startMonoNs;
    private final long keepaliveNs;
    private final long unambiguousMonoNs;
    private long sentMonoNs;
    private boolean started;
    private boolean pending;

    /** @param repeatedRequests whether the device may still answer another connect request, with a pong */
    PingTimes(long nowMonoNs, int keepaliveMs, boolean repeatedRequests) {
        this.startMonoNs = nowMonoNs;
        this.keepaliveNs = keepaliveMs * NS_PER_MS;
        this.unambiguousMonoNs = repeatedRequests ? nowMonoNs + MAX_ANSWER_NS : nowMonoNs;
        this.sentMonoNs = nowMonoNs;
    }

    boolean isDue(long nowMonoNs) {
        boolean fast = nowMonoNs - startMonoNs < FAST_NS;
        long intervalNs = fast ? Math.min(FAST_INTERVAL_NS, keepaliveNs) : keepaliveNs;
        return !started || nowMonoNs - sentMonoNs >= (pending ? Math.max(intervalNs, MAX_ANSWER_NS) : intervalNs);
    }

    /** Call it before the ping is sent. */
    void onPing(long nowMonoNs) {
        started = true;
        sentMonoNs = nowMonoNs;
        pending = true;
    }

    /** The send time of the ping that the device answered; empty if it is not certain. */
    OptionalLong onPong(long nowMonoNs) {
        boolean certain = pending && nowMonoNs - sentMonoNs < MAX_ANSWER_NS && nowMonoNs - unambiguousMonoNs >= 0;
        pending = false;
        return certain ? OptionalLong.of(sentMonoNs) : OptionalLong.empty();
    }
}
