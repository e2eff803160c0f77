package io.pulsefeed.kraken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pulsefeed.simulators.kraken.KrakenSimulator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** The header {@code recv_ns} of records from the WebSocket and from REST. */
class ReceiveTimeIT {

    /** Polls until trades from the WebSocket and from REST, and all other kinds of records have arrived. */
    private static List<SourceRecord> records(Map<String, String> settings) throws Exception {
        try (KrakenSimulator simulator = KrakenSimulator.builder()
                .seed(3)
                .pairs(List.of("BTC/USD"))
                .tradesPerSecond(50)
                .build()
                .start()) {
            Map<String, String> properties = new HashMap<>(settings);
            properties.put("name", "receive-time");
            properties.put("pairs", "XBT/USD");
            properties.put("channels", "trade,ticker,book,instrument");
            properties.put("book.top.interval.ms", "50");
            properties.put("alert.mode", "previous");
            properties.put("alert.threshold.percent", "0.0001");
            properties.put("trade.start", Instant.now().minusSeconds(300).toString());
            properties.put("kraken.ws.url", simulator.webSocketUrl());
            properties.put("kraken.rest.url", simulator.restUrl());
            KrakenSourceTask task = new KrakenSourceTask();
            task.initialize(new InMemoryTaskContext());
            task.start(properties);
            List<SourceRecord> records = new ArrayList<>();
            try {
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> {
                            List<SourceRecord> batch = task.poll();
                            if (batch != null) {
                                records.addAll(batch);
                            }
                            return kinds(records)
                                    .containsAll(Set.of(
                                            "rawtrade ws",
                                            "rawtrade rest",
                                            "rawticker",
                                            "rawalert",
                                            "rawbook",
                                            "rawbooktop",
                                            "rawinstrument"));
                        });
            } finally {
                task.stop();
            }
            return records;
        }
    }

    private static Set<String> kinds(List<SourceRecord> records) {
        Set<String> kinds = new HashSet<>();
        for (SourceRecord record : records) {
            Header origin = record.headers().lastWithName("kraken.origin");
            kinds.add(record.topic().equals("rawtrade") ? "rawtrade " + origin.value() : record.topic());
        }
        return kinds;
    }

    @Test
    void everyRecordHasIt() throws Exception {
        long startNs = epochNs(Instant.now());
        List<SourceRecord> records = records(Map.of("receive.time.enabled", "true"));
        long endNs = epochNs(Instant.now());

        assertThat(records).allSatisfy(record -> assertThat(
                        (Long) record.headers().lastWithName("recv_ns").value())
                .isBetween(startNs, endNs));
    }

    @Test
    void noRecordHasItByDefault() throws Exception {
        assertThat(records(Map.of()))
                .allSatisfy(record ->
                        assertThat(record.headers().lastWithName("recv_ns")).isNull());
    }

    private static long epochNs(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }
}
