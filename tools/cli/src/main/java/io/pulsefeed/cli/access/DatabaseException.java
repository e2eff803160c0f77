package io.pulsefeed.cli.access;

import io.pulsefeed.cli.UserError;
import java.sql.SQLException;

/** The database rejected a statement. */
public final class DatabaseException extends UserError {

    private static final long serialVersionUID = 1L;

    private final String sqlState;

    DatabaseException(String message, SQLException cause) {
        super(message, cause);
        this.sqlState = String.valueOf(cause.getSQLState());
    }

    /** The SQLSTATE, because error messages differ between versions and locales. */
    public String sqlState() {
        return sqlState;
    }
}
