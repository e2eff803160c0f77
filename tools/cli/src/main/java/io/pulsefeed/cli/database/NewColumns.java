package io.pulsefeed.cli.database;

import io.pulsefeed.admin.Change;
import io.pulsefeed.admin.Change.Action;
import io.pulsefeed.cli.access.Database;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The nullable columns that a table of an earlier release does not have. A table without one of the required columns is not of
 * Pulsefeed and is not changed. Columns of the key are never added: existing rows would all have the same key.
 */
final class NewColumns {

    private static final Pattern TABLE =
            Pattern.compile("CREATE TABLE IF NOT EXISTS \\w+ \\(\n(.*?)\n\\);", Pattern.DOTALL);
    private static final Pattern COLUMN = Pattern.compile("\\s*\"?(\\w+)\"?\\s+(.*?),?");
    private static final String NOT_NULL = " NOT NULL";
    private static final String DEFAULT = " DEFAULT ";

    private final Database database;
    private final String table;
    /** Types by name. */
    private final Map<String, String> missing;

    private NewColumns(Database database, String table, Map<String, String> missing) {
        this.database = database;
        this.table = table;
        this.missing = missing;
    }

    /** For each existing table that lacks columns. */
    static List<NewColumns> find(Database database, SchemaObjects objects, List<Definition> definitions) {
        List<NewColumns> found = new ArrayList<>();
        for (Definition definition : definitions) {
            if (definition.base() && objects.isTable(definition.name())) {
                Map<String, String> missing = missing(definition, database.columns(definition.name()));
                if (!missing.isEmpty()) {
                    found.add(new NewColumns(database, definition.name(), missing));
                }
            }
        }
        return found;
    }

    static Map<String, String> missing(Definition definition, List<String> existing) {
        Map<String, String> missing = new LinkedHashMap<>();
        Matcher columns = TABLE.matcher(definition.sql());
        for (String line : columns.find() ? columns.group(1).split("\n") : new String[0]) {
            Matcher column = COLUMN.matcher(line);
            if (column.matches() && !existing.contains(column.group(1))) {
                if (column.group(2).endsWith(NOT_NULL)) {
                    return Map.of();
                }
                missing.put(column.group(1), column.group(2));
            }
        }
        if (definition.name().equals(SampleMigration.PACKET)) {
            missing.keySet().removeAll(SampleMigration.NEW_COLUMNS);
        }
        TableKey.of(definition).ifPresent(key -> missing.keySet().removeAll(key.columns()));
        return missing;
    }

    Change plan() {
        return described(Change.planned(
                Action.ADD_COLUMNS,
                table,
                "~ " + table + ": columns to be added: " + String.join(", ", missing.keySet())));
    }

    private Change described(Change change) {
        return change.with("columns", List.copyOf(missing.keySet()))
                .with("sql", String.join(";\n", statements(table, missing)));
    }

    /** Adds the columns in the caller's transaction. Waits at most 30 s for the lock, because waiting blocks all readers. */
    Change apply() {
        database.execute("SET LOCAL lock_timeout = '30s'");
        statements(table, missing).forEach(database::execute);
        database.execute("SET LOCAL lock_timeout = 0");
        return described(Change.applied(
                Action.ADD_COLUMNS, table, "added columns to " + table + ": " + String.join(", ", missing.keySet())));
    }

    /**
     * Defaults are set after the columns exist, so that they apply to new rows only and no row is rewritten. A version of TimescaleDB that
     * refuses a default on a compressed table leaves the column without it.
     */
    static List<String> statements(String table, Map<String, String> columns) {
        String alter = "ALTER TABLE " + Database.quoted(table) + " ";
        List<String> added = new ArrayList<>();
        List<String> defaults = new ArrayList<>();
        columns.forEach((name, definition) -> {
            String[] parts = definition.split(DEFAULT, 2);
            added.add("ADD COLUMN " + Database.quoted(name) + " " + parts[0].strip());
            if (parts.length > 1) {
                defaults.add("DO $$ BEGIN " + alter + "ALTER COLUMN " + Database.quoted(name) + " SET DEFAULT "
                        + parts[1] + "; EXCEPTION WHEN feature_not_supported THEN RAISE WARNING '%', SQLERRM; END $$");
            }
        });
        List<String> statements = new ArrayList<>(List.of(alter + String.join(", ", added)));
        statements.addAll(defaults);
        return statements;
    }
}
