package io.pulsefeed.timescale.schema;

import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.timescale.config.Interval;
import io.pulsefeed.timescale.config.SchemaConfig;
import io.pulsefeed.timescale.error.SqlErrorKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies retention and compression. The Community edition gets policies; on the Apache edition this class drops old chunks
 * itself; a setting that the server does not support is logged once and skipped.
 */
public final class PolicyManager {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyManager.class);
    private static final long INTERVAL_NS = Duration.ofHours(1).toNanos();
    private static final long HEALTH_INTERVAL_NS = Duration.ofMinutes(5).toNanos();

    /**
     * @param time time column of the hypertable; null for an ordinary table
     * @param isRetentionSet whether the configuration decides about the retention; else the database does
     * @param layout null for an ordinary table
     */
    public record TablePolicies(
            String table,
            @Nullable String time,
            boolean isRetentionSet,
            Optional<Interval> retention,
            Optional<Interval> compressAfter,
            @Nullable CompressionLayout layout) {

        /** @param time time column of the hypertable; null for an ordinary table */
        public static TablePolicies of(TableDescription table, @Nullable String time, SchemaConfig config) {
            return new TablePolicies(
                    table.name(),
                    time,
                    config.retention().isSet(table.name()),
                    config.retention().of(table.name()),
                    config.compressAfter().of(table.name()),
                    time == null ? null : CompressionLayout.of(table, time, config));
        }

        private TablePolicies withRetention(Optional<Interval> interval) {
            return new TablePolicies(table, time, isRetentionSet, interval, compressAfter, layout);
        }
    }

    private interface Work {
        void run() throws SQLException;
    }

    private final String connector;
    private final List<TablePolicies> tables;
    private final Runnable onSkipped;
    private final LongConsumer onFailedJobs;
    private final MonotonicClock clock;
    private final Set<String> logged = new HashSet<>();
    private final Set<TablePolicies> done = new HashSet<>();
    private boolean started;
    private long startedAtNs;
    private boolean checked;
    private long checkedAtNs;

    /**
     * @param onSkipped called for each setting that the server does not support
     * @param onFailedJobs called with the number of the server's jobs whose last run failed
     */
    public PolicyManager(
            String connector,
            List<TablePolicies> tables,
            Runnable onSkipped,
            LongConsumer onFailedJobs,
            MonotonicClock clock) {
        this.connector = connector;
        this.tables = List.copyOf(tables);
        this.onSkipped = onSkipped;
        this.onFailedJobs = onFailedJobs;
        this.clock = clock;
    }

    /**
     * Applies what is due. Call it periodically; it returns immediately when nothing is due. An error of one table is logged and
     * does not stop the sink.
     *
     * @throws SQLException if the connection is lost
     */
    public void apply(Connection connection, Server server) throws SQLException {
        if (server.edition() == Edition.COMMUNITY) {
            checkJobs(connection);
        }
        if (started && clock.nowNs() - startedAtNs <= INTERVAL_NS) {
            return;
        }
        for (TablePolicies table : tables) {
            tolerate(
                    table.table() + ": failed to apply retention and compression; retrying in 1 h",
                    () -> apply(connection, server, table));
        }
        started = true;
        startedAtNs = clock.nowNs();
    }

    private void checkJobs(Connection connection) throws SQLException {
        if (!checked || clock.nowNs() - checkedAtNs > HEALTH_INTERVAL_NS) {
            checked = true;
            checkedAtNs = clock.nowNs();
            tolerate(
                    "Failed to read the jobs of TimescaleDB; retrying in 5 min",
                    () -> onFailedJobs.accept(JobHealth.failedJobs(connection)));
        }
    }

    /** Logs an error of the server, so that it does not stop the writes. */
    private static void tolerate(String message, Work work) throws SQLException {
        try {
            work.run();
        } catch (SQLException e) {
            if (SqlErrorKind.of(e) == SqlErrorKind.CONNECTION_LOST) {
                throw e;
            }
            LOG.warn("{} (SQLSTATE {}): {}", message, e.getSQLState(), e.getMessage());
        }
    }

    /** The policies of a table with the retention that the database stores, if the configuration has none. */
    private TablePolicies effective(Connection connection, TablePolicies table) throws SQLException {
        if (table.isRetentionSet() || table.time() == null) {
            return table;
        }
        Optional<Interval> stored = new StoredRetention(connection).find(table.table());
        if (stored.isPresent() && logged.add(table.table() + stored.get())) {
            LOG.info(
                    "{}: chunks older than {} are dropped (from the table {}). To change it, set retention.{}; empty keeps all rows",
                    table.table(),
                    stored.get(),
                    StoredRetention.TABLE,
                    table.table());
        }
        return table.withRetention(stored);
    }

    private void apply(Connection connection, Server server, TablePolicies configured) throws SQLException {
        TablePolicies table = effective(connection, configured);
        @Nullable CompressionLayout layout = table.layout();
        if (server.edition() == Edition.COMMUNITY && layout != null) {
            if (!done.contains(table)) {
                PolicyReconciler reconciler = new PolicyReconciler(connection, server.timescale(), connector);
                reconciler.reconcile(table.table(), PolicyKind.RETENTION, table.retention(), null);
                reconciler.reconcile(table.table(), PolicyKind.COMPRESSION, table.compressAfter(), layout);
                done.add(table);
            }
            return;
        }
        if (table.compressAfter().isPresent()) {
            skip(table.table(), PolicyKind.COMPRESSION, server.edition());
        }
        if (table.retention().isPresent()) {
            if (server.edition() == Edition.APACHE && table.time() != null) {
                new TableCreator(connection)
                        .execute(
                                table.table(),
                                List.of(TableSql.dropChunks(
                                        table.table(),
                                        server.timescale(),
                                        table.retention().get())));
            } else {
                skip(table.table(), PolicyKind.RETENTION, server.edition());
            }
        }
    }

    private void skip(String table, PolicyKind setting, Edition edition) {
        if (logged.add(table + setting)) {
            onSkipped.run();
            LOG.warn(
                    "{}: skipping {}, which {} does not support for this table",
                    table,
                    setting.key(),
                    edition.description());
        }
    }
}
