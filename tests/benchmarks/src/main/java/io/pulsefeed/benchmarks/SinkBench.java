package io.pulsefeed.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.options.StackOptions;
import io.pulsefeed.stack.LocalStack;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Measures sinks one after the other with the same worker, broker, database, trades, task count, partition count and primary key
 * (a hypertable when the server has TimescaleDB). The time is from the first to the last visible row, so that it includes neither
 * start-up nor the granularity of a lag metric.
 */
final class SinkBench {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Heap of a production worker; the stack's default is for a laptop. */
    private static final List<String> WORKER_HEAP = List.of("-Xms1g", "-Xmx1g", "-Xmn512m");

    /** Divisor of the number of records that a sink writes before the measurement, for JIT compilation. */
    private static final int WARM_UP_SHARE = 5;

    private static final long DEADLINE_NANOS = 300_000_000_000L;

    private final Checkout checkout;
    private final StackOptions options;
    private final int records;
    private final boolean withPeer;
    /** Unique per run, because a home folder can be reused. */
    private final String plainTopic = "bench_trades_" + System.currentTimeMillis();

    private final String envelopedTopic = plainTopic + "_enveloped";

    SinkBench(Checkout checkout, StackOptions options, int records, boolean withPeer) {
        this.checkout = checkout;
        this.options = options;
        this.records = records;
        this.withPeer = withPeer;
    }

    List<BenchResult> run(PrintStream progress) throws Exception {
        List<Path> plugins = new ArrayList<>(checkout.pluginZips());
        if (withPeer) {
            plugins.add(peer());
        }
        try (LocalStack stack = options.stack(checkout, plugins, Map.of())
                .jvmOptions(WORKER_HEAP)
                .start(options.listener(progress::println))) {
            SinkVariant.Login login =
                    new SinkVariant.Login(stack.jdbcUrl(), stack.databaseUser(), stack.databasePassword());
            TradeLoad load = new TradeLoad(stack.bootstrapServers(), records);
            createTopics(stack.bootstrapServers());
            progress.println("Filling the topics with " + records + " trades ...");
            load.produce(plainTopic, false);
            if (withPeer) {
                load.produce(envelopedTopic, true);
            }
            try (Connection connection = connect(login)) {
                return measureAll(stack, login, connection, progress);
            }
        }
    }

    private List<BenchResult> measureAll(
            LocalStack stack, SinkVariant.Login login, Connection connection, PrintStream progress) throws Exception {
        createTable(connection, "bench_ceiling");
        double ceiling = new CopyCeiling(connection, "bench_ceiling").measure(records);
        drop(connection, "bench_ceiling");
        progress.printf("%-40s %,12.0f rows/s%n", "binary COPY with offsets", ceiling);

        Map<String, Double> measured = new LinkedHashMap<>();
        for (SinkVariant variant : variants(login)) {
            double rate = measure(new ConnectRest(stack.restUrl()), connection, variant);
            measured.put(variant.name(), rate);
            progress.printf("%-40s %,12.0f rows/s%n", variant.name(), rate);
        }
        return results(measured, ceiling);
    }

    private List<BenchResult> results(Map<String, Double> measured, double ceiling) {
        List<BenchResult> results = new ArrayList<>();
        for (Map.Entry<String, Double> own : measured.entrySet()) {
            if (!own.getKey().startsWith("pulsefeed")) {
                continue;
            }
            results.add(BenchResult.of(own.getKey(), own.getValue(), "rows/s", "binary COPY with offsets", ceiling));
            measured.forEach((peer, rate) -> {
                if (peer.startsWith("debezium")) {
                    results.add(BenchResult.of(own.getKey(), own.getValue(), "rows/s", peer, rate));
                }
            });
        }
        return results;
    }

    private List<SinkVariant> variants(SinkVariant.Login login) {
        String table = "bench_trade";
        Map<String, String> mapping = Map.of(
                "fields." + plainTopic,
                "timestamp:timestamp:s, pair, price, volume, side, header:kraken.trade_id:trade_id",
                "unique." + plainTopic,
                "pair, trade_id, timestamp",
                "table." + plainTopic,
                table);
        List<SinkVariant> variants = new ArrayList<>();
        variants.add(SinkVariant.ours("pulsefeed bytes", plainTopic, table, login, mapping));
        Map<String, String> json = new LinkedHashMap<>(mapping);
        json.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        json.put("value.converter.schemas.enable", "false");
        variants.add(SinkVariant.ours("pulsefeed JsonConverter", plainTopic, table, login, json));
        if (withPeer) {
            variants.add(SinkVariant.debezium("debezium insert", envelopedTopic, table, login, "insert"));
            variants.add(SinkVariant.debezium("debezium upsert", envelopedTopic, table, login, "upsert"));
        }
        return variants;
    }

