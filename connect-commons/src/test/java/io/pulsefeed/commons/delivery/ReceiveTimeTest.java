package io.pulsefeed.commons.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.commons.metrics.TaskMetrics;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class ReceiveTimeTest {

    private static final Instant NOW = Instant.parse("2026-09-25T17:48:24.745996123Z");
    private static final long NOW_NS = 1_790_358_504_745_996_123L;

    private final Map<String, DoubleSupplier> gauges = new HashMap<>();
    private final TaskMetrics registry = (name, description, tags, value) -> gauges.put(name, value);

    private static ReceiveTime receiveTime(boolean enabled) {
        return new ReceiveTime(enabled, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static SourceRecord record(long timestampMs, long recvEpochNs) {
        ConnectHeaders headers = new ConnectHeaders();
        ReceiveTime.addTo(headers, recvEpochNs);
        return new SourceRecord(
                Map.of(), Map.of(), "topic", null, null, null, Schema.STRING_SCHEMA, "value", timestampMs, headers);
    }

    @Test
    void isDisabledByDefault() {
        ConfigDef definition = new ConfigDef();
        ReceiveTime.addTo(definition, "Output");

        assertThat(ReceiveTime.isEnabled(new AbstractConfig(definition, Map.of())))
                .isFalse();
        assertThat(ReceiveTime.isEnabled(new AbstractConfig(definition, Map.of("receive.time.enabled", "true"))))
                .isTrue();
    }

    @Test
    void addsNanosecondsOnlyIfEnabled() {
        assertThat(receiveTime(true).nowEpochNs()).isEqualTo(NOW_NS);
        assertThat(receiveTime(true).of(NOW)).isEqualTo(NOW_NS);
        assertThat(receiveTime(false).nowEpochNs()).isEqualTo(ReceiveTime.UNKNOWN);
        assertThat(record(0, NOW_NS).headers().lastWithName("recv_ns").value()).isEqualTo(NOW_NS);
        assertThat(record(0, ReceiveTime.UNKNOWN).headers()).isEmpty();
    }

    @Test
    void metersTheLagsOfTheLastRecord() {
        ReceiveTime receiveTime = receiveTime(true);
        receiveTime.register(registry);
        long nowMs = NOW.toEpochMilli();
        List<SourceRecord> records =
                List.of(record(nowMs - 900, NOW_NS), record(nowMs - 50, NOW_NS - 20_000_000), record(1, 0));

        assertThat(receiveTime.onReturn(records.subList(0, 2))).isEqualTo(records.subList(0, 2));
        assertThat(gauges.get("receive-lag-ms").getAsDouble()).isEqualTo(30);
        assertThat(gauges.get("processing-lag-ms").getAsDouble()).isEqualTo(20);
        receiveTime.onReturn(records);
        receiveTime.onReturn(null);
        assertThat(gauges.get("processing-lag-ms").getAsDouble()).isEqualTo(20);
    }

    @Test
    void hasNoMetricsIfDisabled() {
        receiveTime(false).register(registry);
        assertThat(gauges).isEmpty();
    }
}
