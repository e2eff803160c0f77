package io.pulsefeed.emotibit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.simulators.emotibit.EmotiBitSimulator;
import io.pulsefeed.simulators.emotibit.EmotiBitSimulator.Options;
import io.pulsefeed.simulators.emotibit.Fault;
import io.pulsefeed.simulators.emotibit.Truth;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The task with simulated devices. Each test has its own port and addresses, so that the tests can run in parallel. */
@Execution(ExecutionMode.CONCURRENT)
class EmotiBitSourceTaskIT {

    private static final AtomicInteger NEXT_HOST = new AtomicInteger(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(40);

    private final int port = TaskHarness.freePort();

    private EmotiBitSimulator devices(int count, Fault... faults) throws Exception {
        int host = NEXT_HOST.getAndAdd(count);
        return new EmotiBitSimulator(
                        Options.devices(count).startingAt(host).onPort(port).with(Set.of(faults)))
                .start();
    }

    private TaskHarness task(EmotiBitSimulator simulator, String... settings) {
        Map<String, String> properties = new HashMap<>();
        properties.put("device.addresses", simulator.addresses());
        properties.put("discovery.port", Integer.toString(port));
        properties.put("session.timeout.ms", "2000");
        for (int i = 0; i < settings.length; i += 2) {
            properties.put(settings[i], settings[i + 1]);
        }
        return new TaskHarness(properties);
    }

    private static void eventually(ThrowingRunnable check) {
        await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(100)).untilAsserted(check);
    }

    private static long packets(EmotiBitSimulator simulator) {
        return simulator.counters().get("packets");
    }

    @Test
    void publishesEveryPacketOnceInOrder() throws Exception {
        try (EmotiBitSimulator simulator = devices(3, Fault.DUPLICATE, Fault.REORDER);
                TaskHarness task = task(simulator).start()) {
            await().atMost(TIMEOUT).until(() -> packets(simulator) > 3_000);
            simulator.pause();
            eventually(() -> assertThat(task.raw()).hasSize((int) packets(simulator)));
            for (Truth truth : simulator.truths()) {
                List<Long> numbers = task.raw().stream()
                        .filter(found -> found.get("device_id").asText().equals(truth.deviceId()))
                        .map(found -> found.get("packet_number").asLong())
                        .toList();
                assertThat(numbers).isSorted().doesNotHaveDuplicates();
                assertThat(numbers.get(numbers.size() - 1) - numbers.get(0)).isEqualTo(numbers.size() - 1);
            }
            assertThat(task.events("gap")).isEmpty();
            assertTimesNeverDecrease(task.raw());
        }
    }

    @Test
    void reportsEveryLostPacket() throws Exception {
        try (EmotiBitSimulator simulator = devices(2, Fault.LOSS);
                TaskHarness task = task(simulator).start()) {
            await().atMost(TIMEOUT).until(() -> simulator.counters().get("lost") > 100);
            eventually(() -> {
                long reported = task.events("gap")
                        .mapToLong(found -> found.at("/detail/lost").asLong())
                        .sum();
                assertThat(reported).isPositive();
                assertThat(numbersMissing(task.raw())).isEqualTo(reported);
            });
            assertTimesNeverDecrease(task.raw());
        }
    }

    /** The number of packet numbers between the first and the last one of each session that were not published. */
    private static long numbersMissing(List<JsonNode> raw) {
        return raw.stream()
                .collect(Collectors.groupingBy(found -> found.get("session_id").asText()
                        + found.get("device_id").asText()))
                .values()
                .stream()
                .mapToLong(session -> {
                    long[] numbers = session.stream()
                            .mapToLong(found -> found.get("packet_number").asLong())
                            .sorted()
                            .toArray();
                    return numbers[numbers.length - 1] - numbers[0] + 1 - numbers.length;
                })
                .sum();
    }

    @Test
    void publishesAllOtherPacketsOfFaultyDevice() throws Exception {
        try (EmotiBitSimulator simulator = devices(
                        1,
                        Fault.TRUNCATE,
                        Fault.MALFORMED,
                        Fault.WRONG_HEADER,
                        Fault.BUTTON,
                        Fault.UNKNOWN_TAGS,
                        Fault.MISSING_VALUES,
                        Fault.CLIPPING,
                        Fault.FOREIGN);
                TaskHarness task = task(simulator).start()) {
            eventually(() -> {
                Set<String> flags = new HashSet<>();
                task.raw().forEach(found -> found.get("flags").forEach(flag -> flags.add(flag.asText())));
                assertThat(flags).contains("malformed", "implausible", "unknown_tag", "truncated", "null_value");
                assertThat(task.events("button")).isNotEmpty();
                assertThat(task.events("clipping")).isNotEmpty();
                assertThat(task.events("device_loss")).isNotEmpty();
            });
            assertThat(task.events("gap")).isEmpty();
            assertThat(task.events("reboot")).isEmpty();
            assertThat(task.events("time_step")).isEmpty();
            assertThat(task.events("connected")).hasSize(1);
            assertThat(task.failure()).isNull();
            assertThat(task.raw())
                    .noneMatch(found -> found.get("packet").asText().equals("1000,7,1,PI,1,100,666"));
        }
    }

