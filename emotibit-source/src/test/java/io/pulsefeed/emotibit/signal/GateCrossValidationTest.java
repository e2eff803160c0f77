package io.pulsefeed.emotibit.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.EvaluationData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Cross-validation of the limits for heart rate and variability: for each recording, the limits are chosen with the other recordings
 * only. In-fold results use limits chosen with all recordings.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateCrossValidationTest {

    private static final double LARGEST_SHARE_FLAGGED = 0.10;
    private static final double MIN_COVERED_SECONDS = 33;
    private static final double[] NOISE_MS = {2, 3, 4, 6, 9, 99};
    private static final double[] RATE_QUALITY = {0.5, 0.6, 0.7, 0.8, 0.9};
    private static final double[] VARIABILITY_QUALITY = {0.7, 0.8, 0.85, 0.9, 0.95};

    /** A window of a recording, with the errors of its metrics. */
    private record Sample(String recording, double quality, HeartWindow window, double rateError, double rmssdError) {}

    /** Reported windows and their errors. */
    private record Result(long windows, long reported, double mae, double bias, double largest) {
        static Result of(List<Double> errors, long windows) {
            double[] sizes = errors.stream().mapToDouble(Math::abs).toArray();
            return new Result(
                    windows,
                    errors.size(),
                    Arrays.stream(sizes).average().orElse(0),
                    errors.stream().mapToDouble(e -> e).average().orElse(0),
                    Arrays.stream(sizes).max().orElse(0));
        }

        @Override
        public String toString() {
            return String.format(
                    "%d of %d windows (%.0f %%), MAE %.2f, bias %+.2f, largest error %.1f",
                    reported, windows, 100.0 * reported / windows, mae, bias, largest);
        }
    }

    private final List<Sample> shortWindows = new ArrayList<>();
    private final List<Sample> longWindows = new ArrayList<>();

    @BeforeAll
    void analyzeEveryRecording() throws IOException {
        Path root = EvaluationData.require("physio", "cross-validation of the limits for heart metrics");
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : folders.filter(f -> Files.exists(f.resolve("truth_windows.csv")))
                    .sorted()
                    .toList()) {
                for (String input : List.of("ppg25_clean", "ppg25_noise", "ppg25_motion")) {
                    if (Files.exists(folder.resolve(input + ".csv"))) {
                        analyze(folder, input);
                    }
                }
            }
        }
    }

    private void analyze(Path folder, String input) throws IOException {
        Map<Long, Map<String, String>> truth = new HashMap<>();
        for (Map<String, String> row : CsvFile.rows(folder.resolve("truth_windows.csv"))) {
            double seconds = CsvFile.number(row, "window_s");
            if (CsvFile.number(row, "share_flagged") <= LARGEST_SHARE_FLAGGED) {
                truth.put(Math.round(1000 * seconds + CsvFile.number(row, "start_s") + seconds), row);
            }
        }
        List<Trace> axes = List.of(new Trace(68, 16_384), new Trace(68, 16_384), new Trace(68, 16_384));
        if (input.endsWith("motion")) {
            Path file = folder.resolve("acc25_motion.csv");
            axes = List.of(new Trace(400, 16_384), new Trace(400, 16_384), new Trace(400, 16_384));
            for (int axis = 0; axis < 3; axis++) {
                fill(axes.get(axis), CsvFile.numbers(file, 0), CsvFile.numbers(file, axis + 1));
            }
        }
        Trace light = new Trace(400, 16_384);
        double[] seconds = CsvFile.numbers(folder.resolve(input + ".csv"), 0);
        fill(light, seconds, CsvFile.numbers(folder.resolve(input + ".csv"), 1));
        Motion motion = new Motion(axes.get(0), axes.get(1), axes.get(2));
        String recording = folder.getFileName().toString();
        for (double end = 10; end <= seconds[seconds.length - 1] + 0.1; end += 10) {
            PulseAnalysis pulse = new PulseAnalysis(light, motion, end - 65, end + BodySignals.LOOK_AHEAD_SECONDS);
            add(shortWindows, recording, pulse, end - 10, end, truth.get(Math.round(10_000 + end)));
            if (end >= 60) {
                add(longWindows, recording, pulse, end - 60, end, truth.get(Math.round(60_000 + end)));
            }
        }
    }

    private static void fill(Trace trace, double[] seconds, double[] values) {
        for (int i = 0; i + 2 <= seconds.length; i += 2) {
            trace.add(new double[] {values[i], values[i + 1]}, 2, seconds[i + 1], 0.04);
        }
    }

    private static void add(
            List<Sample> to,
            String recording,
            PulseAnalysis pulse,
            double from,
            double end,
            Map<String, String> truth) {
        if (truth == null || Double.isNaN(CsvFile.number(truth, "bpm"))) {
            return;
        }
        HeartWindow window = pulse.window(from, end);
        to.add(new Sample(
                recording,
                pulse.quality(from, end),
                window,
                window.beatsPerMinute() - CsvFile.number(truth, "bpm"),
                window.pureRmssdMs() - CsvFile.number(truth, "rmssd_ms")));
    }

    private static boolean isRateReported(Sample sample, double quality) {
        return sample.quality() >= quality
                && (sample.window().coveredSeconds() >= 5
                        || sample.window().coveredSeconds()
                                >= 10 - 2.5 * sample.window().meanMs() / 1000);
    }

    private static boolean isVariabilityReported(Sample sample, double quality, double noiseMs) {
        VariabilityGate gate = new VariabilityGate(
                noiseMs, VariabilityGate.DEFAULT.irregular(), VariabilityGate.DEFAULT.maxAbnormalShare());
        return sample.quality() >= quality
                && sample.window().coveredSeconds() >= MIN_COVERED_SECONDS
                && gate.reasonOfAbsence(sample.window()) == null;
    }

    private static Result rate(List<Sample> samples, Predicate<Sample> reported) {
        return Result.of(
                samples.stream().filter(reported).map(Sample::rateError).toList(), samples.size());
    }

    private static Result variability(List<Sample> samples, Predicate<Sample> reported) {
        List<Sample> known =
                samples.stream().filter(s -> !Double.isNaN(s.rmssdError())).toList();
        return Result.of(known.stream().filter(reported).map(Sample::rmssdError).toList(), samples.size());
    }

    /** The most windows without an error above 10. */
    private static double bestRateQuality(List<Sample> samples) {
        double best = 1;
        long most = -1;
        for (double quality : RATE_QUALITY) {
            Result result = rate(samples, s -> isRateReported(s, quality));
            if (result.largest() <= 10 && result.reported() > most) {
                most = result.reported();
                best = quality;
            }
        }
        return best;
    }

    /** The most windows with a mean error of at most 6 ms in all and no error above 20 ms. */
    private static double[] bestVariabilityLimits(List<Sample> samples) {
        double[] best = {1, 0};
        long most = -1;
        for (double quality : VARIABILITY_QUALITY) {
            for (double noise : NOISE_MS) {
                Result result = variability(samples, s -> isVariabilityReported(s, quality, noise));
                if (result.mae() <= 6 && result.largest() <= 20 && result.reported() > most) {
                    most = result.reported();
                    best = new double[] {quality, noise};
                }
            }
        }
        return best;
    }

    private static Map<String, List<Sample>> byRecording(List<Sample> samples) {
        Map<String, List<Sample>> groups = new LinkedHashMap<>();
        samples.forEach(s ->
                groups.computeIfAbsent(s.recording(), r -> new ArrayList<>()).add(s));
        return groups;
    }

    private static List<Sample> without(List<Sample> samples, String recording) {
        return samples.stream().filter(s -> !s.recording().equals(recording)).toList();
    }

    @Test
    void heartRateLimitHoldsForRecordingsThatDidNotChooseIt() {
        double all = bestRateQuality(shortWindows);
        Result inFold = rate(shortWindows, s -> isRateReported(s, all));
        Map<String, Double> limits = new HashMap<>();
        byRecording(shortWindows).keySet().forEach(r -> limits.put(r, bestRateQuality(without(shortWindows, r))));
        Result outOfFold = rate(shortWindows, s -> isRateReported(s, limits.get(s.recording())));
        Result published = rate(shortWindows, s -> isRateReported(s, 0.70));
        System.out.println("bpm in-fold (quality " + all + "): " + inFold);
        System.out.println("bpm out-of-fold (quality " + limits.values() + "): " + outOfFold);
        System.out.println("bpm with the default limit: " + published);

        assertThat(outOfFold.reported()).isPositive();
        assertThat(published.largest()).isLessThanOrEqualTo(10);
    }

    @Test
    void variabilityLimitsHoldForRecordingsThatDidNotChooseThem() {
        double[] all = bestVariabilityLimits(longWindows);
        Result inFold = variability(longWindows, s -> isVariabilityReported(s, all[0], all[1]));
        Map<String, double[]> limits = new HashMap<>();
        byRecording(longWindows).keySet().forEach(r -> limits.put(r, bestVariabilityLimits(without(longWindows, r))));
        Result outOfFold = variability(
                longWindows, s -> isVariabilityReported(s, limits.get(s.recording())[0], limits.get(s.recording())[1]));
        Result published =
                variability(longWindows, s -> isVariabilityReported(s, 0.85, VariabilityGate.DEFAULT.maxNoiseMs()));
        System.out.println("rmssd in-fold (quality " + all[0] + ", noise " + all[1] + " ms): " + inFold);
        System.out.println("rmssd out-of-fold: " + outOfFold);
        System.out.println("rmssd with the default limits: " + published);

        assertThat(outOfFold.mae()).isLessThanOrEqualTo(6);
        assertThat(published.mae()).isLessThanOrEqualTo(6);
        assertThat(published.largest()).isLessThanOrEqualTo(20);
    }
}
