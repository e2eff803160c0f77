package io.pulsefeed.emotibit.clock;

/**
 * A device time converted to wall-clock time.
 *
 * @param epochUs microseconds since 1970
 * @param source basis of the time
 * @param uncertaintyMs half width of the interval that is expected to contain the true time, in ms
 */
public record ClockReading(long epochUs, TimeSource source, double uncertaintyMs) {}
