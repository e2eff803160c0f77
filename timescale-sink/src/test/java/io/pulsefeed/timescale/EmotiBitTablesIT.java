package io.pulsefeed.timescale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** The samples of EmotiBit packets in the tables of 0.1.0 (one row each), in today's (an array per packet), and across the upgrade. */
class EmotiBitTablesIT {

    private static final String TOPIC = "Emotibit_rawdata";
    private static final String SAMPLES =
            """
            SELECT extract(epoch FROM timestamp), device_id, session_id, type_tag, packet_number, sample_index, value,
              time_uncertainty_ms, flags
            FROM emotibit_sample ORDER BY session_id, packet_number, sample_index""";

    /** Includes steps that are not whole microseconds or nanoseconds, those at half a nanosecond, and steps that are not plausible. */
    private static final List<String> PERIODS = List.of(
            "0.040000000",
            "0.066666667",
            "0.06666666666666667",
            "0.13333333333333333",
            "0.0000005",
            "0.0000000005",
            "0.1234567895",
            "0.0123456785",
            "3.0000000015",
            "-0.04",
            "-0.0000000025",
            "0",
            "1e-3",
            "null",
            "59.999999999");

    private final List<SinkRecord> log = new ArrayList<>();

    @Test
    void viewReturnsTheRowsThatEarlierReleasesWrote() {
        Random random = new Random(5);
        for (int i = 0; i < 600; i++) {
            log.add(packet(i, PERIODS.get(i % PERIODS.size()), random));
        }
        TestDatabase earlier = earlierTables();
        TestDatabase today = TestDatabase.fresh();

        run(earlier, Map.of());
        run(today, Map.of());

        assertThat(earlier.count(
                        "SELECT count(*) FROM pg_class WHERE oid = 'emotibit_sample'::regclass AND relkind = 'r'"))
                .isEqualTo(1);
        assertThat(earlier.count("SELECT count(*) FROM emotibit_sample")).isGreaterThan(3_000);
        assertThat(today.rows(SAMPLES)).containsExactlyElementsOf(earlier.rows(SAMPLES));
    }

    @Test
    void functionReturnsTheRowsOfTheViewInATimeRange() {
        Random random = new Random(6);
        for (int i = 0; i < 300; i++) {
            log.add(packet(i, "0.040000000", random));
        }
        TestDatabase database = TestDatabase.fresh();
        run(database, Map.of());
        String range = "timestamptz '2026-09-25 21:35:16.08Z', timestamptz '2026-09-25 21:36:00Z'";

        assertThat(database.rows("SELECT * FROM emotibit_samples('d1', 'PI', " + range + ") ORDER BY 1, 5, 6"))
                .isNotEmpty()
                .containsExactlyElementsOf(
                        database.rows("SELECT * FROM emotibit_sample WHERE device_id = 'd1' AND type_tag = 'PI'"
                                + " AND timestamp >= '2026-09-25 21:35:16.08Z' AND timestamp < '2026-09-25 21:36:00Z'"
                                + " ORDER BY 1, 5, 6"));
    }

