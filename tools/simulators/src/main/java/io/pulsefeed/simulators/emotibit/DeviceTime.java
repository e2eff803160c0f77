package io.pulsefeed.simulators.emotibit;

/**
 * A device's millisecond counter.
 *
 * @param bootNanos {@link System#nanoTime} at which the counter was {@code startMs}
 * @param startMs counter value at {@code bootNanos}
 * @param slow relative error: 0.032 loses 32 ms per second
 */
record DeviceTime(long bootNanos, long startMs, double slow) {

    private static final double NANOS_PER_MS = 1e6;

    /** Milliseconds, not wrapped. */
    long at(long nanos) {
        return startMs + (long) Math.floor((nanos - bootNanos) * (1 - slow) / NANOS_PER_MS);
    }

    /** The {@link System#nanoTime} at which the counter reached {@code deviceMs}. */
    long nanosOf(double deviceMs) {
        return bootNanos + Math.round((deviceMs - startMs) / (1 - slow) * NANOS_PER_MS);
    }
}
