package io.pulsefeed.emotibit.clock;

/**
 * The sample times of one packet, in device time.
 *
 * @param lastDeviceMs device ms of the last sample
 * @param periodMs device ms between samples; 0 for tags that are events
 * @param correctionMs correction of all times of the packet by smoothing; 0 without smoothing
 * @param bridged whether the period is the running median, because packets were lost or the spacing was implausible
 */
public record SampleTimes(long lastDeviceMs, double periodMs, double correctionMs, boolean bridged) {

    /** Device ms of sample {@code i} (from 0) of {@code count}. */
    public double at(int i, int count) {
        return lastDeviceMs + correctionMs - (count - 1 - i) * periodMs;
    }
}
