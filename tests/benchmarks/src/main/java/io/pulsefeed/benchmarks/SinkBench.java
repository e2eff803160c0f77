package io.pulsefeed.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.options.StackOptions;
import io.pulsefeed.stack.LocalStack;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Measures sinks one after the other with the same worker, broker, database, trades and primary key (a hypertable when the server
 * has TimescaleDB). The time is from the first to the last visible row, so that it includes neither start-up nor the granularity of
 * a lag metric. The CPU time is that of the worker in the same time. The sums of the rows are compared with what was sent.
 */
final class SinkBench {

    /** Heap of a production worker; the stack's default is for a laptop. */
    static final List<String> WORKER_HEAP = List.of("-Xms1g", "-Xmx1g", "-Xmn512m");

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Divisor of the number of records that a sink writes before the measurement, for JIT compilation. */
    private static final int WARM_UP_SHARE = 5;

    private static final long DEADLINE_NANOS = 300_000_000_000L;

    private final Checkout checkout;
    private final StackOptions options;
    private final SinkVariants variants;
    private final Selection selection;
    private final SinkMeasurements measurements = new SinkMeasurements();

    /**
     * What to measure.
     *
     * @param rounds how often everything is measured
     * @param names variants whose name contains a match
     */
    record Selection(int rounds, boolean withPeer, Pattern names) {}

    SinkBench(Checkout checkout, StackOptions options, int records, Selection selection) {
        this.checkout = checkout;
        this.options = options;
        this.selection = selection;
        this.variants = new SinkVariants(records, selection.withPeer());
    }

    List<BenchResult> run(PrintStream progress) throws Exception {
        List<Path> plugins = new ArrayList<>(checkout.pluginZips());
        if (selection.withPeer()) {
            plugins.add(peer());
        }
        try (TemporaryHome home = TemporaryHome.in(options.home());
                LocalStack stack = options.stack(checkout, plugins, Map.of())
                        .home(home.path())
                        .jvmOptions(WORKER_HEAP)
                        .start(options.listener(progress::println))) {
            List<SinkVariants.Group> groups = variants.groups(login(stack)).stream()
                    .map(group -> group.matching(selection.names()))
                    .filter(group -> !group.variants().isEmpty())
                    .toList();
            if (groups.isEmpty()) {
                throw new UserError("no variant has a name that matches --only. Omit it to measure all.");
            }
            progress.println("Filling the topics ...");
            variants.fill(
                    stack.bootstrapServers(),
                    groups.stream()
                            .flatMap(group -> group.variants().stream())
                            .map(SinkVariant::topic)
                            .distinct()
                            .toList());
            try (Connection connection = connect(login(stack))) {
                for (int round = 0; round < selection.rounds(); round++) {
                    for (SinkVariants.Group group : groups) {
                        measure(group, round, stack, connection, progress);
                    }
                }
            }
            return measurements.results(groups);
        }
    }

    static SinkVariant.Login login(LocalStack stack) {
        return new SinkVariant.Login(stack.jdbcUrl(), stack.databaseUser(), stack.databasePassword());
    }

    static Connection connect(SinkVariant.Login login) throws SQLException {
        return DriverManager.getConnection(login.jdbcUrl(), login.user(), login.password());
    }

    /** @param round the variants begin with another one in each round, because the place in a round has an effect on the figures */
    private void measure(
            SinkVariants.Group group, int round, LocalStack stack, Connection connection, PrintStream progress)
            throws Exception {
        progress.printf(
                Locale.ROOT,
                "load average %.1f%n",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        BenchTable table = new BenchTable(connection, SinkVariant.TABLE, group.rows());
        table.recreate();
        double ceiling = new CopyCeiling(connection, table).measure();
        table.drop();
        measurements.addRate(group.ceiling(), ceiling);
        progress.printf(Locale.ROOT, "%-60s %,12.0f rows/s%n", group.ceiling(), ceiling);
        List<SinkVariant> variants = new ArrayList<>(group.variants());
        Collections.rotate(variants, -round);
        for (SinkVariant variant : variants) {
            measure(variant, table, stack, progress);
        }
    }

    private void measure(SinkVariant variant, BenchTable table, LocalStack stack, PrintStream progress)
            throws Exception {
        ConnectRest connect = new ConnectRest(stack.restUrl());
        int rows = table.rows().count();
        table.recreate();
        Sessions sessions = new Sessions(table.connection());
        String warmUp = start(connect, variant, "warm-up");
        awaitAll(table, List.of(rows / WARM_UP_SHARE - 1), connect, warmUp);
        connect.delete(warmUp);
        sessions.awaitEnd();
        table.recreate();

        String name = start(connect, variant, "timed");
        List<Integer> first = IntStream.range(0, variant.partitions()).boxed().toList();
        awaitAny(table, first, connect, name);
        long startNs = System.nanoTime();
        WorkerCpu cpu = WorkerCpu.start(stack.pid());
        double written = (double) table.count() / rows;
        awaitAll(table, first.stream().map(partition -> rows - 1 - partition).toList(), connect, name);
        double rate = rows / ((System.nanoTime() - startNs) / 1e9);
        OptionalDouble micros = cpu.micros();
        connect.delete(name);
        sessions.awaitEnd();
        table.verify(variant.name());
        table.drop();
        measurements.addRate(variant.name(), rate);
        double microsPerRecord = micros.orElse(Double.NaN) / (variant.records() * (1 - written));
        if (micros.isPresent()) {
            measurements.addCpu(variant.name(), microsPerRecord);
        }
        progress.printf(
                Locale.ROOT,
                "%-60s %,12.0f rows/s   worker CPU %.2f us/record%n",
                variant.name(),
                rate,
                microsPerRecord);
    }

    private static String start(ConnectRest connect, SinkVariant variant, String run) {
        String name = "bench-" + variant.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + "-" + run + "-"
                + System.currentTimeMillis();
        connect.put(name, JSON.valueToTree(variant.config()));
        return name;
    }

    private static void awaitAll(BenchTable table, List<Integer> rows, ConnectRest connect, String connector)
            throws Exception {
        for (int row : rows) {
            awaitAny(table, List.of(row), connect, connector);
        }
    }

    /** Waits until one of the rows is visible, with cheap lookups by key. */
    private static void awaitAny(BenchTable table, List<Integer> rows, ConnectRest connect, String connector)
            throws Exception {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        long nextStatusCheck = System.nanoTime() + 5_000_000_000L;
        while (true) {
            for (int row : rows) {
                if (table.contains(row)) {
                    return;
                }
            }
            if (System.nanoTime() > nextStatusCheck) {
                ConnectRest.Status status = connect.status(connector);
                nextStatusCheck = System.nanoTime() + 2_000_000_000L;
                if (!status.failure().isEmpty() || nextStatusCheck > deadline) {
                    throw new UserError(connector + " did not finish: " + status);
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
}