    @Test
    void answersEveryTimeRequestAndPublishesSynchronizedTime() throws Exception {
        try (EmotiBitSimulator simulator = devices(2, Fault.DUPLICATE, Fault.DELAY, Fault.SLOW_CLOCK);
                TaskHarness task = task(simulator).start()) {
            Truth truth = simulator.truths().get(0);
            eventually(() -> assertThat(task.raw())
                    .filteredOn(found -> found.get("device_id").asText().equals(truth.deviceId()))
                    .filteredOn(found -> found.get("type_tag").asText().equals("EA"))
                    .anyMatch(found -> found.get("time_source").asText().equals("sync")));
            Map<String, Long> counters = simulator.counters();
            assertThat(counters.get("time-answers")).isEqualTo(counters.get("time-requests"));
            JsonNode last = task.raw().stream()
                    .filter(found -> found.get("device_id").asText().equals(truth.deviceId()))
                    .filter(found -> found.get("type_tag").asText().equals("EA"))
                    .reduce((a, b) -> b)
                    .orElseThrow();
            double error = last.get("timestamp").asDouble() * 1e3
                    - truth.epochMicros(last.get("emotibit_ts").asDouble()) / 1e3;
            assertThat(Math.abs(error)).isLessThan(150);
        }
    }

    @Test
    void startsNewSessionAfterReboot() throws Exception {
        try (EmotiBitSimulator simulator = devices(1);
                TaskHarness task = task(simulator).start()) {
            eventually(() -> assertThat(task.raw()).hasSizeGreaterThan(200));
            simulator.strike(0, Fault.REBOOT);
            eventually(() -> {
                assertThat(task.events("reboot")).hasSize(1);
                assertThat(task.events("connected")).hasSize(2);
                List<JsonNode> raw = task.raw();
                JsonNode last = raw.get(raw.size() - 1);
                assertThat(last.get("emotibit_ts").asLong()).isLessThan(20_000);
            });
            assertThat(task.events("gap")).isEmpty();
        }
    }

    @Test
    void reconnectsAfterConnectionResetAndReportsGap() throws Exception {
        try (EmotiBitSimulator simulator = devices(1);
                TaskHarness task = task(simulator).start()) {
            eventually(() -> assertThat(task.raw()).hasSizeGreaterThan(200));
            simulator.strike(0, Fault.TCP_RESET);
            eventually(() -> {
                assertThat(task.events("disconnected")).hasSize(1);
                assertThat(task.events("connected")).hasSize(2);
                assertThat(task.events("gap")).singleElement().satisfies(gap -> {
                    assertThat(gap.at("/detail/reason").asText()).isEqualTo("not connected");
                    assertThat(gap.at("/detail/lost").asLong()).isPositive();
                });
            });
        }
    }

    @Test
    void followsDeviceToNewAddress() throws Exception {
        try (EmotiBitSimulator simulator = devices(1)) {
            String spare = simulator.addresses().replace("127.0.0.", "127.0.100.");
            try (TaskHarness task = task(simulator, "device.addresses", simulator.addresses() + "," + spare)
                    .start()) {
                eventually(() -> assertThat(task.raw()).hasSizeGreaterThan(200));
                simulator.strike(0, Fault.MOVE);
                eventually(() -> {
                    assertThat(task.events("moved")).singleElement().satisfies(moved -> assertThat(
                                    moved.at("/detail/to").asText())
                            .isEqualTo(spare));
                    assertThat(task.events("connected")).hasSize(2);
                });
            }
        }
    }

    @Test
    void endsSessionOfSilentDevice() throws Exception {
        try (EmotiBitSimulator simulator = devices(1);
                TaskHarness task = task(simulator).start()) {
            eventually(() -> assertThat(task.raw()).hasSizeGreaterThan(200));
            simulator.strike(0, Fault.SILENT);
            eventually(() -> assertThat(task.events("disconnected"))
                    .singleElement()
                    .satisfies(ended ->
                            assertThat(ended.at("/detail/reason").asText()).contains("no answer")));
        }
    }

