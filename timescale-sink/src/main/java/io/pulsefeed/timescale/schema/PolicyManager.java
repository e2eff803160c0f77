package io.pulsefeed.timescale.schema;

import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.timescale.config.Interval;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies retention and compression. The Community edition gets policies; on the Apache edition this class drops old chunks
 * itself; a setting that the server does not support is logged once and skipped.
 */
public final class PolicyManager {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyManager.class);
    private static final long DROP_INTERVAL_NS = Duration.ofHours(1).toNanos();

    /** @param time time column of the hypertable; null for an ordinary table */
    public record TablePolicies(
            String table,
            List<String> key,
            @Nullable String time,
            Optional<Interval> retention,
            Optional<Interval> compressAfter) {}

    private final List<TablePolicies> tables;
    private final Runnable onSkipped;
    private final MonotonicClock clock;
    private final Set<String> logged = new HashSet<>();
    private boolean applied;
    private boolean dropped;
    private long droppedAtNs;

    /** @param onSkipped called for each setting that the server does not support */
    public PolicyManager(List<TablePolicies> tables, Runnable onSkipped, MonotonicClock clock) {
        this.tables = tables;
        this.onSkipped = onSkipped;
        this.clock = clock;
    }

    /** Applies what is due. Call it periodically; it returns immediately when nothing is due. */
    public void apply(Connection connection, Edition edition) throws SQLException {
        if (!applied) {
            applied = true;
            for (TablePolicies table : tables) {
                createPolicies(connection, edition, table);
            }
        }
        if (edition == Edition.APACHE && (!dropped || clock.nowNs() - droppedAtNs > DROP_INTERVAL_NS)) {
            dropped = true;
            droppedAtNs = clock.nowNs();
            for (TablePolicies table : tables) {
                if (table.retention().isPresent() && table.time() != null) {
                    new TableCreator(connection)
                            .execute(
                                    table.table(),
                                    List.of(TableSql.dropChunks(
                                            table.table(), table.retention().get())));
                }
            }
        }
    }

    private void createPolicies(Connection connection, Edition edition, TablePolicies table) throws SQLException {
        TableCreator creator = new TableCreator(connection);
        if (table.retention().isPresent()) {
            if (edition == Edition.COMMUNITY && table.time() != null) {
                creator.execute(
                        table.table(),
                        List.of(TableSql.retentionPolicy(
                                table.table(), table.retention().get())));
            } else if (edition == Edition.PLAIN || table.time() == null) {
                skip(table.table(), "retention", edition);
            }
        }
        if (table.compressAfter().isPresent()) {
            if (edition == Edition.COMMUNITY && table.time() != null) {
                creator.execute(
                        table.table(),
                        TableSql.compressionPolicy(
                                table.table(),
                                table.key(),
                                table.time(),
                                table.compressAfter().get()));
            } else {
                skip(table.table(), "compress.after", edition);
            }
        }
    }

    private void skip(String table, String setting, Edition edition) {
        if (logged.add(table + setting)) {
            onSkipped.run();
            LOG.warn(
                    "{}: skipping {}, which {} does not support for this table", table, setting, edition.description());
        }
    }
}
