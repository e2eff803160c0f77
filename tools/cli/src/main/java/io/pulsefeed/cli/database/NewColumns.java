package io.pulsefeed.cli.database;

import io.pulsefeed.cli.access.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Adds columns to existing tables that their files add to new ones. They are nullable, so that no row is rewritten. */
final class NewColumns {

    private static final Pattern STATEMENT =
            Pattern.compile("^ALTER TABLE (\\w+) ADD COLUMN IF NOT EXISTS (\\w+) [^;]+;", Pattern.MULTILINE);

    private final Database database;
    private final List<Column> missing = new ArrayList<>();

    private record Column(String table, String name, String ddl) {}

    NewColumns(Database database, SchemaObjects objects, List<Definition> definitions) {
        this.database = database;
        for (Definition definition : definitions) {
            if (!definition.base() || !objects.isTable(definition.name())) {
                continue;
            }
            List<String> existing = database.columns(definition.name());
            Matcher statement = STATEMENT.matcher(definition.sql());
            while (statement.find()) {
                if (statement.group(1).equals(definition.name()) && !existing.contains(statement.group(2))) {
                    missing.add(new Column(definition.name(), statement.group(2), statement.group()));
                }
            }
        }
    }

    List<String> plan() {
        return missing.stream()
                .map(column -> "~ " + column.table() + ": column to be added: " + column.name())
                .toList();
    }

    /** Adds the columns in the caller's transaction. Waits at most 30 s for each lock, because waiting blocks all readers. */
    List<String> apply() {
        List<String> lines = new ArrayList<>();
        for (Column column : missing) {
            database.execute("SET LOCAL lock_timeout = '30s'");
            database.execute(column.ddl());
            database.execute("SET LOCAL lock_timeout = 0");
            lines.add("added column " + column.name() + " to " + column.table());
        }
        return lines;
    }
}
