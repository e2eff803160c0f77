package io.pulsefeed.timescale.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.TestDatabase;
import io.pulsefeed.timescale.CuttingProxy;
import io.pulsefeed.timescale.Records;
import io.pulsefeed.timescale.SinkDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The accounts in the database are those of the records that were consumed, whatever happened to the connection. */
class LedgerIT {

    private static final TopicPartition FIRST = new TopicPartition("rawtrade", 0);
    private static final TopicPartition SECOND = new TopicPartition("rawtrade", 1);
    /** An hour that is over. */
    private static final long HOUR = Records.SECOND / 3600 * 3600;

    private static final String LAW =
            """
            SELECT partition, max(next_offset) - min(first_offset) - sum(written + ignored + dead_lettered + without_record)
            FROM pulsefeed_ledger GROUP BY 1 ORDER BY 1""";

    private TestDatabase database;

    @BeforeEach
    void createSchema() {
        database = TestDatabase.fresh();
    }

    /** What the records of a log must add up to. */
    private static final class Expected {
        long written;
        long ignored;
        long bad;
        long dropped;
        final Map<Integer, Long> keysByHour = new HashMap<>();
        long repeated;
    }

    private static SinkRecord trade(int partition, long offset, long second, long id) {
        String json = String.format(
                Locale.ROOT,
                "{\"pair\":\"XBT/USD\",\"price\":1.5,\"volume\":2,\"timestamp\":%d.25,\"side\":\"b\"}",
                second);
        return record(partition, offset, second, id, json);
    }

    private static SinkRecord record(int partition, long offset, long second, long id, String json) {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addLong("kraken.trade_id", id);
        byte[] value = json == null ? null : json.getBytes(StandardCharsets.UTF_8);
        return new SinkRecord(
                "rawtrade",
                partition,
                null,
                "key",
                null,
                value,
                offset,
                second * 1000,
                TimestampType.CREATE_TIME,
                headers);
    }

    /** Trades of four hours with tombstones, bad records, records that a transform drops, and repeated keys. */
    private static List<SinkRecord> mixed(int partition, int count, Random random, Expected expected) {
        List<SinkRecord> log = new ArrayList<>();
        for (int offset = 0; offset < count; offset++) {
            long second = HOUR + random.nextInt(4 * 3600);
            int kind = random.nextInt(20);
            if (kind == 0 && offset > 0 && offset < count - 1) {
                log.add(null);
                expected.dropped++;
            } else if (kind == 1) {
                log.add(record(partition, offset, second, offset, null));
                expected.ignored++;
            } else if (kind == 2) {
                log.add(record(partition, offset, second, offset, "{\"pair\":5}"));
                expected.bad++;
            } else if (kind < 6
                    && offset > 0
                    && log.get(offset - 1) != null
                    && log.get(offset - 1).value() != null) {
                SinkRecord previous = log.get(offset - 1);
                log.add(repeat(previous, offset));
                boolean isBad = new String((byte[]) previous.value(), StandardCharsets.UTF_8).contains("5}");
                expected.bad += isBad ? 1 : 0;
                expected.written += isBad ? 0 : 1;
                expected.repeated += isBad ? 0 : 1;
            } else {
                log.add(trade(partition, offset, second, 1_000_000L * partition + offset));
                expected.written++;
                expected.keysByHour.merge((int) (second / 3600), 1L, Long::sum);
            }
        }
        return log;
    }

