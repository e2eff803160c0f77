package io.pulsefeed.emotibit.signal;

/**
 * An undisturbed stretch of a PPG signal, filtered, on a fine grid.
 *
 * @param wave inverted (more is more blood), 0.5 to 8 Hz
 * @param baseline inverted, below 0.7 Hz, one value per value of {@code wave}
 * @param fromSeconds time of the first value
 * @param stepSeconds time between values
 */
record CleanStretch(double[] wave, double[] baseline, double fromSeconds, double stepSeconds) {

    double toSeconds() {
        return fromSeconds + (wave.length - 1) * stepSeconds;
    }

    double secondsAt(double index) {
        return fromSeconds + index * stepSeconds;
    }
}
