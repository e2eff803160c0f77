package io.pulsefeed.cli.database;

import io.pulsefeed.cli.access.Database;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The unique index of a built-in table, as its file creates it.
 *
 * @param name name of the index
 * @param options its WITH clause, empty if it has none
 */
record TableKey(String table, String name, List<String> columns, String options) {

    private static final Pattern STATEMENT = Pattern.compile(
            "CREATE UNIQUE INDEX IF NOT EXISTS (\\w+)\\s+ON (\\w+) \\(([^)]+)\\)(?:\\s+(WITH \\([^)]+\\)))?");

    /** @return empty if the file creates none */
    static Optional<TableKey> of(Definition definition) {
        Matcher statement = STATEMENT.matcher(definition.sql());
        return statement.find()
                ? Optional.of(new TableKey(
                        statement.group(2),
                        statement.group(1),
                        Arrays.asList(statement.group(3).split(",\\s*")),
                        Objects.requireNonNullElse(statement.group(4), "")))
                : Optional.empty();
    }

    /** The name while an index of an earlier release still has the final one. */
    String temporaryName() {
        return name + "_new";
    }

    String columnList() {
        return String.join(", ", columns.stream().map(Database::quoted).toList());
    }

    /** @param option empty, or {@code CONCURRENTLY} and a space */
    String ddl(String option) {
        return "CREATE UNIQUE INDEX " + option + Database.quoted(temporaryName()) + " ON " + Database.quoted(table)
                + " (" + columnList() + ")" + (options.isEmpty() ? "" : " " + options);
    }
}
