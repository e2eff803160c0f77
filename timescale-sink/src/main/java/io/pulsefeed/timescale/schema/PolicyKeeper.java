package io.pulsefeed.timescale.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets up retention and compression where the edition has them, and says once what it has not. */
public final class PolicyKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyKeeper.class);
    private static final long HOUR_NANOS = 3_600_000_000_000L;

    /** @param retention null for none; {@code compressAfter} likewise; {@code time} null for a table that is no hypertable */
    public record Wish(String table, List<String> key, String time, Interval retention, Interval compressAfter) {}

    private final List<Wish> wishes;
    private final Runnable skipped;
    private final Set<String> said = new HashSet<>();
    private boolean applied;
    private boolean dropped;
    private long droppedNanos;

    /** @param skipped called for each policy that this server does not have */
    public PolicyKeeper(List<Wish> wishes, Runnable skipped) {
        this.wishes = wishes;
        this.skipped = skipped;
    }

    /** Cheap when there is nothing to do; call it as often as you like. */
    public void keep(Connection connection, Edition edition, long nanos) throws SQLException {
        if (!applied) {
            applied = true;
            for (Wish wish : wishes) {
                apply(connection, edition, wish);
            }
        }
        if (edition == Edition.APACHE && (!dropped || nanos - droppedNanos > HOUR_NANOS)) {
            dropped = true;
            droppedNanos = nanos;
            for (Wish wish : wishes) {
                if (wish.retention() != null && wish.time() != null) {
                    new TableCreator(connection)
                            .run(wish.table(), List.of(TableSql.dropChunks(wish.table(), wish.retention())));
                }
            }
        }
    }

    private void apply(Connection connection, Edition edition, Wish wish) throws SQLException {
        TableCreator creator = new TableCreator(connection);
        if (wish.retention() != null) {
            if (edition == Edition.COMMUNITY && wish.time() != null) {
                creator.run(wish.table(), List.of(TableSql.retentionPolicy(wish.table(), wish.retention())));
            } else if (edition == Edition.PLAIN || wish.time() == null) {
                skip(wish.table(), "retention", edition);
            }
        }
        if (wish.compressAfter() != null) {
            if (edition == Edition.COMMUNITY && wish.time() != null) {
                creator.run(
                        wish.table(),
                        TableSql.compressionPolicy(wish.table(), wish.key(), wish.time(), wish.compressAfter()));
            } else {
                skip(wish.table(), "compress.after", edition);
            }
        }
    }

    private void skip(String table, String setting, Edition edition) {
        if (said.add(table + setting)) {
            skipped.run();
            LOG.warn("Setting {} is left out for table {}: {} does not have it", setting, table, edition.description());
        }
    }
}
