package io.pulsefeed.emotibit.session;

/** The timers of one attempt to connect a device. */
final class ConnectAttempt {

    private static final long NS_PER_MS = 1_000_000;
    private static final long REQUEST_INTERVAL_NS = 100 * NS_PER_MS;
    /** A pong may arrive shortly before the TCP connection. Without a connection after this time, it belongs to another host. */
    private static final long CONNECTION_GRACE_NS = 300 * NS_PER_MS;

    private final long startMonoNs;
    private final long timeoutNs;
    private long nextRequestMonoNs;
    private long pongMonoNs;
    private boolean ponged;
    private int requests;

    ConnectAttempt(long nowMonoNs, int timeoutMs) {
        this.startMonoNs = nowMonoNs;
        this.timeoutNs = timeoutMs * NS_PER_MS;
        this.nextRequestMonoNs = nowMonoNs;
    }

    void onPong(long nowMonoNs) {
        if (!ponged) {
            ponged = true;
            pongMonoNs = nowMonoNs;
        }
    }

    boolean hasPong() {
        return ponged;
    }

    /** Whether the TCP connection should have followed the pong by now. */
    boolean isConnectionOverdue(long nowMonoNs) {
        return ponged && nowMonoNs - pongMonoNs > CONNECTION_GRACE_NS;
    }

    boolean isTimedOut(long nowMonoNs) {
        return nowMonoNs - startMonoNs > timeoutNs;
    }

    /** Whether to send a connect request now. Requests stop after the first pong. */
    boolean isRequestDue(long nowMonoNs) {
        return !ponged && nowMonoNs - nextRequestMonoNs >= 0;
    }

    /** Whether a second pong may follow. */
    boolean hasRepeatedRequest() {
        return requests > 1;
    }

    void onRequestSent(long nowMonoNs) {
        requests++;
        nextRequestMonoNs = nowMonoNs + REQUEST_INTERVAL_NS;
    }
}
