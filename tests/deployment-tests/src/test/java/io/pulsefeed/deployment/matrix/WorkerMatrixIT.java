package io.pulsefeed.deployment.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pulsefeed.admin.AdminException;
import io.pulsefeed.cli.connectors.FailureRestarter;
import io.pulsefeed.testing.NotChecked;
import io.pulsefeed.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One set of plugin zips on workers of several versions: all connectors run, {@code kill -9} of the worker neither loses nor doubles
 * a trade, and the tasks stop within their limit.
 */
@Tag("matrix")
class WorkerMatrixIT {

    private static final String NEWEST = "4.4.0";
    private static final List<String> TABLES = List.of("trade_data", "ticker_data", "article_data", "emotibit_packet");
    private static final Duration LIMIT = MatrixStack.LIMIT;
    private static final Duration WORKER_STOP_LIMIT = Duration.ofSeconds(15);
    private static final int TRADES_BEFORE_KILL = 1_000;
    /** Logged by every version for a task that is still running after {@code task.shutdown.graceful.timeout.ms}. */
    private static final String TASK_STOPPED_LATE = "Graceful stop of task";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"3.7.2", "3.8.1", "3.9.2", "4.0.2", "4.1.1", "4.2.2", "4.3.1", NEWEST})
    void losesAndDoublesNothing(String version) throws Exception {
        run(version, Java.current());
    }

    @Test
    void losesAndDoublesNothingOnAnotherJava() throws Exception {
        Optional<Java> other = Java.other();
        if (other.isEmpty()) {
            NotChecked.skip("workers on another Java", "only one is installed next to that of the tests");
        }
        run(NEWEST, other.orElseThrow());
    }

    private void run(String version, Java java) throws Exception {
        try (MatrixStack stack = MatrixStack.start(version, java, folder)) {
            try {
                run(version, java, stack);
            } catch (Exception | AssertionError e) {
                throw new AssertionError(
                        "Worker " + version + " failed:\n" + stack.worker().tail(), e);
            }
        }
    }

    private static void run(String version, Java java, MatrixStack stack) throws Exception {
        long startedMonoNs = System.nanoTime();
        stack.worker().start();
        stack.connect().awaitWorker(LIMIT);
        assertThat(stack.connect().worker().path("version").asText()).isEqualTo(version);
        List<String> connectors = stack.createConnectors();
        FailureRestarter restarter = FailureRestarter.create(
                stack.connect(), () -> connectors, line -> System.out.println(version + ": " + line));
        awaitRunning(stack, connectors, restarter);
        Duration running = Duration.ofNanos(System.nanoTime() - startedMonoNs);
        TABLES.forEach(table -> awaitRows(restarter, stack.database(), table, 1));
        awaitRows(restarter, stack.database(), "trade_data", TRADES_BEFORE_KILL);

        stack.worker().kill();
        List<Long> rowsAtKill =
                TABLES.stream().map(table -> rows(stack.database(), table)).toList();
        stack.worker().start();
        stack.connect().awaitWorker(LIMIT);
        // The articles are written once, so their number does not grow.
        for (String table : List.of("trade_data", "ticker_data", "emotibit_packet")) {
            awaitRows(restarter, stack.database(), table, rowsAtKill.get(TABLES.indexOf(table)) + 1);
        }
        awaitRunning(stack, connectors, restarter);
        stack.stopTrades();

        TradeCounts trades = stack.trades();
        await("trades in the table")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    restarter.restartFailed();
                    return trades.inTable().lost() == 0;
                });
        Duration stopped = stack.worker().terminate(WORKER_STOP_LIMIT);
        TradeCounts.Difference topic = trades.inTopic();
        TradeCounts.Difference table = trades.inTable();
        System.out.printf(
                "worker %s, Java %d: RUNNING after %.1f s, %d trades, lost %d, doubled %d, stopped in %.1f s%n",
                version,
                java.version(),
                running.toMillis() / 1000.0,
                topic.emitted(),
                topic.lost() + table.lost(),
                topic.doubled() + table.doubled(),
                stopped.toMillis() / 1000.0);
        TradeCounts.Difference none = new TradeCounts.Difference(topic.emitted(), 0, 0);
        assertThat(topic).as("trades in the topic").isEqualTo(none);
        assertThat(table).as("trades in the table").isEqualTo(none);
        assertThat(stack.worker().output().lines())
                .as("tasks that took longer than their limit to stop")
                .noneMatch(line -> line.contains(TASK_STOPPED_LATE));
    }

    /** Failed tasks are restarted, as {@code connectors heal} does next to a worker. */
    private static void awaitRunning(MatrixStack stack, List<String> connectors, FailureRestarter restarter) {
        await("connectors")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(AdminException.class)
                .until(() -> {
                    restarter.restartFailed();
                    stack.connect().awaitRunning(connectors, Duration.ZERO);
                    return true;
                });
    }

    private static void awaitRows(FailureRestarter restarter, TestDatabase database, String table, long count) {
        await(table)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(250))
                .ignoreExceptions()
                .until(() -> {
                    restarter.restartFailed();
                    return rows(database, table) >= count;
                });
    }

    private static long rows(TestDatabase database, String table) {
        return database.count("SELECT count(*) FROM " + table);
    }
}
