package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.error.SqlAdvice;
import io.pulsefeed.timescale.mapping.TableMapping;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** The message of a topic that cannot be written because of a table. */
final class TableFailure {

    private TableFailure() {}

    static String message(List<TableMapping> tables, SQLException error) {
        return message(tables.stream().map(TableMapping::table).collect(Collectors.joining(", ")), error);
    }

    static String message(String table, SQLException error) {
        return "Failed to write to table " + table + " (SQLSTATE " + error.getSQLState() + "): " + error.getMessage()
                + ". " + SqlAdvice.of(error.getSQLState())
                + "; a paused topic then resumes by itself from its last committed offset, a failed task after a restart.";
    }
}
