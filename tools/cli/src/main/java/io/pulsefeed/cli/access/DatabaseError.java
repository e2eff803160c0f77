package io.pulsefeed.cli.access;

import io.pulsefeed.cli.UserError;
import java.sql.SQLException;

/** The server refused a statement. */
public final class DatabaseError extends UserError {

    private static final long serialVersionUID = 1L;

    private final String state;

    DatabaseError(String sentence, SQLException cause) {
        super(sentence, cause);
        this.state = String.valueOf(cause.getSQLState());
    }

    /** SQLSTATE, by which refusals are told apart: texts differ between versions and languages. */
    public String state() {
        return state;
    }
}
