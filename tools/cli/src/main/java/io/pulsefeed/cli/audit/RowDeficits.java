package io.pulsefeed.cli.audit;

import io.pulsefeed.cli.access.Database;
import java.util.Objects;

/** How many rows the sink has written to a table in an hour, minus the rows that the table has. */
final class RowDeficits {

    private final Database database;

    RowDeficits(Database database) {
        this.database = database;
    }

    /** @param hour in seconds since 1970 */
    long of(String table, long hour) {
        String time = Objects.requireNonNull(
                database.rows("SELECT time_column FROM pulsefeed_ledger_start WHERE table_name = ?", table)
                        .get(0)
                        .get(0));
        long written = database.count(
                "SELECT coalesce(sum(rows), 0)::bigint FROM pulsefeed_ledger_rows WHERE table_name = ? AND hour = to_timestamp(?)",
                table,
                hour);
        long stored = database.count("SELECT count(*) FROM " + Database.quoted(table) + " WHERE "
                + Database.quoted(time) + " >= to_timestamp(" + hour + ") AND " + Database.quoted(time)
                + " < to_timestamp(" + (hour + 3600) + ")");
        return written - stored;
    }

    /** Whether the rows that the table had after a replay became the expected ones, so that the accounts miss rows deleted before that. */
    boolean isRebased(String table, long hour) {
        return database.count(
                        "SELECT count(*) FROM pulsefeed_ledger_seal WHERE table_name = ? AND hour = to_timestamp(?) AND reason = 'replay'",
                        table,
                        hour)
                > 0;
    }
}
