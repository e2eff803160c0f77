package io.pulsefeed.timescale.write;

import java.sql.SQLException;
import java.util.Set;

/** Ensures that tables still have the definition that the encoders were compiled for. */
@FunctionalInterface
interface TableGuard {

    /**
     * Locks the tables against changes until the transaction ends.
     *
     * @throws TablesChangedException if the definition of a table has changed since the session was opened
     */
    void check(Set<String> tables) throws SQLException;
}
