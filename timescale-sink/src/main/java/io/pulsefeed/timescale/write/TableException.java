package io.pulsefeed.timescale.write;

import java.sql.SQLException;

/** A table cannot be written, whatever the row. Other tables are not affected. */
final class TableException extends SQLException {

    private static final long serialVersionUID = 1L;

    private final String table;

    /** @param cause the server's error, whose SQLSTATE and message this exception has */
    TableException(String table, SQLException cause) {
        super(cause.getMessage(), cause.getSQLState(), cause);
        this.table = table;
    }

    String table() {
        return table;
    }
}
