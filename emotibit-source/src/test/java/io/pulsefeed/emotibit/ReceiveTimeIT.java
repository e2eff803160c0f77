package io.pulsefeed.emotibit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pulsefeed.simulators.emotibit.EmotiBitSimulator;
import io.pulsefeed.simulators.emotibit.EmotiBitSimulator.Options;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** The header {@code recv_ns} of packets, events and metrics of a live device. */
class ReceiveTimeIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static List<SourceRecord> records(Map<String, String> settings) throws Exception {
        int port = TaskHarness.freePort();
        try (EmotiBitSimulator simulator = new EmotiBitSimulator(
                        Options.devices(1).startingAt(200).onPort(port).with(Set.of()))
                .start()) {
            Map<String, String> properties = new HashMap<>(settings);
            properties.put("device.addresses", simulator.addresses());
            properties.put("discovery.port", Integer.toString(port));
            try (TaskHarness task = new TaskHarness(properties).start()) {
                await().atMost(TIMEOUT)
                        .until(() -> task.raw().size() > 500
                                && !task.json("Emotibit_processdata").isEmpty());
                return task.records();
            }
        }
    }

    @Test
    void everyRecordHasIt() throws Exception {
        long startNs = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        List<SourceRecord> records = records(Map.of("receive.time.enabled", "true"));
        long endNs = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis() + 1);

        assertThat(records).allSatisfy(record -> assertThat(
                        (Long) record.headers().lastWithName("recv_ns").value())
                .isBetween(startNs, endNs));
    }

    @Test
    void noRecordHasItByDefault() throws Exception {
        assertThat(records(Map.of())).allMatch(record -> record.headers().isEmpty());
    }
}
