package io.pulsefeed.cli.replay;

import io.pulsefeed.cli.access.Database;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Row counts of tables before and after a replay, if the database is available. */
final class RowCounts implements AutoCloseable {

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

    @Override
    public void close() {
        database.ifPresent(Database::close);
    }
}
