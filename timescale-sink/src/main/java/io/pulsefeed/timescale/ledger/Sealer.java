package io.pulsefeed.timescale.ledger;

import io.pulsefeed.commons.metrics.LogThrottle;
import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.timescale.error.SqlErrorKind;
import io.pulsefeed.timescale.ledger.TrackedTables.Table;
import io.pulsefeed.timescale.schema.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals the hours of the tracked tables: stores the number of rows and a digest of each hour when it is over, and again after late rows
 * or a replay. Between two seals the sink continues to write. Used by the writer thread of the first task, with one connection.
 */
public final class Sealer {

    private static final Logger LOG = LoggerFactory.getLogger(Sealer.class);
    private static final long IDLE_NS = Duration.ofSeconds(30).toNanos();
    /** Leaves most of the time to the writer while many hours are due. */
    private static final long BUSY_NS = Duration.ofSeconds(2).toNanos();

    /** An hour is due some minutes after its end, and when nothing was written to it for a minute. */
    private static final String DUE =
            """
            SELECT r.table_name, extract(epoch FROM r.hour)::bigint FROM pulsefeed_ledger_rows r
            WHERE NOT r.sealed AND r.hour < date_trunc('hour', now() - interval '5 minutes') AND r.table_name = ANY (?)
            GROUP BY 1, 2 HAVING max(r.updated_at) < now() - interval '1 minute' ORDER BY 2, 1 LIMIT 1""";

    private static final String CLOSE =
            "UPDATE pulsefeed_ledger_rows SET sealed = true WHERE table_name = ? AND hour = to_timestamp(?)";

    /** A replay restores rows that are missing in the table, so what the table then has becomes what is expected. */
    private static final String SEAL =
            """
            INSERT INTO pulsefeed_ledger_seal AS s
              (table_name, hour, time_column, columns, expected_rows, table_rows, digest, reason, sealed_at)
            SELECT ?, to_timestamp(?), ?, ?::text[], e.rows, t.rows, t.digest, coalesce(nullif(e.reason, ''), 'closed'), now()
            FROM (SELECT sum(rows)::bigint AS rows, max(reason) AS reason FROM pulsefeed_ledger_rows
                  WHERE table_name = ? AND hour = to_timestamp(?)) e,
                 (SELECT count(*) AS rows, coalesce(sum(hashtextextended(ROW(%1$s)::text, 0)), 0) AS digest FROM %2$s
                  WHERE %3$s >= to_timestamp(?) AND %3$s < to_timestamp(?)) t
            ON CONFLICT (table_name, hour) DO UPDATE SET time_column = excluded.time_column, columns = excluded.columns,
              expected_rows = excluded.expected_rows, table_rows = excluded.table_rows, digest = excluded.digest,
              reason = excluded.reason, sealed_at = excluded.sealed_at""";

    private static final String REBASE =
            """
            UPDATE pulsefeed_ledger_rows r SET rows = r.rows + s.table_rows - s.expected_rows, reason = ''
            FROM pulsefeed_ledger_seal s
            WHERE s.table_name = ? AND s.hour = to_timestamp(?) AND s.reason = 'replay'
              AND (r.table_name, r.hour, r.sink, r.topic, r.partition) =
                (SELECT f.table_name, f.hour, f.sink, f.topic, f.partition FROM pulsefeed_ledger_rows f
                 WHERE f.table_name = s.table_name AND f.hour = s.hour ORDER BY f.sink, f.topic, f.partition LIMIT 1)""";

    private static final String MARK =
            """
            UPDATE pulsefeed_ledger l SET sealed_at = now(), seal_reason = s.reason
            FROM pulsefeed_ledger_rows r JOIN pulsefeed_ledger_seal s USING (table_name, hour)
            WHERE r.table_name = ? AND r.hour = to_timestamp(?)
              AND l.sink = r.sink AND l.topic = r.topic AND l.partition = r.partition AND l.hour = r.hour""";

    private static final String INCOMPLETE =
            """
            SELECT count(*) FROM pulsefeed_ledger_seal s JOIN pulsefeed_ledger_start f USING (table_name)
            WHERE s.table_name = ANY (?) AND s.hour >= f.complete_from AND s.sealed_at > now() - interval '7 days'
              AND s.reason <> 'replay' AND s.table_rows <> s.expected_rows""";

