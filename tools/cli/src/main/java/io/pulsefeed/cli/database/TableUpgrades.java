package io.pulsefeed.cli.database;

import io.pulsefeed.cli.access.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The upgrades of the indexes of existing tables, each in its own transaction. Never changes rows or objects of a user. */
final class TableUpgrades {

    private static final String LOCK = "hashtext('pulsefeed database indexes')";

    private final Database database;
    private final Edition edition;
    private final List<Definition> definitions;

    TableUpgrades(Database database, Edition edition, List<Definition> definitions) {
        this.database = database;
        this.edition = edition;
        this.definitions = definitions;
    }

    List<String> plan() {
        return upgrades().stream()
                .map(IndexUpgrade::line)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** @param isLargeAllowed whether the sink may wait until an index of a large hypertable is built */
    List<String> apply(boolean isLargeAllowed) {
        // Tries only: a second process that waits for the lock would in turn block CREATE INDEX CONCURRENTLY.
        if (database.rows("SELECT pg_try_advisory_lock(" + LOCK + ")")
                .get(0)
                .get(0)
                .equals("f")) {
            return List.of("! indexes: not compared, because another process upgrades them");
        }
        try {
            List<String> lines = new ArrayList<>();
            upgrades().forEach(upgrade -> lines.addAll(upgrade.apply(isLargeAllowed)));
            return lines;
        } finally {
            database.rows("SELECT pg_advisory_unlock(" + LOCK + ")");
        }
    }

    private List<IndexUpgrade> upgrades() {
        SchemaObjects objects = new SchemaObjects(database, edition);
        return definitions.stream()
                .filter(definition -> definition.base() && objects.isTable(definition.name()))
                .map(TableKey::of)
                .flatMap(Optional::stream)
                .map(key -> IndexUpgrade.of(database, edition, key))
                .toList();
    }
}
