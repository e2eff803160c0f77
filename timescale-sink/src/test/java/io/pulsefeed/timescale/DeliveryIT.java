package io.pulsefeed.timescale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.testing.FreePorts;
import io.pulsefeed.testing.TestDatabase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveryIT {

    private static final TopicPartition TRADES = new TopicPartition("rawtrade", 0);

    private final List<SinkRecord> trades = Records.trades(0, 1_000);
    private TestDatabase database;

    @BeforeEach
    void createSchema() {
        database = TestDatabase.fresh();
    }

    @Test
    void waitsForDatabaseThatIsUnreachableAtStart() throws IOException {
        int port = FreePorts.one();
        try (SinkDriver sink = new SinkDriver(settings(database.urlThrough(port)), Map.of(TRADES, trades), true)) {
            sink.poll();
            assertThat(sink.context().isPaused(TRADES)).isTrue();
            try (CuttingProxy proxy = new CuttingProxy(database.host(), database.port(), port)) {
                sink.drain();
                assertThat(sink.context().isPaused(TRADES)).isFalse();
                assertThat(proxy.cuts()).isZero();
            }
        }
        assertThat(database.count("SELECT count(*) FROM trade_data")).isEqualTo(1_000);
    }

    @Test
    void reportsUserAndDatabaseWhenTheLoginFails() {
        Map<String, String> settings = settings(database.url().replace("user=postgres", "user=nobody"));
        assertThatThrownBy(() -> new SinkDriver(settings, Map.of(TRADES, trades), true).drain())
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(Integer.toString(database.port()))
                .hasMessageContaining("SQLSTATE 28");
    }

    @Test
    void failsWhenPartitionStartsBelowStoredOffset() {
        write(settings(database.url()));
        List<SinkRecord> recreated = trades.subList(0, 10);
        assertThatThrownBy(() -> write(settings(database.url()), recreated))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("rawtrade-0")
                .hasMessageContaining("/connectors/sink/offsets");
    }

    @Test
    void continuesFromTopicOffsetIfRegressionIsAccepted() {
        write(settings(database.url()));
        database.execute("DELETE FROM trade_data WHERE trade_id >= 1005");
        write(with("offsets.regressed", "accept"), trades.subList(0, 10));
        assertThat(database.count("SELECT count(*) FROM trade_data")).isEqualTo(10);
    }

    @Test
    void resumesFromAlteredOffset() {
        write(settings(database.url()));
        database.execute("DELETE FROM trade_data");
        boolean done = new TimescaleSinkConnector().alterOffsets(settings(database.url()), Map.of(TRADES, 990L));
        write(settings(database.url()));
        assertThat(done).isTrue();
        assertThat(database.count("SELECT count(*) FROM trade_data")).isEqualTo(10);
    }

    @Test
    void writesAllRecordsAgainAfterOffsetReset() {
        write(settings(database.url()));
        database.execute("DELETE FROM trade_data");
        new TimescaleSinkConnector().alterOffsets(settings(database.url()), Collections.singletonMap(TRADES, null));
        write(settings(database.url()));
        assertThat(database.count("SELECT count(*) FROM trade_data")).isEqualTo(1_000);
    }

    /** The worker would refuse the topic only after the rows have changed. */
    @Test
    void rejectsOffsetsOfATopicThatIsNotReadAndChangesNoRow() {
        write(settings(database.url()));
        List<String> before = offsetRows();
        TopicPartition other = new TopicPartition("rawnews", 0);

        assertThatThrownBy(() -> new TimescaleSinkConnector()
                        .alterOffsets(settings(database.url()), Map.of(TRADES, 5L, other, 5L)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("rawnews")
                .hasMessageContaining("topics=rawtrade");

        assertThat(offsetRows()).isEqualTo(before);
    }

    /** The worker refuses the partition afterwards; for one that exists, it sets the offset of the consumer group. */
    @Test
    void addsNoRowForAPartitionThatWasNeverRead() {
        write(settings(database.url()));
        List<String> before = offsetRows();

        assertThat(new TimescaleSinkConnector()
                        .alterOffsets(settings(database.url()), Map.of(new TopicPartition("rawtrade", 7), 5L)))
                .isTrue();

        assertThat(offsetRows()).isEqualTo(before);
    }

    private List<String> offsetRows() {
        return database.rows("SELECT topic, partition, next_offset, epoch FROM connect_sink_offsets");
    }

    @Test
    void absorbsRepeatedRecordsWithOffsetsInKafka() {
        write(with("offsets.mode", "kafka"));
        write(with("offsets.mode", "kafka"));
        assertThat(database.count("SELECT count(*) FROM trade_data")).isEqualTo(1_000);
        assertThat(database.rows("SELECT to_regclass('connect_sink_offsets')")).containsExactly("null");
    }

    @Test
    void rejectsOffsetsInKafkaForTableWithoutUniqueIndex() {
        write(settings(database.url()));
        database.execute("DROP INDEX trade_data_key");
        assertThatThrownBy(() -> write(with("offsets.mode", "kafka")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("duplicates.ok=true");
        write(with("offsets.mode", "kafka", "duplicates.ok", "true"));
        assertThat(database.count("SELECT count(*) FROM trade_data")).isEqualTo(2_000);
    }

    @Test
    void failsTaskAtBadRecordWithoutDeadLetterTopic() {
        List<SinkRecord> records =
                new ArrayList<>(List.of(Records.trade(0, 0), Records.json("rawtrade", 1, "nonsense")));
        SinkDriver sink = new SinkDriver(settings(database.url()), Map.of(TRADES, records), false);
        assertThatThrownBy(sink::drain)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("rawtrade-0@1")
                .hasMessageContaining("nonsense");
        sink.abandon();
    }

    @Test
    void keepsOneRowPerKeyOfABatch() {
        List<SinkRecord> doubled = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            SinkRecord trade = trades.get(i % 100);
            doubled.add(Records.value(
                    "rawtrade",
                    0,
                    i,
                    trade.value(),
                    new org.apache.kafka.connect.header.ConnectHeaders(trade.headers())));
        }
        write(settings(database.url()), doubled);
        assertThat(database.rows("SELECT count(*), count(DISTINCT trade_id) FROM trade_data"))
                .containsExactly("100|100");
    }

    @Test
    void resumesAfterTableWasDroppedAndRecreated() {
        try (SinkDriver sink = new SinkDriver(settings(database.url()), Map.of(TRADES, trades), true)) {
            sink.poll();
            // CASCADE, because the sink can create a chunk while the table is being dropped.
            database.execute("DROP TABLE trade_data CASCADE");
            sink.drain();
        }
        assertThat(database.rows("SELECT next_offset FROM connect_sink_offsets"))
                .containsExactly("1000");
    }

    private void write(Map<String, String> settings) {
        write(settings, trades);
    }

    private static void write(Map<String, String> settings, List<SinkRecord> records) {
        try (SinkDriver sink = new SinkDriver(settings, Map.of(TRADES, records), true)) {
            sink.drain();
        }
    }

    private Map<String, String> with(String... pairs) {
        Map<String, String> settings = settings(database.url());
        for (int i = 0; i < pairs.length; i += 2) {
            settings.put(pairs[i], pairs[i + 1]);
        }
        return settings;
    }

    private static Map<String, String> settings(String url) {
        return new HashMap<>(
                Map.of("name", "sink", "topics", "rawtrade", "profile", "cryptoviz", "connection.url", url));
    }
}
