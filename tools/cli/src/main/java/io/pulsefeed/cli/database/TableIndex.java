package io.pulsefeed.cli.database;

import io.pulsefeed.cli.access.Database;
import java.util.Arrays;
import java.util.List;

/**
 * An index of a table.
 *
 * @param isKey whether it is a unique index on plain columns without a predicate
 * @param isValid false for the rest of a CREATE INDEX CONCURRENTLY that failed
 * @param columns names of the columns; incomplete if an expression is among them
 * @param definition the statement that creates it, without schemas
 */
record TableIndex(String name, boolean isKey, boolean isValid, List<String> columns, String definition) {

    private static final String QUERY =
            """
            SELECT c.relname, i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL, i.indisvalid,
              (SELECT string_agg(a.attname, ',' ORDER BY k.position)
                FROM unnest(i.indkey) WITH ORDINALITY k (attnum, position)
                JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum WHERE k.position <= i.indnkeyatts),
              replace(pg_get_indexdef(i.indexrelid), ' ON ' || quote_ident(current_schema()) || '.', ' ON ')
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE i.indrelid = to_regclass(?)""";

    static List<TableIndex> of(Database database, String table) {
        return database.rows(QUERY, Database.quoted(table)).stream()
                .map(row -> new TableIndex(
                        row.get(0),
                        row.get(1).equals("t"),
                        row.get(2).equals("t"),
                        row.get(3) == null
                                ? List.of()
                                : Arrays.asList(row.get(3).split(",")),
                        row.get(4)))
                .toList();
    }

    boolean hasSameColumns(List<String> other) {
        return columns.size() == other.size() && columns.containsAll(other);
    }
}
