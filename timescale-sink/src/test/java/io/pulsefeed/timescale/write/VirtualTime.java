package io.pulsefeed.timescale.write;

import io.pulsefeed.commons.time.MonotonicClock;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A clock and a monitor without real waiting. Each wait runs the next scripted action, which represents the other
 * thread; without one, the clock advances by the timeout.
 */
final class VirtualTime implements MonotonicClock, MonitorWaiter {

    /** What another thread does in the meantime. */
    @FunctionalInterface
    interface Action {
        void run() throws InterruptedException;
    }

    private static final long START_NS = 1_000_000_000L;

    private final Queue<Action> actions = new ArrayDeque<>();
    private Action whenIdle = () -> {
        throw new AssertionError("the thread would wait forever");
    };
    private long nowNs = START_NS;

    /** Runs {@code action} in the next wait that no other action is scheduled for. */
    VirtualTime duringNextWait(Action action) {
        actions.add(action);
        return this;
    }

    /** Runs {@code action} in a wait without a timeout when no other action is left, instead of failing the test. */
    void whenIdle(Action action) {
        whenIdle = action;
    }

    void advanceMs(long ms) {
        nowNs += ms * 1_000_000;
    }

    long elapsedMs() {
        return (nowNs - START_NS) / 1_000_000;
    }

    @Override
    public long nowNs() {
        return nowNs;
    }

    @Override
    public void await(Object monitor, long timeoutNs) throws InterruptedException {
        if (!Thread.holdsLock(monitor)) {
            throw new IllegalMonitorStateException();
        }
        Action action = actions.poll();
        if (action != null) {
            action.run();
        } else if (timeoutNs == FOREVER) {
            whenIdle.run();
        } else {
            nowNs += timeoutNs;
        }
    }
}
