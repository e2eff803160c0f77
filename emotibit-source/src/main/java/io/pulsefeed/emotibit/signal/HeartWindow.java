package io.pulsefeed.emotibit.signal;

import io.pulsefeed.emotibit.signal.Intervals.Interval;
import java.util.List;

/**
 * Heart rate and pulse-rate variability of one window (Task Force of the ESC and NASPE: Heart rate variability, standards of
 * measurement, Circulation 93, 1996), over accepted intervals with both beats inside the window.
 *
 * <p>Noise with a standard deviation of s per beat time increases the squares of sdnn by 2 s^2 and of rmssd by 6 s^2. Both are
 * published without this part.
 *
 * @param intervals number of accepted intervals
 * @param meanMs weighted mean of the intervals, ms; NaN if there is none
 * @param sdnnMs standard deviation, ms, including noise
 * @param rmssdMs root mean square of successive differences, not across removed beats, ms, including noise
 * @param pnn50Percent percentage of successive differences of more than 50 ms
 * @param coveredSeconds time covered by accepted intervals
 * @param noiseMs standard deviation of the beat times due to noise, ms
 * @param abnormalShare share of the intervals between beats of clear shape that are not normal
 */
record HeartWindow(
        int intervals,
        double meanMs,
        double sdnnMs,
        double rmssdMs,
        double pnn50Percent,
        double coveredSeconds,
        double noiseMs,
        double abnormalShare) {

    private static final double PNN_LIMIT_MS = 50;
    private static final double EDGE_SECONDS = 0.1;

    static HeartWindow of(List<Interval> all, double fromSeconds, double toSeconds) {
        int n = 0;
        int clear = 0;
        int timed = 0;
        double noise = 0;
        double weights = 0;
        double weighted = 0;
        double sum = 0;
        double squares = 0;
        int differences = 0;
        double differenceSquares = 0;
        int large = 0;
        Interval before = null;
        for (Interval interval : all) {
            double weight =
                    Math.min(inside(interval.fromSeconds() - fromSeconds), inside(toSeconds - interval.toSeconds()));
            if (interval.accepted()) {
                weights += weight;
                weighted += weight * interval.ms();
            }
            if (interval.fromSeconds() < fromSeconds || interval.toSeconds() >= toSeconds) {
                continue;
            }
            clear += interval.clear() ? 1 : 0;
            if (interval.accepted()) {
                n++;
                if (Double.isFinite(interval.to().timingMs())) {
                    timed++;
                    noise += interval.to().timingMs() * interval.to().timingMs();
                }
                sum += interval.ms();
                squares += interval.ms() * interval.ms();
                if (before != null && before.accepted() && interval.follows()) {
                    double difference = interval.ms() - before.ms();
                    differences++;
                    differenceSquares += difference * difference;
                    large += Math.abs(difference) > PNN_LIMIT_MS ? 1 : 0;
                }
            }
            before = interval;
        }
        double mean = n == 0 ? Double.NaN : sum / n;
        double variance = n < 2 ? Double.NaN : Math.max(0, (squares - n * mean * mean) / (n - 1));
        return new HeartWindow(
                n,
                n == 0 ? Double.NaN : weighted / weights,
                Math.sqrt(variance),
                differences == 0 ? Double.NaN : Math.sqrt(differenceSquares / differences),
                differences == 0 ? Double.NaN : 100.0 * large / differences,
                sum / 1000,
                timed == 0 ? Double.NaN : Math.sqrt(noise / timed),
                clear == 0 ? 0 : (double) (clear - n) / clear);
    }

    /**
     * Weight of a beat at this distance from the edge of the window. Without the ramp, 1 ms of jitter at the edge would include or
     * exclude a whole interval and change the rate by half a beat per minute.
     */
    private static double inside(double seconds) {
        return Math.max(0, Math.min(1, 0.5 + seconds / EDGE_SECONDS));
    }

    /** sdnn without the part of noise, ms. */
    double pureSdnnMs() {
        return Math.sqrt(Math.max(0, sdnnMs * sdnnMs - 2 * noiseMs * noiseMs));
    }

    /** rmssd without the part of noise, ms. */
    double pureRmssdMs() {
        return Math.sqrt(Math.max(0, rmssdMs * rmssdMs - 6 * noiseMs * noiseMs));
    }

    double beatsPerMinute() {
        return 60_000 / meanMs;
    }
}
