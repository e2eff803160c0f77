package io.pulsefeed.emotibit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pulsefeed.commons.metrics.LogThrottle;
import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.emotibit.config.EmotiBitSourceConnectorConfig;
import io.pulsefeed.emotibit.record.MetricStream;
import io.pulsefeed.emotibit.record.Patients;
import io.pulsefeed.emotibit.record.RecordFactory;
import io.pulsefeed.emotibit.session.TimedPacket;
import io.pulsefeed.emotibit.wire.Values;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class MetricWorkerTest {

    private static final EmotiBitSourceConnectorConfig CONFIG = new EmotiBitSourceConnectorConfig(Map.of());
    private static final long EPOCH_US = 1_795_224_104_000_000L;

    private final RecordFactory records = factory();

    private static RecordFactory factory() {
        return new RecordFactory("raw", "processed", Patients.of(CONFIG.patients(), CONFIG.studies()), id -> null);
    }

    private static TimedPacket battery(String device, double... samples) {
        return new TimedPacket(
                device,
                "S1",
                "B%",
                7,
                1_000,
                EPOCH_US,
                0,
                "sync",
                1,
                100,
                0,
                new Values(samples, 0),
                "1000,7,1,B%,1,100,5",
                0);
    }

    @Test
    void computesMetricsOfOneDeviceAfterAnErrorInThoseOfAnother() throws InterruptedException {
        LogThrottle warnings = new LogThrottle(LoggerFactory.getLogger(MetricWorkerTest.class), MonotonicClock.SYSTEM);
        List<SourceRecord> out = new ArrayList<>();
        try (MetricWorker worker =
                new MetricWorker(new MetricStream(CONFIG.metrics(), factory()), warnings, "m").start()) {
            // Values of null do not occur; they stand for any unexpected error.
            worker.submit(
                    List.of(new TimedPacket("D1", "S1", "B%", 7, 1, EPOCH_US, 0, "sync", 1, 100, 0, null, "", 0)));
            worker.submit(List.of(battery("D2", 5)));
            await().atMost(Duration.ofSeconds(10)).until(() -> {
                worker.collect(out);
                return !out.isEmpty();
            });
        }

        assertThat(new String((byte[]) out.get(0).value(), StandardCharsets.UTF_8))
                .contains("\"device_id\":\"D2\"", "battery_low");
    }

    @Test
    void recordsGetTheOffsetOfTheLastPacket() throws InterruptedException {
        records.packet(battery("D2", 5));
        List<SourceRecord> completed = new ArrayList<>();
        new MetricStream(CONFIG.metrics(), factory()).onPacket(battery("D2", 5), completed);

        assertThat(completed).hasSize(1);
        assertThat(records.withCurrentOffset(completed.get(0)).sourceOffset())
                .isEqualTo(records.packet(battery("D2", 5)).sourceOffset());
    }
}