    @Test
    void waitsForDeviceOfOtherHost() throws Exception {
        try (EmotiBitSimulator simulator = devices(2)) {
            simulator.holdForAnotherHost(0, true);
            try (TaskHarness task = task(simulator).start()) {
                eventually(() -> assertThat(task.raw()).hasSizeGreaterThan(500));
                assertThat(simulator.truths().get(0).connections()).isZero();
                simulator.holdForAnotherHost(0, false);
                eventually(() -> assertThat(task.events("connected")).hasSize(2));
            }
        }
    }

    @Test
    void setsNormalPower() throws Exception {
        try (EmotiBitSimulator simulator = devices(1, Fault.LOW_POWER, Fault.NO_ID);
                TaskHarness task = task(simulator).start()) {
            eventually(() -> assertThat(task.raw()).hasSizeGreaterThan(300));
            assertThat(task.events("power_mode")).singleElement().satisfies(mode -> assertThat(
                            mode.at("/detail/mode").asText())
                    .isEqualTo("MN"));
            assertThat(task.events("gap")).isEmpty();
            assertThat(task.raw().get(0).get("device_id").asText()).startsWith("127.0.0.");
        }
    }

    @Test
    void unwrapsDeviceCounter() throws Exception {
        try (EmotiBitSimulator simulator = devices(1, Fault.START_32);
                TaskHarness task = task(simulator).start()) {
            eventually(() -> assertThat(task.raw())
                    .anyMatch(found -> found.get("emotibit_ts").asLong() > (1L << 32) + 2_000));
            assertThat(task.events("reboot")).isEmpty();
            assertThat(task.events("connected")).hasSize(1);
            assertTimesNeverDecrease(task.raw());
        }
    }

    @Test
    void reportsGapAfterTaskRestart() throws Exception {
        try (EmotiBitSimulator simulator = devices(1);
                TaskHarness task = task(simulator).start()) {
            eventually(() -> assertThat(task.raw()).hasSizeGreaterThan(200));
            task.stop();
            task.start();
            eventually(() -> assertThat(task.events("gap")).singleElement().satisfies(gap -> assertThat(
                            gap.at("/detail/reason").asText())
                    .isEqualTo("not connected")));
        }
    }

    @Test
    void distributesDevicesBetweenTasks() throws Exception {
        try (EmotiBitSimulator simulator = devices(6);
                TaskHarness first =
                        task(simulator, "task.index", "0", "task.count", "2").start();
                TaskHarness second =
                        task(simulator, "task.index", "1", "task.count", "2").start()) {
            eventually(() -> assertThat(first.events("connected").count()
                            + second.events("connected").count())
                    .isEqualTo(6));
            Set<String> mine = first.events("connected")
                    .map(found -> found.get("device_id").asText())
                    .collect(Collectors.toSet());
            assertThat(mine).isNotEmpty().hasSizeLessThan(6);
            assertThat(second.events("connected"))
                    .noneMatch(found -> mine.contains(found.get("device_id").asText()));
        }
    }

    @Test
    void publishesPseudonymsOfPatients() throws Exception {
        try (EmotiBitSimulator simulator = devices(2);
                TaskHarness task = task(
                                simulator,
                                "patient.map",
                                "MD-V5-0000410=Ada Lovelace",
                                "patient.pseudonym.enabled",
                                "true",
                                "patient.pseudonym.secret",
                                "a secret of some length")
                        .start()) {
            eventually(() -> assertThat(task.raw()).hasSizeGreaterThan(500));
            assertThat(task.raw()).allSatisfy(found -> {
                boolean known = found.get("device_id").asText().equals("MD-V5-0000410");
                assertThat(found.path("patient_id").asText()).matches(known ? "p-[0-9a-f]{32}" : "");
            });
        }
    }

    private static void assertTimesNeverDecrease(List<JsonNode> raw) {
        Map<String, Double> last = new HashMap<>();
        for (JsonNode found : raw) {
            String tag = found.get("type_tag").asText();
            if (!found.has("values") || Set.of("BI", "HR", "SA", "SR").contains(tag)) {
                continue;
            }
            String series =
                    found.get("session_id").asText() + found.get("device_id").asText() + tag;
            double end = found.get("timestamp").asDouble();
            double start =
                    end - (found.get("values").size() - 1) * found.get("period").asDouble();
            assertThat(start).as(series).isGreaterThanOrEqualTo(last.getOrDefault(series, 0.0) - 2e-6);
            last.put(series, end);
        }
    }
}