    private double measure(ConnectRest connect, Connection connection, SinkVariant variant) throws Exception {
        createTable(connection, variant.table());
        String warmUp = start(connect, variant, "warm-up");
        await(connection, variant.table(), records / WARM_UP_SHARE - 1, connect, warmUp);
        connect.delete(warmUp);
        createTable(connection, variant.table());

        String name = start(connect, variant, "timed");
        await(connection, variant.table(), 0, connect, name);
        long first = System.nanoTime();
        await(connection, variant.table(), records - 1, connect, name);
        double seconds = (System.nanoTime() - first) / 1e9;
        connect.delete(name);
        long rows = count(connection, "SELECT count(*) FROM " + variant.table());
        if (rows != records) {
            throw new IllegalStateException(variant.name() + " wrote " + rows + " rows for " + records + " records");
        }
        drop(connection, variant.table());
        return records / seconds;
    }

    private static String start(ConnectRest connect, SinkVariant variant, String run) {
        String name = "bench-" + variant.name().toLowerCase(Locale.ROOT).replace(' ', '-') + "-" + run + "-"
                + System.currentTimeMillis();
        connect.put(name, JSON.valueToTree(variant.config()));
        return name;
    }

    /** Waits until trade {@code index} is visible, with a cheap lookup by its key. */
    private static void await(Connection connection, String table, int index, ConnectRest connect, String connector)
            throws Exception {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        String query = "SELECT count(*) FROM " + table + " WHERE pair = '" + TradeLoad.pair(index) + "' AND trade_id = "
                + TradeLoad.id(index) + " AND timestamp = to_timestamp(" + TradeLoad.epochMicros(index) / 1000
                + " / 1000.0)";
        long nextStatusCheck = System.nanoTime() + 5_000_000_000L;
        while (count(connection, query) == 0) {
            ConnectRest.Status status = System.nanoTime() > nextStatusCheck ? connect.status(connector) : null;
            if (status != null) {
                nextStatusCheck = System.nanoTime() + 2_000_000_000L;
                if (!status.failure().isEmpty() || nextStatusCheck > deadline) {
                    throw new IllegalStateException(connector + " did not finish: " + status);
                }
            }
            Thread.sleep(20);
        }
    }

    private Path peer() {
        Path zip = checkout.root().resolve("tests/benchmarks/peers/target/peer-debezium-jdbc.zip");
        if (!Files.exists(zip)) {
            throw new UserError(
                    "the peer is not built. Run: mvn -Ppeers -pl :benchmark-peers package, or use --without-peer");
        }
        return zip;
    }

    private void createTopics(String bootstrapServers) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(
                            List.of(new NewTopic(plainTopic, 1, (short) 1), new NewTopic(envelopedTopic, 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static Connection connect(SinkVariant.Login login) throws SQLException {
        return DriverManager.getConnection(login.jdbcUrl(), login.user(), login.password());
    }

    private static void createTable(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS " + table);
            statement.execute("CREATE TABLE " + table + " (timestamp timestamptz NOT NULL, pair varchar(20) NOT NULL,"
                    + " price float8 NOT NULL, volume float8 NOT NULL, side varchar(1) NOT NULL, trade_id bigint,"
                    + " UNIQUE (pair, trade_id, timestamp))");
            statement.execute("DO $$ DECLARE ts text := (SELECT extnamespace::regnamespace FROM pg_extension"
                    + " WHERE extname = 'timescaledb'); BEGIN IF ts IS NOT NULL THEN EXECUTE format('SELECT"
                    + " %1$s.create_hypertable(''" + table + "'', %1$s.by_range(''timestamp'', INTERVAL ''1 day''),"
                    + " create_default_indexes => false)', ts); END IF; END $$");
        }
    }

    private static void drop(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE " + table);
        }
    }

    private static long count(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }
}