    private static final String START =
            """
            INSERT INTO pulsefeed_ledger_start (table_name, time_column, complete_from)
            SELECT ?, ?, CASE WHEN EXISTS (SELECT FROM %s) THEN date_trunc('hour', now()) + interval '1 hour' ELSE '-infinity' END
            WHERE NOT EXISTS (SELECT FROM pulsefeed_ledger_start WHERE table_name = ?)
            ON CONFLICT (table_name) DO NOTHING""";

    private final Connection connection;
    private final TrackedTables tables;
    private final LongConsumer incompleteHours;
    private final MonotonicClock clock;
    private final LogThrottle warnings;
    private long nextMonoNs;

    /** @param incompleteHours receives the number of hours sealed in the last week whose rows differ from the accounts */
    public Sealer(Connection connection, TrackedTables tables, LongConsumer incompleteHours, MonotonicClock clock) {
        this.connection = connection;
        this.tables = tables;
        this.incompleteHours = incompleteHours;
        this.clock = clock;
        this.warnings = new LogThrottle(LOG, clock);
        this.nextMonoNs = clock.nowNs();
    }

    /** Stores from which hour on the rows of each table are complete. */
    public static void start(Connection connection, TrackedTables tables) throws SQLException {
        for (Table table : tables.all()) {
            try (PreparedStatement statement =
                    connection.prepareStatement(String.format(START, Sql.quotedTable(table.name())))) {
                statement.setString(1, table.name());
                statement.setString(2, table.timeColumn());
                statement.setString(3, table.name());
                statement.executeUpdate();
            }
        }
    }

    /** When {@link #sealIfDue} has to be called. */
    public long nextMonoNs() {
        return nextMonoNs;
    }

    /** Seals at most one hour. @throws SQLException if the connection is lost */
    public void sealIfDue() throws SQLException {
        if (nextMonoNs - clock.nowNs() > 0) {
            return;
        }
        boolean isBusy = false;
        try {
            isBusy = sealNext();
            connection.commit();
        } catch (SQLException e) {
            if (SqlErrorKind.of(e) == SqlErrorKind.CONNECTION_LOST) {
                throw e;
            }
            connection.rollback();
            warnings.warn("seal", "Failed to seal an hour of the ledger, retrying: " + e.getMessage());
        }
        nextMonoNs = clock.nowNs() + (isBusy ? BUSY_NS : IDLE_NS);
    }

    private boolean sealNext() throws SQLException {
        List<Table> all = tables.all();
        Object[] names = all.stream().map(Table::name).toArray();
        Table table = null;
        long hour = 0;
        try (PreparedStatement statement = connection.prepareStatement(DUE)) {
            statement.setArray(1, connection.createArrayOf("text", names));
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    String name = row.getString(1);
                    table = all.stream()
                            .filter(candidate -> candidate.name().equals(name))
                            .findFirst()
                            .orElse(null);
                    hour = row.getLong(2);
                }
            }
        }
        if (table != null) {
            seal(table, hour);
        }
        count(names);
        return table != null;
    }

    private void seal(Table table, long hour) throws SQLException {
        update(CLOSE, table.name(), hour);
        String columns = table.columns().stream().map(Sql::quoted).collect(Collectors.joining(", "));
        String sql = String.format(SEAL, columns, Sql.quotedTable(table.name()), Sql.quoted(table.timeColumn()));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.name());
            statement.setLong(2, hour);
            statement.setString(3, table.timeColumn());
            statement.setArray(
                    4, connection.createArrayOf("text", table.columns().toArray()));
            statement.setString(5, table.name());
            statement.setLong(6, hour);
            statement.setLong(7, hour);
            statement.setLong(8, hour + 3600);
            statement.executeUpdate();
        }
        update(REBASE, table.name(), hour);
        update(MARK, table.name(), hour);
    }

    private void update(String sql, String table, long hour) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table);
            statement.setLong(2, hour);
            statement.executeUpdate();
        }
    }

    private void count(Object[] names) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INCOMPLETE)) {
            statement.setArray(1, connection.createArrayOf("text", names));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                incompleteHours.accept(row.getLong(1));
            }
        }
    }
}
