package io.pulsefeed.simulators.emotibit;

/**
 * A device's millisecond counter.
 *
 * @param bootNanos {@link System#nanoTime} at which it showed {@code startMs}
 * @param startMs what it showed then
 * @param slow by how much it is slow: 0.032 loses 32 ms per second
 */
record DeviceTime(long bootNanos, long startMs, double slow) {

    private static final double NANOS_PER_MS = 1e6;

    /** Milliseconds, not wrapped. */
    long at(long nanos) {
        return startMs + (long) Math.floor((nanos - bootNanos) * (1 - slow) / NANOS_PER_MS);
    }

    /** The instant at which the counter became {@code deviceMs}. */
    long nanosOf(double deviceMs) {
        return bootNanos + Math.round((deviceMs - startMs) / (1 - slow) * NANOS_PER_MS);
    }
}
