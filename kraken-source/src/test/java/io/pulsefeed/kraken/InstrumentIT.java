package io.pulsefeed.kraken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pulsefeed.commons.config.TaskId;
import io.pulsefeed.simulators.kraken.Fault;
import io.pulsefeed.simulators.kraken.KrakenSimulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kraken's catalog over real sockets. */
class InstrumentIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final KrakenSourceTask task = new KrakenSourceTask();
    private final List<SourceRecord> records = new ArrayList<>();
    private KrakenSimulator simulator;

    @BeforeEach
    void start() throws IOException {
        simulator = KrakenSimulator.builder()
                .pairs(List.of("BTC/USD", "AAPLx/USD", "DOGE/USD"))
                .tradesPerSecond(20)
                .build()
                .start();
    }

    @AfterEach
    void stop() {
        task.stop();
        simulator.close();
    }

    private void start(int index, String channels) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "name",
                "catalog",
                "pairs",
                "XBT/USD",
                "channels",
                channels,
                "receive.time.enabled",
                "true",
                "kraken.ws.url",
                simulator.webSocketUrl(),
                "kraken.rest.url",
                simulator.restUrl()));
        TaskId.addTo(properties, index, 2);
        task.initialize(new InMemoryTaskContext());
        task.start(properties);
    }

    private List<String> poll(String topic) throws InterruptedException {
        List<SourceRecord> batch = task.poll();
        if (batch != null) {
            records.addAll(batch);
        }
        return records.stream()
                .filter(record -> record.topic().equals(topic))
                .map(record -> record.key() + " " + new String((byte[]) record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void writesASnapshotAndThenOnlyChanges() {
        start(0, "instrument");
        await().atMost(LIMIT).until(() -> poll("rawinstrument").size() == 7);
        assertThat(records)
                .extracting(SourceRecord::key)
                .containsExactlyInAnyOrder("XBT/USD", "AAPLx/USD", "XDG/USD", "XBT", "AAPLx", "XDG", "USD");
        assertThat(records).allSatisfy(record -> assertThat(record.headers().lastWithName("recv_ns"))
                .isNotNull());
        records.clear();

        simulator.inject(Fault.DELISTED);
        await().atMost(LIMIT).until(() -> poll("rawinstrument").size() == 1);
        simulator.inject(Fault.CLOSE_1006);
        simulator.clear(Fault.DELISTED);
        await().atMost(LIMIT).until(() -> poll("rawinstrument").size() == 2);

        assertThat(records).extracting(SourceRecord::key).containsOnly("XDG/USD");
        assertThat(new String((byte[]) records.get(0).value(), StandardCharsets.UTF_8))
                .startsWith("{\"pair\":\"XDG/USD\",\"type\":\"update\",\"instrument\":{\"symbol\":\"DOGE/USD\",")
                .contains("\"status\":\"delisted\"", "\"qty_increment\":1e-08");
    }

    @Test
    void onlyTheFirstTaskWritesIt() {
        start(1, "trade,instrument");
        await().atMost(LIMIT).until(() -> poll("rawtrade").size() > 40);

        assertThat(records).extracting(SourceRecord::topic).containsOnly("rawtrade");
    }

    @Test
    void writesItNextToTrades() {
        start(0, "trade,instrument");
        await().atMost(LIMIT)
                .until(() ->
                        poll("rawtrade").size() > 10 && poll("rawinstrument").size() >= 7);
    }
}
