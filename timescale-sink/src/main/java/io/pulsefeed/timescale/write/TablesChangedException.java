package io.pulsefeed.timescale.write;

import java.sql.SQLException;
import java.util.Collection;

/** The definition of a table has changed since the encoders were compiled. The tables must be read again. */
final class TablesChangedException extends SQLException {

    private static final long serialVersionUID = 1L;

    TablesChangedException(Collection<String> tables) {
        super("the definition of " + String.join(", ", tables) + " has changed");
    }
}
