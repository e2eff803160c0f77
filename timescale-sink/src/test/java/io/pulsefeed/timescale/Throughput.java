package io.pulsefeed.timescale;

import com.sun.management.OperatingSystemMXBean;
import io.pulsefeed.testing.TestDatabase;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Measures the throughput of one task, compared with the ceiling of the same run: the same rows as prepared COPY bytes, with an
 * update of the offsets in each transaction. Arguments: number of trades, number of rounds, regular expression of the variants to
 * measure.
 */
final class Throughput {

    private static final int POLL = 5_000;
    private static final int BATCH = 10_000;
    private static final String TRADE_COLUMNS =
            "(pair varchar(20) NOT NULL, trade_id bigint NOT NULL, timestamp timestamptz NOT NULL, price float8 NOT NULL,"
                    + " volume float8 NOT NULL, side varchar(1) NOT NULL, UNIQUE (pair, trade_id, timestamp))";
    private static final String SAMPLE_COLUMNS =
            "(timestamp timestamptz NOT NULL, device_id text NOT NULL, type_tag text NOT NULL, packet_number int NOT NULL,"
                    + " sample_index int NOT NULL, value float8, UNIQUE (timestamp, device_id, type_tag, packet_number,"
                    + " sample_index))";
    private static final Map<String, String> TRADE_MAPPING = Map.of(
            "fields.trades",
            "pair, header:kraken.trade_id:trade_id, timestamp:timestamp:s, price, volume, side",
            "unique.trades",
            "pair, trade_id, timestamp");
    private static final Map<String, String> SAMPLE_MAPPING = Map.of(
            "each.samples", "values",
            "step.samples", "period",
            "fields.samples",
                    "timestamp:timestamp:s, device_id, type_tag, packet_number, each:index:sample_index, each:value:value",
            "unique.samples", "timestamp, device_id, type_tag, packet_number, sample_index");

    private final int count;
    private final Pattern wanted;
    private double ceiling;
    /** CPU time per record of the last run, in microseconds: of the task thread, and of the process. */
    private double taskMicros;

    private double processMicros;