    @Test
    void functionReadsOnlyThePacketsOfTheRange() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            log.add(packet(i, "0.040000000", random));
        }
        TestDatabase database = TestDatabase.fresh();
        run(database, Map.of());
        database.execute("ANALYZE emotibit_packet");

        String plan = String.join(
                "\n",
                database.rows(
                        "EXPLAIN SELECT avg(value) FROM emotibit_samples('d1', 'PI', '2026-09-25 21:35:16Z', '2026-09-25"
                                + " 21:35:20Z')"));

        assertThat(plan)
                .contains("Index Cond")
                .contains("2026-09-25 21:35:16")
                .doesNotContain("Function Scan on emotibit_samples");
    }

    @Test
    void runningSinkContinuesWhenTheTablesAreUpgraded() {
        Random random = new Random(8);
        for (int i = 0; i < 100; i++) {
            log.add(packet(i, "0.040000000", random));
        }
        TestDatabase reference = TestDatabase.fresh();
        TestDatabase database = earlierTables();
        try (SinkDriver sink = sink(database, Map.of())) {
            sink.drain();
            long rows = database.count("SELECT count(*) FROM emotibit_sample");

            upgrade(database);
            for (int i = 100; i < 200; i++) {
                log.add(packet(i, "0.040000000", random));
            }
            sink.drain();

            assertThat(database.count("SELECT count(*) FROM emotibit_sample_rows"))
                    .isEqualTo(rows)
                    .isPositive();
        }
        run(reference, Map.of());
        assertThat(database.rows(SAMPLES)).containsExactlyElementsOf(reference.rows(SAMPLES));
        assertThat(database.count("SELECT next_offset FROM connect_sink_offsets"))
                .isEqualTo(200);
    }

    @Test
    void writesTheStudyAsSoonAsTheTableHasTheColumn() {
        TestDatabase database = TestDatabase.fresh();
        log.add(packet(0, "0.04", new Random(1), "SLEEP-26"));
        run(database, Map.of());
        assertThat(database.rows("SELECT study FROM emotibit_packet")).containsExactly("SLEEP-26");
        database.execute("ALTER TABLE emotibit_packet DROP COLUMN study");
        try (SinkDriver sink = sink(database, Map.of())) {
            log.add(packet(1, "0.04", new Random(1), "SLEEP-26"));
            sink.drain();
            assertThat(database.count("SELECT count(*) FROM emotibit_packet")).isEqualTo(2);

            database.execute("ALTER TABLE emotibit_packet ADD COLUMN study text");
            log.add(packet(2, "0.04", new Random(1), "SLEEP-26"));
            log.add(packet(3, "0.04", new Random(1)));
            sink.drain();
        }
        assertThat(database.rows("SELECT packet_number, study FROM emotibit_packet ORDER BY 1"))
                .containsExactly("0|null", "1|null", "2|SLEEP-26", "3|null");
    }

    @Test
    void replayAfterTheUpgradeAddsNoSamples() {
        Random random = new Random(9);
        for (int i = 0; i < 50; i++) {
            log.add(packet(i, "0.040000000", random));
        }
        TestDatabase database = earlierTables();
        run(database, Map.of());
        List<String> before = database.rows(SAMPLES);
        upgrade(database);
        database.execute("DELETE FROM connect_sink_offsets");

        run(database, Map.of());

        assertThat(before).isNotEmpty();
        assertThat(database.rows(SAMPLES)).containsExactlyElementsOf(before);
    }

    @Test
    void rejectsAMappingThatWouldDropTheSamples() {
        log.add(packet(0, "0.040000000", new Random(1)));
        Map<String, String> ownFields = Map.of(
                "fields.Emotibit_rawdata/emotibit_packet",
                "timestamp:timestamp:s, device_id, session_id, packet_number, type_tag, packet");
        TestDatabase earlier = earlierTables();
        run(earlier, ownFields);
        assertThat(earlier.count("SELECT count(*) FROM emotibit_sample")).isPositive();
        upgrade(earlier);
        log.add(packet(1, "0.040000000", new Random(1)));

        assertThatThrownBy(() -> run(earlier, ownFields))
                .hasStackTraceContaining("does not map period and values, so the samples would be lost");
        assertThatThrownBy(() -> run(earlier, Map.of("table.Emotibit_rawdata", "emotibit_packet, emotibit_sample")))
                .hasStackTraceContaining("Remove emotibit_sample from the list.");
    }

    private static TestDatabase earlierTables() {
        TestDatabase database = TestDatabase.fresh();
        database.execute(Checkout.text("tests/system-tests/src/test/resources/upgrade/0.1.0/tables.sql"));
        return database;
    }

    /** What {@code pulsefeed database apply} does with these tables. */
    private static void upgrade(TestDatabase database) {
        database.execute("BEGIN; ALTER TABLE emotibit_packet ADD COLUMN period float8, ADD COLUMN \"values\" float8[];"
                + "ALTER TABLE emotibit_sample RENAME TO emotibit_sample_rows;"
                + Checkout.text("database/tables/emotibit_sample.sql") + "; COMMIT");
    }

    private static SinkRecord packet(int offset, String period, Random random, String study) {
        SinkRecord record = packet(offset, period, random);
        String value = new String((byte[]) record.value(), StandardCharsets.UTF_8);
        return Records.json(TOPIC, offset, value.replaceFirst("\\{", "{\"study\":\"" + study + "\","));
    }

    private static SinkRecord packet(int offset, String period, Random random) {
        StringBuilder values = new StringBuilder();
        for (int i = random.nextInt(20); i > 0; i--) {
            values.append(values.isEmpty() ? "" : ",").append(random.nextInt(12) == 0 ? "null" : random.nextDouble());
        }
        return Records.json(
                TOPIC,
                offset,
                String.format(
                        Locale.ROOT,
                        "{\"device_id\":\"d%d\",\"session_id\":\"s\",\"timestamp\":%d.%06d,\"period\":%s,\"packet_number\":%d,"
                                + "\"type_tag\":\"%s\",\"values\":[%s],\"packet\":\"x\",\"time_uncertainty_ms\":2.5,\"flags\":[\"f\"]}",
                        offset % 2,
                        Records.SECOND + offset,
                        random.nextInt(1_000_000),
                        period,
                        offset,
                        offset % 3 == 0 ? "PR" : "PI",
                        values));
    }

    private void run(TestDatabase database, Map<String, String> settings) {
        try (SinkDriver sink = sink(database, settings)) {
            sink.drain();
        }
    }

    private SinkDriver sink(TestDatabase database, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(
                Map.of("name", "emotibit", "topics", TOPIC, "profile", "emotibit", "connection.url", database.url()));
        return new SinkDriver(all, Map.of(new TopicPartition(TOPIC, 0), log), true);
    }
}
