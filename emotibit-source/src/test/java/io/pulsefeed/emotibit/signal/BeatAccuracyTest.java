package io.pulsefeed.emotibit.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.EvaluationData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Accuracy of single beats, compared with the electrocardiogram and with synthetic truth, in the windows of live data. */
class BeatAccuracyTest {

    private static final double MATCH_SECONDS = 0.150;
    private static final double HOP_SECONDS = 10;
    private static final double LOOK_AHEAD_SECONDS = 0.8;

    private record Result(double f1, double intervalErrorMs) {}

    @Test
    void placesBeatsLikeElectrocardiogram() throws IOException {
        Path root = EvaluationData.require("physio", "accuracy of single beats");
        Result clean = score(root, "nk_rest5", "ppg25_clean", 0.04);
        Result noise = score(root, "nk_rest5", "ppg25_noise", 0.04);
        score(root, "nk_rest5", "ppg100_clean", 0.01);
        score(root, "nk_rest5", "ppg100_noise", 0.01);
        Result synthetic = score(root, "syn_sinus_70", "ppg25_clean", 0.04);
        score(root, "syn_sinus_70", "ppg25_noise", 0.04);
        score(root, "syn_fast_150", "ppg25_noise", 0.04);

        assertThat(clean.f1()).isGreaterThanOrEqualTo(0.99);
        assertThat(clean.intervalErrorMs()).isLessThanOrEqualTo(5);
        assertThat(noise.intervalErrorMs()).isLessThanOrEqualTo(12);
        assertThat(synthetic.intervalErrorMs()).isLessThanOrEqualTo(1);
    }

    private static Result score(Path root, String recording, String input, double period) throws IOException {
        double[] found = beats(root.resolve(recording).resolve(input + ".csv"), period);
        List<Map<String, String>> rows = CsvFile.rows(root.resolve(recording).resolve("truth_beats.csv"));
        double[] truth =
                rows.stream().mapToDouble(r -> CsvFile.number(r, "t_seconds")).toArray();
        double delay = delay(truth, found);
        int matched = 0;
        double sum = 0;
        int intervals = 0;
        double before = Double.NaN;
        for (int i = 0; i < truth.length; i++) {
            double beat = nearest(found, truth[i] + delay);
            boolean hit = Math.abs(beat - truth[i] - delay) <= MATCH_SECONDS;
            boolean normal = !rows.get(i).get("flag").equals("X");
            matched += hit ? 1 : 0;
            if (hit && normal && !Double.isNaN(before)) {
                sum += 1000 * Math.abs(beat - before - (truth[i] - truth[i - 1]));
                intervals++;
            }
            before = hit && normal ? beat : Double.NaN;
        }
        // The pulses at both ends of the recording are incomplete.
        double f1 = 2.0 * matched / (truth.length + found.length);
        System.out.printf("%s/%s: F1 %.3f, interval error %.1f ms%n", recording, input, f1, sum / intervals);
        return new Result(f1, sum / intervals);
    }

    /** Time from the R peak, or the pulse onset, to the systolic peak: the delay of 0 to 0.6 s with the closest matches. */
    private static double delay(double[] truth, double[] found) {
        double best = 0;
        double least = Double.MAX_VALUE;
        for (double delay = 0; delay < 0.6; delay += 0.005) {
            double sum = 0;
            for (double beat : truth) {
                sum += Math.min(0.1, Math.abs(nearest(found, beat + delay) - beat - delay));
            }
            if (sum < least) {
                least = sum;
                best = delay;
            }
        }
        return best;
    }

    private static double nearest(double[] sorted, double time) {
        int at = Arrays.binarySearch(sorted, time);
        int after = Math.min(sorted.length - 1, at >= 0 ? at : -at - 1);
        int before = Math.max(0, after - 1);
        return Math.abs(sorted[before] - time) < Math.abs(sorted[after] - time) ? sorted[before] : sorted[after];
    }

    private static double[] beats(Path file, double period) throws IOException {
        double[] seconds = CsvFile.numbers(file, 0);
        double[] values = CsvFile.numbers(file, 1);
        Trace trace = new Trace(68, 16_384);
        Trace none = new Trace(1, 1024);
        List<Double> beats = new ArrayList<>();
        double end = HOP_SECONDS;
        for (int i = 0; i + 2 <= seconds.length; i += 2) {
            trace.add(new double[] {values[i], values[i + 1]}, 2, seconds[i + 1], period);
            if (seconds[i + 1] >= end + LOOK_AHEAD_SECONDS || i + 4 > seconds.length) {
                PulseAnalysis pulse = new PulseAnalysis(trace, new Motion(none, none, none), end - 65, end + 5);
                for (Beat beat : pulse.beats()) {
                    if (beat.seconds() >= end - HOP_SECONDS && beat.seconds() < end) {
                        beats.add(beat.seconds());
                    }
                }
                end += HOP_SECONDS;
            }
        }
        return beats.stream().mapToDouble(b -> b).sorted().toArray();
    }
}
