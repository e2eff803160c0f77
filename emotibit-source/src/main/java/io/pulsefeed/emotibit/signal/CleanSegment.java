package io.pulsefeed.emotibit.signal;

/**
 * An artifact-free segment of a PPG signal, filtered and upsampled.
 *
 * @param wave inverted, so that it increases with blood volume; 0.5 to 8 Hz
 * @param baseline inverted, below 0.7 Hz, same length as {@code wave}
 * @param fromSeconds time of the first value
 * @param stepSeconds time between values
 */
record CleanSegment(double[] wave, double[] baseline, double fromSeconds, double stepSeconds) {

    double toSeconds() {
        return fromSeconds + (wave.length - 1) * stepSeconds;
    }

    double secondsAt(double index) {
        return fromSeconds + index * stepSeconds;
    }
}
