package io.pulsefeed.timescale;

import io.pulsefeed.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Measures the throughput of one task, compared with the ceiling of the same run: the same rows as prepared COPY bytes, with an
 * update of the offsets in each transaction. Arguments: number of trades, number of rounds.
 */
final class Throughput {

    private static final int POLL = 5_000;
    private static final int BATCH = 10_000;

    /** CPU time of this process per record of the last run. It varies less than the rate on a shared machine. */
    private static double cpuMicros;

    private Throughput() {}

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean)
                        java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** One row per element of an array, with one unique index that starts with the time. */
    private static final Map<String, String> FAN_OUT = Map.of(
            "auto.create", "true",
            "table.Emotibit_rawdata", "samples",
            "each.Emotibit_rawdata", "values",
            "step.Emotibit_rawdata", "period",
            "fields.Emotibit_rawdata",
                    "timestamp:timestamp:s, device_id::text, session_id::text, type_tag::text, packet_number::bigint,"
                            + " each:index:sample_index:smallint, each:value:value:float8, time_uncertainty_ms::float8",
            "unique.Emotibit_rawdata", "timestamp, device_id, type_tag, packet_number, sample_index");

    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        List<SinkRecord> bytes = trades(count, Form.BYTES);
        List<SinkRecord> texts = trades(count, Form.ISO_TIMES);
        List<SinkRecord> maps = trades(count, Form.MAPS);
        List<SinkRecord> packets = packets(count / 3);
        List<SinkRecord> poisoned = new ArrayList<>(bytes);
        for (int i = 5_000; i < count; i += 10_000) {
            poisoned.set(i, Records.json("rawtrade", i, "{\"pair\":\"XBT/USD\",\"price\":\"nonsense\"}"));
        }
        for (int round = 0; round < rounds; round++) {
            double ceiling = ceiling(count);
            print("ceiling: COPY and offsets", ceiling, ceiling);
            print("sink, bytes", sink("rawtrade", "cryptoviz", bytes, count, false), ceiling);
            print("sink, bytes, ISO-text times", sink("rawtrade", "cryptoviz", texts, count, false), ceiling);
            print("sink, JsonConverter maps", sink("rawtrade", "cryptoviz", maps, count, false), ceiling);
            print("sink, all rows exist already", sink("rawtrade", "cryptoviz", bytes, count, true), ceiling);
            print("sink, one bad in 10,000", sink("rawtrade", "cryptoviz", poisoned, count, false), ceiling);
            print(
                    "sink, EmotiBit packets",
                    sink("Emotibit_rawdata", "emotibit", packets, packets.size(), false),
                    ceiling);
            print(
                    "sink, sample rows by fan-out",
                    sink("Emotibit_rawdata", FAN_OUT, packets, packets.size() * 3, false),
                    ceiling);
        }
    }

    private static void print(String what, double rate, double ceiling) {
        System.out.printf(
                Locale.ROOT,
                "%-32s %,12.0f rows/s   %.2f of the ceiling   %.2f us CPU a record%n",
                what,
                rate,
                rate / ceiling,
                cpuMicros);
    }

    private static double sink(String topic, String profile, List<SinkRecord> records, long rows, boolean replay) {
        return sink(topic, Map.of("profile", profile), records, rows, replay);
    }

    private static double sink(
            String topic, Map<String, String> mapping, List<SinkRecord> records, long rows, boolean replay) {
        TestDatabase database = TestDatabase.fresh();
        Map<String, String> settings = new HashMap<>(mapping);
        settings.putAll(Map.of("name", "bench", "topics", topic));
        settings.put("connection.url", database.url());
        if (records.get(0).value() instanceof byte[] json && new String(json, StandardCharsets.UTF_8).contains("Z\"")) {
            settings.put(
                    "fields.rawtrade",
                    "timestamp:timestamp:iso, pair, price, volume, side, header:kraken.trade_id:trade_id");
        }
        if (replay) {
            run(settings, topic, records);
            database.execute("DELETE FROM connect_sink_offsets");
        }
        double seconds = run(settings, topic, records);
        database.execute("DROP SCHEMA " + database.schema() + " CASCADE");
        return rows / seconds;
    }

    private static double run(Map<String, String> settings, String topic, List<SinkRecord> records) {
        TopicPartition partition = new TopicPartition(topic, 0);
        TimescaleSinkTask task = new TimescaleSinkTask();
        FakeSinkContext context = new FakeSinkContext(true);
        task.initialize(context);
        task.start(settings);
        task.open(Set.of(partition));
        long cpu = cpuNanos();
        long begin = System.nanoTime();
        for (int i = 0; i < records.size(); i += POLL) {
            task.put(records.subList(i, Math.min(records.size(), i + POLL)));
        }
        while (!isCommitted(task, partition, records.size())) {
            task.put(List.of());
            LockSupport.parkNanos(1_000_000);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        cpuMicros = (cpuNanos() - cpu) / 1e3 / records.size();
        task.stop();
        return seconds;
    }

    private static boolean isCommitted(TimescaleSinkTask task, TopicPartition partition, long offset) {
        var committed = task.preCommit(Map.of()).get(partition);
        return committed != null && committed.offset() >= offset;
    }

    private static double ceiling(int count) throws SQLException {
        TestDatabase database = TestDatabase.fresh();
        run(
                new HashMap<>(Map.of(
                        "name",
                        "bench",
                        "topics",
                        "rawtrade",
                        "profile",
                        "cryptoviz",
                        "connection.url",
                        database.url())),
                "rawtrade",
                trades(1, Form.BYTES));
        try (Connection connection = DriverManager.getConnection(database.url());
                Statement statement = connection.createStatement();
                PreparedStatement advance = connection.prepareStatement(
                        "UPDATE connect_sink_offsets SET next_offset = ?, updated_at = now() WHERE connector ="
                                + " 'bench'")) {
            statement.execute("TRUNCATE trade_data");
            connection.setAutoCommit(false);
            List<byte[]> batches = new ArrayList<>();
            for (int i = 0; i < count; i += BATCH) {
                batches.add(CeilingRows.batch(i, Math.min(count, i + BATCH)));
            }
            long begin = System.nanoTime();
            for (int i = 0; i < batches.size(); i++) {
                advance.setLong(1, i);
                advance.executeUpdate();
                CopyIn copy = connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("COPY trade_data (pair, trade_id, timestamp, price, volume, side) FROM STDIN (FORMAT"
                                + " binary)");
                copy.writeToCopy(batches.get(i), 0, batches.get(i).length);
                copy.endCopy();
                connection.commit();
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            database.execute("DROP SCHEMA " + database.schema() + " CASCADE");
            return count / seconds;
        }
    }

    private enum Form {
        BYTES,
        ISO_TIMES,
        MAPS
    }

    private static List<SinkRecord> trades(int count, Form form) {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of("schemas.enable", "false"), false);
        List<SinkRecord> records = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] json = String.format(
                            Locale.ROOT,
                            "{\"pair\":\"%s\",\"price\":%d.%d,\"volume\":0.%08d,\"timestamp\":%s,\"side\":\"b\"}",
                            CeilingRows.pair(i),
                            57_000 + i % 1000,
                            i % 10,
                            i % 100_000_000,
                            time(Records.SECOND + i / 1000, i % 1000 * 1000, form == Form.ISO_TIMES))
                    .getBytes(StandardCharsets.UTF_8);
            ConnectHeaders headers = new ConnectHeaders();
            headers.addLong("kraken.trade_id", i);
            Object value = form == Form.MAPS
                    ? converter.toConnectData("rawtrade", json).value()
                    : json;
            records.add(
                    new SinkRecord("rawtrade", 0, null, "k", null, value, i, 0L, TimestampType.CREATE_TIME, headers));
        }
        return records;
    }

    private static String time(long second, int micros, boolean isIso) {
        return isIso
                ? "\"" + Instant.ofEpochSecond(second, micros * 1000L) + "\""
                : String.format(Locale.ROOT, "%d.%06d", second, micros);
    }

    private static List<SinkRecord> packets(int count) {
        List<SinkRecord> records = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String json = String.format(
                    Locale.ROOT,
                    "{\"device_id\":\"MD-V5-123\",\"session_id\":\"s1\",\"timestamp\":%d.%06d,\"period\":0.040000000,\"emotibit_ts\":%d,"
                            + "\"packet_number\":%d,\"type_tag\":\"PI\",\"reliability\":100,\"values\":[%d,%d,%d],"
                            + "\"packet\":\"%d,%d,3,PI,1,100,1,2,3\",\"time_source\":\"sync\",\"time_uncertainty_ms\":2.500}",
                    Records.SECOND + i / 100,
                    i % 100 * 10_000,
                    i,
                    i,
                    i,
                    i + 1,
                    i + 2,
                    i,
                    i);
            records.add(Records.json("Emotibit_rawdata", i, json));
        }
        return records;
    }
}
