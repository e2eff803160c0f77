package io.pulsefeed.timescale.schema;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Identifies the definition of a table: the table itself, its columns and its unique indexes. Two equal signatures mean that an
 * encoder compiled for one definition is valid for the other.
 *
 * @param hash of the definition; 0 if the table does not exist
 * @param lockable whether LOCK TABLE accepts it: not a view or a foreign table, and with privileges on more than columns
 */
public record TableSignature(long hash, boolean lockable) {

    private static final String QUERY =
            """
            SELECT n.name,
                   coalesce(c.relkind IN ('r', 'p') AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'), false),
                   coalesce(hashtextextended(concat_ws(' ', c.oid, c.relkind,
                   (SELECT string_agg(concat_ws(':', a.attnum, a.attname, a.atttypid, a.atttypmod, a.attnotnull, a.atthasdef,
                           a.attidentity, a.attgenerated, a.attcollation), ',' ORDER BY a.attnum)
                    FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
                   (SELECT string_agg(concat_ws(':', i.indkey, i.indimmediate, i.indpred, i.indexprs), ',' ORDER BY i.indkey::text)
                    FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid)), 0), 0)
            FROM unnest(?::text[]) n (name) LEFT JOIN pg_class c ON c.oid = to_regclass(n.name)""";

    /** Reads the signatures by table name. */
    public static Map<String, TableSignature> read(Connection connection, Collection<String> tables)
            throws SQLException {
        return lockAndRead(connection, tables, List.of());
    }

    /**
     * Locks tables against changes of their definition until the transaction ends, with the lock that a write takes, and reads
     * the signatures. A table alone is locked, without its chunks or partitions.
     */
    public static Map<String, TableSignature> lockAndRead(
            Connection connection, Collection<String> tables, Collection<String> locked) throws SQLException {
        Map<String, String> namesByQuoted =
                tables.stream().distinct().collect(Collectors.toMap(Sql::quotedTable, name -> name));
        Map<String, TableSignature> signatures = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(lock(locked) + QUERY)) {
            Array names =
                    connection.createArrayOf("text", namesByQuoted.keySet().toArray());
            statement.setArray(1, names);
            statement.execute();
            if (!locked.isEmpty()) {
                statement.getMoreResults();
            }
            try (ResultSet rows = statement.getResultSet()) {
                while (rows.next()) {
                    signatures.put(
                            namesByQuoted.get(rows.getString(1)),
                            new TableSignature(rows.getLong(3), rows.getBoolean(2)));
                }
            }
        }
        return signatures;
    }

    private static String lock(Collection<String> tables) {
        return tables.isEmpty()
                ? ""
                : tables.stream()
                        .map(table -> "ONLY " + Sql.quotedTable(table))
                        .sorted()
                        .collect(Collectors.joining(", ", "LOCK TABLE ", " IN ROW EXCLUSIVE MODE; "));
    }
}
