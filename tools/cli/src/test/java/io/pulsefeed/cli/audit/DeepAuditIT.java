package io.pulsefeed.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.audit.Finding.Kind;
import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Compares a day of trades in a table with the topic that they come from. {@code -Daudit.rows=1000000} sets the number of trades. */
class DeepAuditIT {

    private static final int ROWS = Integer.getInteger("audit.rows", 100_000);
    private static final Instant DAY = Instant.parse("2026-01-05T00:00:00Z");
    private static final long STEP_MICROS = 86_400_000_000L / ROWS;
    private static final Window WINDOW = new Window(DAY, DAY.plusSeconds(86_400));
    private static final String ROW =
            """
            SELECT timestamptz '2026-01-05 00:00:00+00' + i::bigint * %d * interval '1 microsecond', 'XBT/USD', 57000 + (i %% 1000) / 10.0,
              0.25, 'b', i FROM generate_series(0, %d) i""";

    private TestDatabase server;
    private Database database;

    @BeforeEach
    void fill() {
        server = TestDatabase.fresh();
        execute(file("database/ledger.sql"));
        execute(file("database/tables/trade_data.sql"));
        execute("INSERT INTO trade_data " + String.format(ROW, STEP_MICROS, ROWS - 1));
        execute(
                """
                INSERT INTO pulsefeed_ledger_start VALUES ('trade_data', 'timestamp', '-infinity');
                INSERT INTO pulsefeed_ledger_rows
                SELECT 'trade_data', date_trunc('hour', timestamp), 'rows', 'rawtrade', 0, count(*), 0, '', false, now()
                FROM trade_data GROUP BY 2;
                INSERT INTO pulsefeed_ledger
                SELECT 'rows', 'rawtrade', 0, date_trunc('hour', timestamp), min(trade_id), max(trade_id) + 1, count(*), count(*), 0, 0, 0,
                  0, 0, sum(trade_id), sum(trade_id::numeric * trade_id) % 18446744073709551616, now()
                FROM trade_data GROUP BY 4""");
        database = Database.connect(server.url(), server.user(), server.password());
        database.disableNetworkTimeout();
        database.execute("SET TIME ZONE 'UTC'");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static String file(String path) {
        try {
            return Files.readString(Checkout.path(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void execute(String sql) {
        server.execute(sql);
    }

    /** The topic: trade i has offset i. */
    private static void read(Map<TopicPartition, TopicReader.Range> ranges, Consumer<TopicRecord> consumer) {
        ranges.forEach((partition, range) -> {
            for (long i = range.start(); i < range.end(); i++) {
                long micros = DAY.getEpochSecond() * 1_000_000 + i * STEP_MICROS;
                String json = String.format(
                        Locale.ROOT,
                        "{\"pair\":\"XBT/USD\",\"price\":%d.%d,\"volume\":0.25,\"timestamp\":%d.%06d,\"side\":\"b\"}",
                        57_000 + i % 1000 / 10,
                        i % 10,
                        micros / 1_000_000,
                        micros % 1_000_000);
                consumer.accept(new TopicRecord(
                        "rawtrade",
                        0,
                        i,
                        micros / 1000,
                        null,
                        json.getBytes(StandardCharsets.UTF_8),
                        Map.of("kraken.trade_id", Long.toString(i))));
            }
        });
    }

    private List<Finding> audit() {
        AuditPlan plan = new AuditPlan(database, WINDOW, Set.of());
        plan.add(
                "rows",
                Map.of("profile", "cryptoviz"),
                partitions -> all(partitions, 0L),
                partitions -> all(partitions, 0L));
        DeepAudit audit = plan.audit(DeepAuditIT::read);
        audit.run(new RowDeficits(database));
        assertThat(plan.notes()).isEmpty();
        assertThat(plan.comparedTables()).containsExactly("trade_data");
        return audit.findings();
    }

    private static Map<TopicPartition, Long> all(Set<TopicPartition> partitions, long offset) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        partitions.forEach(partition -> offsets.put(partition, offset));
        return offsets;
    }

    @Test
    void findsNothingInAFaultlessDay() {
        long startMonoNs = System.nanoTime();
        assertThat(audit()).isEmpty();
        System.out.printf(
                Locale.ROOT, "Deep audit of %,d rows: %.1f s%n", ROWS, (System.nanoTime() - startMonoNs) / 1e9);
    }

    /** All faults are in the same hour, where the accounts alone could not tell them apart. */
    @Test
    void namesEachFaultWithStageAndCauseAndNothingElse() {
        execute("DELETE FROM trade_data WHERE trade_id IN (1, 2)");
        execute("UPDATE trade_data SET price = 1.5 WHERE trade_id = 3");
        execute("DROP INDEX trade_data_key");
        execute("INSERT INTO trade_data SELECT * FROM trade_data WHERE trade_id = 4");
        execute("INSERT INTO trade_data VALUES ('2026-01-05 00:00:00.5Z', 'XBT/USD', 1, 1, 'b', 77777777)");
        // Two records that a transform dropped: the sink has neither consumed nor written them.
        execute(
                """
                DELETE FROM trade_data WHERE trade_id IN (5, 6);
                UPDATE pulsefeed_ledger_rows SET rows = rows - 2 WHERE hour = '2026-01-05 00:00Z';
                UPDATE pulsefeed_ledger SET consumed = consumed - 2, written = written - 2, without_record = 2,
                  offset_sum = offset_sum - 11, offset_square_sum = offset_square_sum - 25 - 36 WHERE hour = '2026-01-05 00:00Z'""");
        // A dead letter is reported from the accounts, not by the comparison of rows.
        execute(
                """
                DELETE FROM trade_data WHERE trade_id = 8;
                UPDATE pulsefeed_ledger_rows SET rows = rows - 1 WHERE hour = '2026-01-05 00:00Z';
                INSERT INTO pulsefeed_ledger_dead VALUES ('rows', 'rawtrade', 0, 8, '2026-01-05 00:00Z', 'refused-by-database', now())""");

        List<Finding> findings = audit();

        assertThat(findings)
                .extracting(Finding::kind, Finding::stage, finding -> trade(finding.item()))
                .containsExactlyInAnyOrder(
                        tuple(Kind.MISSING, Stage.TABLE, "1"),
                        tuple(Kind.MISSING, Stage.TABLE, "2"),
                        tuple(Kind.ALTERED, Stage.TABLE, "3"),
                        tuple(Kind.DOUBLED, Stage.TABLE, "4"),
                        tuple(Kind.MISSING, Stage.TRANSFORM, "5"),
                        tuple(Kind.MISSING, Stage.TRANSFORM, "6"),
                        tuple(Kind.UNEXPECTED, Stage.TABLE, "77777777"));
        assertThat(findings)
                .filteredOn(finding -> finding.kind() == Kind.ALTERED)
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.cause()).isEqualTo("changed by hand: price is 1.5, the topic has 57000.3"));
    }

    @Test
    void blamesTheSinkForARowThatItDidNotWrite() {
        execute(
                """
                DELETE FROM trade_data WHERE trade_id = 9;
                UPDATE pulsefeed_ledger_rows SET rows = rows - 1 WHERE hour = '2026-01-05 00:00Z'""");

        assertThat(audit()).singleElement().satisfies(finding -> {
            assertThat(finding.stage()).isEqualTo(Stage.SINK);
            assertThat(finding.item()).contains("trade_id=9").contains("rawtrade-0@9");
        });
    }

    /** A row that is deleted after a replay, but before the hour is sealed again, is not in the accounts. */
    @Test
    void doesNotBlameTheSinkForARowThatWasDeletedAfterAReplay() {
        execute(
                """
                DELETE FROM trade_data WHERE trade_id = 9;
                UPDATE pulsefeed_ledger_rows SET rows = rows - 1 WHERE hour = '2026-01-05 00:00Z';
                INSERT INTO pulsefeed_ledger_seal
                SELECT table_name, hour, 'timestamp', '{}', rows + 1, rows, 0, 'replay', now() FROM pulsefeed_ledger_rows
                WHERE hour = '2026-01-05 00:00Z'""");

        assertThat(audit()).singleElement().satisfies(finding -> {
            assertThat(finding.stage()).isEqualTo(Stage.TABLE);
            assertThat(finding.item()).contains("trade_id=9");
            assertThat(finding.cause()).contains("after a replay");
        });
    }

    private static String trade(String item) {
        return item.replaceFirst(".*trade_id=(\\d+).*", "$1");
    }
}
