package io.pulsefeed.emotibit.clock;

/**
 * When the samples of one packet were taken, in device time.
 *
 * @param lastDeviceMs device ms of the last sample
 * @param periodMs device ms between samples; 0 for tags that are events
 * @param correctionMs to be added to every time of the packet when smoothing is on, else 0
 * @param bridged whether the period is the running median because packets before were lost or the spacing made no sense
 */
public record SampleTimes(long lastDeviceMs, double periodMs, double correctionMs, boolean bridged) {

    /** Device ms of sample {@code i} (from 0) of {@code count}. */
    public double at(int i, int count) {
        return lastDeviceMs + correctionMs - (count - 1 - i) * periodMs;
    }
}
