package io.pulsefeed.emotibit.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.emotibit.config.MetricConfig;
import io.pulsefeed.testing.EvaluationData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Accuracy of skin conductance and wear detection on the reference recordings, processed like live data. */
class SkinAccuracyTest {

    private static final double MATCH_SECONDS = 1.5;

    private static MetricConfig threshold(double microsiemens) {
        MetricConfig d = MetricConfig.DEFAULT;
        return new MetricConfig(
                d.enabled(),
                d.longWindowMs(),
                d.shortWindowMs(),
                d.hopMs(),
                microsiemens,
                d.rateQuality(),
                d.variabilityQuality(),
                d.beats(),
                d.batteryLowPercent());
    }

    private static LiveReplay replay(Path folder, double threshold) throws IOException {
        Path eda = folder.resolve("eda15.csv");
        return new LiveReplay(threshold(threshold))
                .with("EA", CsvFile.numbers(eda, 0), CsvFile.numbers(eda, 1))
                .run();
    }

    @Test
    void detectsSkinConductanceResponses() throws IOException {
        Path root = EvaluationData.require("physio", "accuracy of skin conductance responses");

        assertResponses(root.resolve("syn_eda_1"), 0.05, 0.96, 6);
        assertResponses(root.resolve("syn_eda_1"), 0.02, 0.96, 6);
        assertResponses(root.resolve("syn_eda_low"), 0.02, 0.95, 6);
        assertResponses(root.resolve("syn_eda_low"), 0.05, 0.95, 6);
    }

    private static void assertResponses(Path folder, double threshold, double leastF1, double amplitudePercent)
            throws IOException {
        List<double[]> truth = new ArrayList<>();
        List<Double> weak = new ArrayList<>();
        for (Map<String, String> row : CsvFile.rows(folder.resolve("truth_scr.csv"))) {
            double amplitude = CsvFile.number(row, "amplitude_us");
            if (amplitude >= threshold) {
                truth.add(new double[] {CsvFile.number(row, "peak_s"), amplitude});
            } else if (amplitude >= threshold / 2) {
                weak.add(CsvFile.number(row, "peak_s"));
            }
        }
        List<double[]> found = new ArrayList<>();
        for (BodyEvent event : replay(folder, threshold).events()) {
            if (event.type() == BodyEvent.Type.SKIN_RESPONSE) {
                found.add(new double[] {
                    LiveReplay.seconds(event.epochUs()), event.values().get("amplitude_us")
                });
            }
        }
        List<Double> errors = new ArrayList<>();
        for (double[] expected : truth) {
            found.stream()
                    .filter(f -> Math.abs(f[0] - expected[0]) <= MATCH_SECONDS)
                    .min((a, b) -> Double.compare(Math.abs(a[0] - expected[0]), Math.abs(b[0] - expected[0])))
                    .ifPresent(best -> {
                        errors.add(100 * (best[1] / expected[1] - 1));
                        found.remove(best);
                    });
        }
        long surplus = found.stream()
                .filter(f -> weak.stream().noneMatch(w -> Math.abs(w - f[0]) <= MATCH_SECONDS))
                .count();
        double f1 = 2.0 * errors.size() / (truth.size() + errors.size() + surplus);
        errors.sort(null);
        double amplitude = errors.get(errors.size() / 2);
        System.out.printf(
                "%s at %.2f uS: F1 %.3f, median amplitude error %+.0f %%%n",
                folder.getFileName(), threshold, f1, amplitude);
        assertThat(f1).isGreaterThanOrEqualTo(leastF1);
        assertThat(Math.abs(amplitude)).isLessThanOrEqualTo(amplitudePercent);
    }

    @Test
    void computesTonicLevelLikeReferenceMethod() throws IOException {
        Path folder = EvaluationData.require("physio", "tonic skin conductance").resolve("nk_rest8");
        List<MetricWindow> windows = replay(folder, 0.05).windows();
        Score score = new Score();
        for (Map<String, String> row : CsvFile.rows(folder.resolve("ref_eda_windows.csv"))) {
            double start = CsvFile.number(row, "start_s");
            double tonic = windows.stream()
                    .filter(w -> LiveReplay.seconds(w.endEpochUs()) > start + 5
                            && LiveReplay.seconds(w.endEpochUs()) < start + 65)
                    .mapToDouble(w -> w.metrics().get("eda_tonic_mean"))
                    .average()
                    .orElseThrow();
            score.add(0, 100 * (tonic / CsvFile.number(row, "tonic_mean_us") - 1));
        }
        System.out.println("tonic level, percent of the reference: " + score);
        assertThat(score.mae()).isLessThanOrEqualTo(1);
    }

    @Test
    void detectsWhenDeviceIsWorn() throws IOException {
        Path folder = EvaluationData.require("physio", "wear detection").resolve("syn_wear");
        LiveReplay replay = new LiveReplay(MetricConfig.DEFAULT);
        List<String> files = List.of("ppg25.csv", "eda15.csv", "temp7.5.csv", "acc25.csv", "acc25.csv", "acc25.csv");
        List<String> tags = List.of("PI", "EA", "TH", "AX", "AY", "AZ");
        for (int i = 0; i < tags.size(); i++) {
            Path file = folder.resolve(files.get(i));
            replay.with(tags.get(i), CsvFile.numbers(file, 0), CsvFile.numbers(file, Math.max(1, i - 2)));
        }
        replay.run();
        List<double[]> changes = new ArrayList<>();
        replay.events().stream()
                .filter(e -> e.type() == BodyEvent.Type.CONTACT)
                .forEach(e -> changes.add(new double[] {
                    LiveReplay.seconds(e.epochUs()), e.values().get(BodyEvent.WEARING)
                }));
        int right = 0;
        int total = 0;
        double worstDelay = 0;
        double before = -1;
        for (Map<String, String> row : CsvFile.rows(folder.resolve("truth_wearing.csv"))) {
            double start = CsvFile.number(row, "start_s");
            double worn = CsvFile.number(row, "worn");
            boolean changed = before >= 0 && worn != before;
            for (double s = start + (changed ? 10 : 0); s < CsvFile.number(row, "end_s"); s++) {
                total++;
                right += stateAt(changes, s + 1) == worn ? 1 : 0;
            }
            for (double s = start; changed && s < start + 60 && stateAt(changes, s) != worn; s++) {
                worstDelay = Math.max(worstDelay, s + 1 - start);
            }
            before = worn;
        }
        System.out.printf(
                "wearing: %.1f %% of seconds right, changes detected within %.0f s%n",
                100.0 * right / total, worstDelay);
        assertThat(100.0 * right / total).isGreaterThanOrEqualTo(99);
        assertThat(worstDelay).isLessThanOrEqualTo(5);
    }

    private static double stateAt(List<double[]> changes, double seconds) {
        double state = -1;
        for (double[] change : changes) {
            if (change[0] <= seconds) {
                state = change[1];
            }
        }
        return state;
    }
}
