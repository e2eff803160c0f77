package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.testing.NotChecked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo for half an hour ({@code soak.minutes}), with a fault of the live page every two minutes: live heap, threads, open files,
 * database sessions and lag of the last quarter are those of the second one. Writes {@code soak.csv} and {@code soak.svg} to {@code
 * target}.
 */
@Tag("soak")
class SoakIT {

    private static final Duration RUN = Duration.ofMinutes(Integer.getInteger("soak.minutes", 30));
    private static final Duration FAULT_INTERVAL = Duration.ofMinutes(2);
    private static final Duration SAMPLE_INTERVAL = Duration.ofSeconds(10);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    /**
     * The process with Kafka and Kafka Connect at a time.
     *
     * @param seconds since the start
     * @param heap live objects in MiB
     * @param lag records that the sinks have not read yet
     */
    record Sample(
            double seconds, double heap, double resident, double threads, double files, double sessions, double lag) {}

    @Test
    void resourcesStayFlat() throws Exception {
        if (!ProcessResources.isSupported()) {
            NotChecked.skip("resources over time", "they are read from /proc; run the test on Linux");
        }
        List<Sample> samples = new ArrayList<>();
        try (DemoRun demo = DemoRun.start(folder)) {
            List<String> faults = new ArrayList<>();
            // A killed process would start with new resources.
            demo.offeredFaults().forEach(fault -> faults.add(fault.path("id").asText()));
            faults.remove("kill");
            Instant start = Instant.now();
            Instant nextFault = start.plus(FAULT_INTERVAL);
            for (int injected = 0; Instant.now().isBefore(start.plus(RUN)); ) {
                Instant next = Instant.now().plus(SAMPLE_INTERVAL);
                samples.add(sample(demo, start));
                if (Instant.now().isAfter(nextFault)) {
                    demo.inject(faults.get(injected % faults.size()), ++injected);
                    nextFault = nextFault.plus(FAULT_INTERVAL);
                }
                await().atMost(SAMPLE_INTERVAL.multipliedBy(2))
                        .until(() -> Instant.now().isAfter(next));
            }
            JsonNode result = demo.finish();
            write(samples);
            assertThat(result.path("lost").asLong(-1)).as(result.toString()).isZero();
            assertThat(result.path("duplicated").asLong(-1))
                    .as(result.toString())
                    .isZero();
        }
        assertFlat("live heap, MiB", samples, Sample::heap, 1.15, 4);
        assertFlat("threads", samples, Sample::threads, 1, 5);
        assertFlat("open files", samples, Sample::files, 1.1, 10);
        assertFlat("database sessions", samples, Sample::sessions, 1, 2);
        assertFlat("lag, records", samples, Sample::lag, 1.5, 2_000);
    }

    private static void assertFlat(
            String name, List<Sample> samples, ToDoubleFunction<Sample> value, double factor, double more) {
        int quarter = samples.size() / 4;
        double second = median(samples.subList(quarter, 2 * quarter), value);
        double last = median(samples.subList(3 * quarter, samples.size()), value);
        System.out.printf(Locale.ROOT, "Soak: %s %.1f in the second quarter, %.1f in the last%n", name, second, last);
        assertThat(last).as(name).isLessThanOrEqualTo(second * factor + more);
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> value) {
        return samples.stream()
                .mapToDouble(value)
                .sorted()
                .skip((samples.size() - 1) / 2)
                .findFirst()
                .orElseThrow();
    }

    private static Sample sample(DemoRun demo, Instant start) throws Exception {
        ProcessResources stack =
                new ProcessResources(demo.processes("StackMain").get(0).pid());
        double lag = 0;
        for (JsonNode each : demo.state().path("lags")) {
            lag += each.path("records").asLong();
        }
        return new Sample(
                Duration.between(start, Instant.now()).toMillis() / 1e3,
                stack.liveHeap(),
                stack.resident(),
                stack.threads(),
                stack.openFiles(),
                demo.tables().count("pg_stat_activity"),
                lag);
    }

    private static void write(List<Sample> samples) throws IOException {
        StringBuilder csv =
                new StringBuilder("seconds,live_heap_mib,resident_mib,threads,open_files,sessions,lag_records\n");
        for (Sample s : samples) {
            csv.append(String.format(
                    Locale.ROOT,
                    "%.0f,%.1f,%.1f,%.0f,%.0f,%.0f,%.0f%n",
                    s.seconds(),
                    s.heap(),
                    s.resident(),
                    s.threads(),
                    s.files(),
                    s.sessions(),
                    s.lag()));
        }
        Path target = Files.createDirectories(Path.of("target"));
        Files.writeString(target.resolve("soak.csv"), csv);
        Files.writeString(target.resolve("soak.svg"), SoakChart.draw(samples));
    }
}