    private Throughput(int count, Pattern wanted) {
        this.count = count;
        this.wanted = wanted;
    }

    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        Throughput throughput = new Throughput(count, Pattern.compile(arguments.length > 2 ? arguments[2] : ""));
        for (int round = 0; round < rounds; round++) {
            throughput.measure();
        }
    }

    private void measure() throws SQLException {
        ceiling = ceiling();
        System.out.printf(Locale.ROOT, "%-32s %,12.0f rows/s%n", "ceiling: COPY and offsets", ceiling);
        measure("bytes", () -> trades(ThroughputLoad.trades(count), false));
        measure("bytes with ledger", this::tradesWithLedger);
        measure("bytes, ISO 8601", () -> trades(ThroughputLoad.isoTrades(count), false));
        measure("maps of JsonConverter", () -> trades(ThroughputLoad.maps(count), false));
        measure("all rows exist already", () -> trades(ThroughputLoad.trades(count), true));
        measure("one bad in 10,000", () -> trades(ThroughputLoad.poisoned(count), false));
        int packets = count / ThroughputLoad.SAMPLES_PER_PACKET;
        measure("sample rows by fan-out", () -> {
            String topic = ThroughputLoad.SAMPLES;
            long rows = (long) packets * ThroughputLoad.SAMPLES_PER_PACKET;
            return sink(topic, SAMPLE_MAPPING, ThroughputLoad.packets(topic, packets), rows, false);
        });
        measure("EmotiBit packets", () -> {
            String topic = ThroughputLoad.PACKETS;
            return sink(topic, Map.of("profile", "emotibit"), ThroughputLoad.packets(topic, packets), packets, false);
        });
    }

    private void measure(String variant, DoubleSupplier rowsPerSecond) {
        if (!wanted.matcher(variant).find()) {
            return;
        }
        double rate = rowsPerSecond.getAsDouble();
        System.out.printf(
                Locale.ROOT,
                "%-32s %,12.0f rows/s   %.2f of the ceiling   CPU per record: task %.2f us, process %.2f us%n",
                variant,
                rate,
                rate / ceiling,
                taskMicros,
                processMicros);
    }

    private double trades(List<SinkRecord> records, boolean replay) {
        return sink(ThroughputLoad.TRADES, TRADE_MAPPING, records, count, replay);
    }

    private double tradesWithLedger() {
        Map<String, String> settings = new HashMap<>(TRADE_MAPPING);
        settings.put("ledger.enabled", "true");
        return sink(ThroughputLoad.TRADES, settings, ThroughputLoad.trades(count), count, false);
    }

    private double sink(
            String topic, Map<String, String> mapping, List<SinkRecord> records, long rows, boolean replay) {
        TestDatabase database = freshTables();
        Map<String, String> settings = new HashMap<>(mapping);
        settings.putAll(Map.of("name", "bench", "topics", topic, "connection.url", database.url()));
        if (replay) {
            run(settings, topic, records);
            database.execute("DELETE FROM connect_sink_offsets");
        }
        double seconds = run(settings, topic, records);
        drop(database);
        return rows / seconds;
    }

    private double run(Map<String, String> settings, String topic, List<SinkRecord> records) {
        TopicPartition partition = new TopicPartition(topic, 0);
        TimescaleSinkTask task = new TimescaleSinkTask();
        task.initialize(new FakeSinkContext(true));
        task.start(settings);
        task.open(Set.of(partition));
        long taskCpuNs = taskCpuNs();
        long processCpuNs = processCpuNs();
        long startNs = System.nanoTime();
        for (int i = 0; i < records.size(); i += POLL) {
            task.put(records.subList(i, Math.min(records.size(), i + POLL)));
        }
        taskMicros = (taskCpuNs() - taskCpuNs) / 1e3 / records.size();
        while (!isCommitted(task, partition, records.size())) {
            task.put(List.of());
            LockSupport.parkNanos(1_000_000);
        }
        double seconds = (System.nanoTime() - startNs) / 1e9;
        processMicros = (processCpuNs() - processCpuNs) / 1e3 / records.size();
        task.stop();
        return seconds;
    }

    private static long taskCpuNs() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long processCpuNs() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static boolean isCommitted(TimescaleSinkTask task, TopicPartition partition, long offset) {
        var committed = task.preCommit(Map.of()).get(partition);
        return committed != null && committed.offset() >= offset;
    }

    private static TestDatabase freshTables() {
        TestDatabase database = TestDatabase.fresh();
        create(database, ThroughputLoad.TRADES, TRADE_COLUMNS);
        create(database, ThroughputLoad.SAMPLES, SAMPLE_COLUMNS);
        return database;
    }

    private static void create(TestDatabase database, String table, String columns) {
        database.execute("CREATE TABLE " + table + " " + columns);
        if (database.hasTimescale()) {
            database.execute("SELECT create_hypertable('" + table
                    + "', by_range('timestamp', INTERVAL '1 day'), create_default_indexes => false)");
        }
    }

    private static void drop(TestDatabase database) {
        database.execute("DROP SCHEMA " + database.schema() + " CASCADE");
    }

    private double ceiling() throws SQLException {
        TestDatabase database = freshTables();
        database.execute("CREATE TABLE offsets (id int PRIMARY KEY, next_offset bigint)");
        database.execute("INSERT INTO offsets VALUES (1, 0)");
        List<byte[]> batches = new ArrayList<>();
        for (int i = 0; i < count; i += BATCH) {
            batches.add(CeilingRows.batch(i, Math.min(count, i + BATCH)));
        }
        try (Connection connection = DriverManager.getConnection(database.url());
                PreparedStatement advance = connection.prepareStatement("UPDATE offsets SET next_offset = ?")) {
            connection.setAutoCommit(false);
            long startNs = System.nanoTime();
            for (int i = 0; i < batches.size(); i++) {
                advance.setLong(1, i);
                advance.executeUpdate();
                CopyIn copy = connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(
                                "COPY trades (pair, trade_id, timestamp, price, volume, side) FROM STDIN (FORMAT binary)");
                copy.writeToCopy(batches.get(i), 0, batches.get(i).length);
                copy.endCopy();
                connection.commit();
            }
            return count / ((System.nanoTime() - startNs) / 1e9);
        } finally {
            drop(database);
        }
    }
}