    private static SinkRecord repeat(SinkRecord record, long offset) {
        return new SinkRecord(
                "rawtrade",
                record.kafkaPartition(),
                null,
                "key",
                null,
                record.value(),
                offset,
                record.timestamp(),
                TimestampType.CREATE_TIME,
                record.headers());
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 500})
    void accountsAreExactWhateverConnectionsBreak(int batchRows) throws IOException {
        Random random = new Random(batchRows);
        Expected first = new Expected();
        Expected second = new Expected();
        int count = batchRows * 12;
        Map<TopicPartition, List<SinkRecord>> log =
                Map.of(FIRST, mixed(0, count, random, first), SECOND, mixed(1, count, random, second));
        try (CuttingProxy proxy = new CuttingProxy(database.host(), database.port());
                SinkDriver sink = new SinkDriver(
                        settings(database.urlThrough(proxy.port()), "batch.max.rows", Integer.toString(batchRows)),
                        log,
                        true)) {
            for (int cut = 1; cut <= 4; cut++) {
                proxy.cutAfter(random.nextInt(4));
                sink.poll();
            }
            sink.drain();
        }
        assertThat(database.rows(LAW)).containsExactly("0|0", "1|0");
        assertPartition(0, count, first);
        assertPartition(1, count, second);
        Map<Integer, Long> keys = new HashMap<>(first.keysByHour);
        second.keysByHour.forEach((hour, rows) -> keys.merge(hour, rows, Long::sum));
        keys.forEach((hour, rows) -> assertThat(database.count(
                        "SELECT sum(rows) FROM pulsefeed_ledger_rows WHERE hour = to_timestamp(" + hour * 3600L + ")"))
                .isEqualTo(rows)
                .isEqualTo(database.count(
                        "SELECT count(*) FROM trade_data WHERE date_trunc('hour', timestamp) = to_timestamp("
                                + hour * 3600L + ")")));
        assertThat(database.count("SELECT sum(keys_repeated) FROM pulsefeed_ledger_rows"))
                .isEqualTo(first.repeated + second.repeated);
        assertThat(database.count("SELECT count(*) FROM pulsefeed_ledger_dead WHERE reason = 'wrong-type'"
                        + " OR reason = 'missing-value'"))
                .isEqualTo(first.bad + second.bad);
    }

    private void assertPartition(int partition, int count, Expected expected) {
        assertThat(database.rows(
                        "SELECT min(first_offset), max(next_offset), sum(written), sum(ignored), sum(dead_lettered),"
                                + " sum(without_record), sum(consumed) FROM pulsefeed_ledger WHERE partition = "
                                + partition))
                .containsExactly("0|" + count + "|" + expected.written + "|" + expected.ignored + "|" + expected.bad
                        + "|" + expected.dropped + "|" + (expected.written + expected.ignored + expected.bad));
    }

    @Test
    void replayedRecordsAreCountedOnceAndRestoreDeadLettersAndRows() {
        List<SinkRecord> broken = new ArrayList<>(trades(100));
        broken.set(50, record(0, 50, HOUR + 50, 50, "{}"));
        drain(broken);
        assertThat(database.rows("SELECT record_offset, reason, resolved_at FROM pulsefeed_ledger_dead"))
                .containsExactly("50|missing-value|null");
        database.execute("DELETE FROM trade_data WHERE trade_id = 7");
        database.execute("UPDATE connect_sink_offsets SET next_offset = 0");

        drain(trades(100));

        assertThat(database.rows("SELECT consumed, written, dead_lettered, replayed FROM pulsefeed_ledger"))
                .containsExactly("100|99|1|100");
        assertThat(database.count("SELECT count(*) FROM pulsefeed_ledger_dead WHERE resolved_at IS NOT NULL"))
                .isEqualTo(1);
        assertThat(database.rows("SELECT rows, keys_repeated, reason FROM pulsefeed_ledger_rows"))
                .containsExactly("101|98|replay");
        seal();
        assertThat(database.rows("SELECT expected_rows, table_rows, reason FROM pulsefeed_ledger_seal"))
                .containsExactly("101|100|replay");
        assertThat(database.rows("SELECT rows, sealed FROM pulsefeed_ledger_rows"))
                .containsExactly("100|t");
    }

    @Test
    void sealsAnHourAgainAfterLateRowsAndCountsHoursThatDiffer() {
        drain(trades(100));
        assertThat(seal()).isZero();
        assertThat(database.rows("SELECT expected_rows, table_rows, reason FROM pulsefeed_ledger_seal"))
                .containsExactly("100|100|closed");
        assertThat(database.rows("SELECT seal_reason FROM pulsefeed_ledger")).containsExactly("closed");

        List<SinkRecord> more = new ArrayList<>(trades(100));
        more.add(trade(0, 100, HOUR + 5, 999));
        drain(more);
        assertThat(database.rows("SELECT sealed, reason FROM pulsefeed_ledger_rows"))
                .containsExactly("f|late");
        // This is what a restored backup or a manual change looks like.
        database.execute("DELETE FROM trade_data WHERE trade_id < 3");
        assertThat(seal()).isEqualTo(1);
        assertThat(database.rows("SELECT expected_rows, table_rows, reason FROM pulsefeed_ledger_seal"))
                .containsExactly("101|98|late");
    }

    @Test
    void doesNotExpectRowsOfATableThatExistedBefore() {
        drain(trades(10), "ledger.enabled", "false");
        assertThat(database.rows("SELECT to_regclass('pulsefeed_ledger')")).containsExactly("null");

        drain(trades(20));

        assertThat(database.rows("SELECT table_name, complete_from > now() FROM pulsefeed_ledger_start"))
                .containsExactly("trade_data|t");
        assertThat(seal()).isZero();
    }

    /** {@code -Dseal.rows=400000} measures a busy hour. */
    @Test
    void sealsAnHourWithinTwoSeconds() {
        int rows = Integer.getInteger("seal.rows", 20_000);
        drain(trades(1));
        database.execute("INSERT INTO trade_data SELECT to_timestamp(" + HOUR + " + i * 3600.0 / " + (rows + 1)
                + "), (ARRAY['XBT/USD', 'ETH/USD', 'SOL/USD'])[1 + i % 3], 57000.1 + i % 977, 0.125 + i % 13, 'b', 1000 + i"
                + " FROM generate_series(1, " + (rows - 1) + ") i; ANALYZE trade_data;"
                + " UPDATE pulsefeed_ledger_rows SET rows = " + rows);

        long startNs = System.nanoTime();
        assertThat(seal()).isZero();
        long tookMs = (System.nanoTime() - startNs) / 1_000_000;

        System.out.printf(Locale.ROOT, "Sealed an hour of %,d rows in %,d ms%n", rows, tookMs);
        assertThat(database.rows("SELECT expected_rows, table_rows FROM pulsefeed_ledger_seal"))
                .containsExactly(rows + "|" + rows);
        assertThat(tookMs).isLessThan(2_000);
    }

    private static List<SinkRecord> trades(int count) {
        List<SinkRecord> trades = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            trades.add(trade(0, i, HOUR + i, i));
        }
        return trades;
    }

    private void drain(List<SinkRecord> log, String... more) {
        try (SinkDriver sink = new SinkDriver(settings(database.url(), more), Map.of(FIRST, log), true)) {
            sink.drain();
        }
    }

    /** Seals as if the last write was some minutes ago. @return number of incomplete hours */
    private long seal() {
        database.execute("UPDATE pulsefeed_ledger_rows SET updated_at = updated_at - interval '5 minutes'");
        AtomicLong incomplete = new AtomicLong(-1);
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            TrackedTables tables = new TrackedTables();
            tables.add("trade_data", "timestamp", List.of("timestamp", "pair", "price", "volume", "side", "trade_id"));
            new Sealer(connection, tables, incomplete::set, System::nanoTime).sealIfDue();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return incomplete.get();
    }

    private static Map<String, String> settings(String url, String... more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "name", "sink",
                "topics", "rawtrade",
                "profile", "cryptoviz",
                "connection.url", url,
                "linger.ms", "5",
                "ledger.enabled", "true"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }
}
