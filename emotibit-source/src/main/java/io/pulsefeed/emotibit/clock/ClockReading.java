package io.pulsefeed.emotibit.clock;

/**
 * A device time as wall time.
 *
 * @param epochMicros microseconds since 1970-01-01T00:00:00Z
 * @param source what the time rests on
 * @param uncertaintyMs half width of the interval that is expected to hold the true time, in ms
 */
public record ClockReading(long epochMicros, TimeSource source, double uncertaintyMs) {}
