package io.pulsefeed.timescale.write;

/** Blocks a thread on a monitor that it holds. Tests replace it to run in virtual time. */
@FunctionalInterface
interface MonitorWaiter {

    /** No timeout. */
    long FOREVER = Long.MAX_VALUE;

    /** {@link Object#wait(long)} with the timeout rounded up to milliseconds. */
    MonitorWaiter SYSTEM = (monitor, timeoutNs) -> {
        if (timeoutNs == FOREVER) {
            monitor.wait();
        } else {
            monitor.wait((timeoutNs + 999_999) / 1_000_000);
        }
    };

    /** @param timeoutNs positive; waking up earlier is allowed, as for every monitor */
    void await(Object monitor, long timeoutNs) throws InterruptedException;
}
