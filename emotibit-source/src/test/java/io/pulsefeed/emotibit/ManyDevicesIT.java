package io.pulsefeed.emotibit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pulsefeed.simulators.emotibit.EmotiBitSimulator;
import io.pulsefeed.simulators.emotibit.EmotiBitSimulator.Options;
import io.pulsefeed.simulators.emotibit.Truth;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Streams many devices through one task, and prints the CPU usage and how long the answers to time requests take. Set
 * {@code -Demotibit.devices=200 -Demotibit.seconds=60} to measure more.
 */
class ManyDevicesIT {

    private static final int DEVICES = Integer.getInteger("emotibit.devices", 50);
    private static final int SECONDS = Integer.getInteger("emotibit.seconds", 8);
    private static final int PACKETS_PER_SECOND = 150;
    private static final double MAX_ANSWER_P99_MS = 5;
    private static final double MAX_LOAD = 1.5;

    private final int port = TaskHarness.freePort();

    @Test
    void streamsManyDevicesWithoutLoss() throws Exception {
        Options options = Options.devices(DEVICES).startingAt(300).onPort(port);
        try (EmotiBitSimulator simulator = new EmotiBitSimulator(options).start();
                TaskHarness task = new TaskHarness(Map.of(
                                "device.addresses", simulator.addresses(), "discovery.port", Integer.toString(port)))
                        .countingOnly()
                        .start()) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> simulator.counters().get("connections") == DEVICES);
            long before = cpuMillis();
            long started = System.nanoTime();
            long packetsBefore = task.rawCount();
            long target = packetsBefore + (long) SECONDS * DEVICES * PACKETS_PER_SECOND;
            await().atMost(Duration.ofSeconds(60 + 2L * SECONDS))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> task.rawCount() > target);
            double seconds = (System.nanoTime() - started) / 1e9;
            double cores = (cpuMillis() - before) / 1e3 / seconds;
            double rate = (task.rawCount() - packetsBefore) / seconds;
            simulator.pause();
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(task.rawCount())
                    .isEqualTo(simulator.counters().get("packets")));

            long[] delays = delays(simulator.truths());
            System.out.printf(
                    Locale.ROOT,
                    "%d devices: %,.0f packets/s, lost 0, %.2f cores in the source; time answers p50 %.2f ms, p99 %.2f"
                            + " ms of %d%n",
                    DEVICES,
                    rate,
                    cores,
                    quantile(delays, 0.5),
                    quantile(delays, 0.99),
                    delays.length);
            assertAnswersInTime(quantile(delays, 0.99));
            assertThat(simulator.counters().get("time-answers"))
                    .isEqualTo(simulator.counters().get("time-requests"));
            assertThat(task.failure()).isNull();
        }
    }

    /** A late answer means that another process had the CPU, unless the machine is quiet. */
    private static void assertAnswersInTime(double p99Ms) {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        if (load > MAX_LOAD) {
            System.err.printf(
                    Locale.ROOT,
                    "NOT CHECKED: time answers within %.0f ms (load average %.1f is above %.1f)%n",
                    MAX_ANSWER_P99_MS,
                    load,
                    MAX_LOAD);
            return;
        }
        assertThat(p99Ms).as("p99 of time answers in ms").isLessThan(MAX_ANSWER_P99_MS);
    }

    private static long[] delays(List<Truth> truths) {
        return truths.stream()
                .flatMapToLong(truth -> LongStream.of(
                        truth.answerDelays().stream().mapToLong(Long::longValue).toArray()))
                .sorted()
                .toArray();
    }

    private static double quantile(long[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) (share * (sorted.length - 1))] / 1e3;
    }

    /** CPU time of the network thread and the polling thread. */
    private static long cpuMillis() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return LongStream.of(threads.getAllThreadIds())
                        .filter(id -> threads.getThreadInfo(id) != null)
                        .filter(id -> threads.getThreadInfo(id).getThreadName().endsWith("-network")
                                || threads.getThreadInfo(id).getThreadName().equals("test-worker"))
                        .map(threads::getThreadCpuTime)
                        .sum()
                / 1_000_000;
    }
}
