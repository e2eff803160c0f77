package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.schema.TableSignature;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares the signatures of tables with those at the start of the session. An encoder writes binary values of one type; after
 * ALTER COLUMN TYPE to another type of the same width, the server would read them as other values.
 */
final class SignatureGuard implements TableGuard {

    private final Connection connection;
    private Map<String, TableSignature> known = Map.of();

    SignatureGuard(Connection connection) {
        this.connection = connection;
    }

    /** Call it before the definitions are read, so that a change in between is detected later. */
    void remember(Collection<String> tables) throws SQLException {
        known = TableSignature.read(connection, tables, List.of());
    }

    /** Remembers further tables. Those that are known keep their signature, because encoders were compiled for it. */
    void rememberMore(Collection<String> tables) throws SQLException {
        Map<String, TableSignature> more = new HashMap<>(TableSignature.read(connection, tables, List.of()));
        more.putAll(known);
        known = more;
    }

    @Override
    public void check(Set<String> tables) throws SQLException {
        if (tables.isEmpty()) {
            return;
        }
        List<String> lockable =
                tables.stream().filter(table -> known.get(table).lockable()).toList();
        Map<String, TableSignature> current = TableSignature.read(connection, tables, lockable);
        List<String> changed = tables.stream()
                .filter(table -> !known.get(table).equals(current.get(table)))
                .sorted()
                .toList();
        if (!changed.isEmpty()) {
            throw new TablesChangedException(changed);
        }
    }
}
