package io.pulsefeed.cli.replay;

import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.output.Table;
import io.pulsefeed.cli.output.Table.Column;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Row counts of tables before and after a replay, if the database is available. */
final class RowCounts implements AutoCloseable {

    private static final Table TABLE = new Table(Column.left(28), Column.text());

    private final Optional<Database> database;
    private final List<String> tables;

    RowCounts(Optional<Database> database, Collection<String> tables) {
        this.database = database;
        this.tables = List.copyOf(tables);
    }

    Optional<Database> database() {
        return database;
    }

    List<String> tables() {
        return tables;
    }

    Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        database.ifPresent(db -> tables.forEach(table -> counts.put(table, db.exactRows(table))));
        return counts;
    }

    /** Prints the counts of {@code before} and now. The latter include new records that arrived in the meantime. */
    void print(Map<String, Long> before) {
        counts().forEach((table, rows) -> TABLE.print(
                System.out,
                table,
                String.format(Locale.ROOT, "%,d rows before, %,d after", before.getOrDefault(table, 0L), rows)));
    }

    @Override
    public void close() {
        database.ifPresent(Database::close);
    }
}
