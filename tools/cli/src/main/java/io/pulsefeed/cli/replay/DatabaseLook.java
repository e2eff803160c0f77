package io.pulsefeed.cli.replay;

import io.pulsefeed.cli.access.Database;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Counts the rows of tables before and after, where the database can be asked. */
final class DatabaseLook implements AutoCloseable {

    private final Optional<Database> database;
    private final List<String> tables;

    DatabaseLook(Optional<Database> database, Collection<String> tables) {
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

    /** Rows now beside those of {@code before}; new records that arrived meanwhile are among them. */
    void print(Map<String, Long> before) {
        counts().forEach((table, rows) -> System.out.printf(
                Locale.ROOT, "%-28s %,d rows before, %,d after%n", table, before.getOrDefault(table, 0L), rows));
    }

    @Override
    public void close() {
        database.ifPresent(Database::close);
    }
}
