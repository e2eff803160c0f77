package io.pulsefeed.emotibit.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.emotibit.config.MetricConfig;
import io.pulsefeed.testing.EvaluationData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Accuracy of heart and breathing metrics on the reference recordings, processed like live data. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeartAccuracyTest {

    private static final double LARGEST_SHARE_FLAGGED = 0.10;
    private static final Map<String, String> NAMES = Map.of(
            "bpm", "bpm",
            "sdnn", "sdnn_ms",
            "rmssd", "rmssd_ms",
            "pnn50", "pnn50_pct",
            "breathingrate", "breaths_per_min");

    private final Map<String, Score> scores = new TreeMap<>();
    private double worstDelaySeconds;
    private Path root;

    @BeforeAll
    void playEveryRecording() throws IOException {
        root = EvaluationData.require("physio", "accuracy of heart and breathing metrics");
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : folders.filter(f -> Files.exists(f.resolve("truth_windows.csv")))
                    .sorted()
                    .toList()) {
                for (String input :
                        List.of("ppg25_clean", "ppg25_noise", "ppg25_motion", "ppg100_clean", "ppg100_noise")) {
                    if (Files.exists(folder.resolve(input + ".csv"))) {
                        score(folder, input);
                    }
                }
            }
        }
        scores.forEach((name, score) -> System.out.println(name + ": " + score));
        System.out.printf("largest delay of a window after its end %.2f s%n", worstDelaySeconds);
    }

    private void score(Path folder, String input) throws IOException {
        LiveReplay replay = replay(folder, input, new LiveReplay(MetricConfig.DEFAULT));
        worstDelaySeconds = Math.max(worstDelaySeconds, replay.worstDelaySeconds());
        Map<Long, MetricWindow> byEnd = new HashMap<>();
        replay.windows().forEach(w -> byEnd.put(Math.round(LiveReplay.seconds(w.endEpochUs())), w));
        List<double[]> artifacts = artifacts(folder, input);
        String folderName = folder.getFileName().toString();
        String kind = folderName.startsWith("nk") ? "lab" : folderName.startsWith("syn") ? "synthetic" : "camera";
        for (Map<String, String> truth : CsvFile.rows(folder.resolve("truth_windows.csv"))) {
            if (CsvFile.number(truth, "share_flagged") > LARGEST_SHARE_FLAGGED) {
                continue;
            }
            double seconds = CsvFile.number(truth, "window_s");
            double start = CsvFile.number(truth, "start_s");
            double disturbed = 0;
            for (double[] artifact : artifacts) {
                disturbed += Math.max(0, Math.min(start + seconds, artifact[1]) - Math.max(start, artifact[0]));
            }
            String part = artifacts.isEmpty()
                    ? ""
                    : seconds - disturbed >= 36 || disturbed == 0
                            ? " usable"
                            : disturbed > seconds / 2 ? " disturbed" : " mixed";
            MetricWindow window = byEnd.get(Math.round(start + seconds));
            Map<String, Double> metrics = window == null ? Map.of() : window.metrics();
            for (Map.Entry<String, String> name : NAMES.entrySet()) {
                double expected = CsvFile.number(truth, name.getValue());
                if (Double.isNaN(expected) || seconds == 10 != name.getKey().equals("bpm")) {
                    continue;
                }
                String group = folderName.equals("syn_ectopic") && input.endsWith("clean") ? " ectopic" : "";
                for (String key : List.of(
                        kind + " " + input + part, "all" + (part.isEmpty() ? "" : " motion" + part), "every" + group)) {
                    scores.computeIfAbsent(key + " " + name.getKey(), k -> new Score())
                            .add(expected, metrics.get(name.getKey()));
                }
            }
        }
    }

    private static LiveReplay replay(Path folder, String input, LiveReplay replay) throws IOException {
        Path ppg = folder.resolve(input + ".csv");
        replay.with("PI", CsvFile.numbers(ppg, 0), CsvFile.numbers(ppg, 1));
        Path acceleration = folder.resolve("acc25_motion.csv");
        if (input.endsWith("motion")) {
            for (int axis = 0; axis < 3; axis++) {
                replay.with(
                        List.of("AX", "AY", "AZ").get(axis),
                        CsvFile.numbers(acceleration, 0),
                        CsvFile.numbers(acceleration, axis + 1));
            }
        }
        return replay.run();
    }

    private static List<double[]> artifacts(Path folder, String input) throws IOException {
        if (!input.endsWith("motion")) {
            return List.of();
        }
        return CsvFile.rows(folder.resolve("truth_segments.csv")).stream()
                .map(r -> new double[] {CsvFile.number(r, "start_s"), CsvFile.number(r, "end_s")})
                .toList();
    }

    private Score score(String name) {
        assertThat(scores).containsKey(name);
        return scores.get(name);
    }

    @Test
    void computesHeartRateOfTenSeconds() {
        Score clean = score("lab ppg25_clean bpm");
        assertThat(clean.mae()).isLessThanOrEqualTo(0.4);
        assertThat(clean.p95()).isLessThanOrEqualTo(1.2);
        assertThat(clean.coverage()).isGreaterThanOrEqualTo(98);
        Score noise = score("lab ppg25_noise bpm");
        assertThat(noise.mae()).isLessThanOrEqualTo(0.5);
        assertThat(noise.coverage()).isGreaterThanOrEqualTo(97);
        Score camera = score("camera ppg25_clean bpm");
        assertThat(camera.mae()).isLessThanOrEqualTo(0.5);
        assertThat(camera.coverage()).isGreaterThanOrEqualTo(60);
        assertThat(score("every bpm").bad(10)).isZero();
    }

    @Test
    void reportsNoPulseDuringMotionAndAccuratePulseAroundIt() {
        for (String kind : List.of("lab", "synthetic")) {
            assertThat(score(kind + " ppg25_motion usable bpm").coverage()).isGreaterThanOrEqualTo(90);
            assertThat(score(kind + " ppg25_motion disturbed bpm").bad(10)).isZero();
        }
        Score rmssd = score("all motion usable rmssd");
        assertThat(rmssd.windows()).isEqualTo(31);
        assertThat(rmssd.coverage()).isGreaterThanOrEqualTo(60);
        assertThat(rmssd.mae()).isLessThanOrEqualTo(10);
    }

    @Test
    void computesVariability() {
        for (String input : List.of("lab ppg25_clean", "lab ppg25_noise", "camera ppg25_clean", "all motion usable")) {
            assertThat(score(input + " rmssd").mae()).as(input).isLessThanOrEqualTo(6);
        }
        assertThat(score("lab ppg25_clean sdnn").mae()).isLessThanOrEqualTo(6);
        assertThat(score("lab ppg25_clean pnn50").mae()).isLessThanOrEqualTo(6);
        assertThat(score("synthetic ppg25_noise rmssd").bias()).isLessThanOrEqualTo(2);
        assertThat(score("every ectopic rmssd").mae()).isLessThanOrEqualTo(3);
    }

    @Test
    void computesBreathingRateOrOmitsIt() {
        assertThat(score("synthetic ppg25_clean breathingrate").mae()).isLessThanOrEqualTo(0.3);
        assertThat(score("synthetic ppg25_noise breathingrate").mae()).isLessThanOrEqualTo(0.3);
        Score lab = score("lab ppg25_clean breathingrate");
        assertThat(lab.mae()).isLessThanOrEqualTo(3);
        assertThat(lab.coverage()).isGreaterThanOrEqualTo(60);
        assertThat(lab.bad(3)).isLessThanOrEqualTo(30);
    }

    @Test
    void publishesWindowsSoonAfterTheirEnd() {
        assertThat(worstDelaySeconds).isLessThanOrEqualTo(1.5);
    }

    @Test
    void reportsNoHeartRateWithoutPulse() throws IOException {
        Path ppg = root.resolve("syn_nothing").resolve("ppg25.csv");
        LiveReplay replay = new LiveReplay(MetricConfig.DEFAULT)
                .with("PI", CsvFile.numbers(ppg, 0), CsvFile.numbers(ppg, 1))
                .run();

        assertThat(replay.windows()).hasSizeGreaterThanOrEqualTo(29);
        assertThat(replay.windows())
                .noneMatch(w -> w.metrics().containsKey("bpm") || w.metrics().containsKey("rmssd"));
        assertThat(replay.windows()).allMatch(w -> w.reasons().containsKey("bpm"));
    }

    @Test
    void isRobustAgainstPacketSizesAndJitter() throws IOException {
        Path folder = root.resolve("nk_rest5");
        List<MetricWindow> even = replay(folder, "ppg25_clean", new LiveReplay(MetricConfig.DEFAULT))
                .windows();
        List<MetricWindow> odd = replay(folder, "ppg25_clean", new LiveReplay(MetricConfig.DEFAULT, 1, 10, 0.004))
                .windows();
        double worst = 0;
        for (int i = 0; i < even.size(); i++) {
            Double one = even.get(i).metrics().get("bpm");
            Double other = odd.get(i).metrics().get("bpm");
            worst = Math.max(worst, Math.abs(one - other));
        }
        System.out.printf("other packet sizes and 4 ms of jitter change bpm by at most %.3f%n", worst);
        assertThat(worst).isLessThanOrEqualTo(0.1);
    }
}
