package io.pulsefeed.cli.database;

import io.pulsefeed.admin.Change;
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

    List<Change> plan() {
        return upgrades().stream()
                .map(IndexUpgrade::plan)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The number of tables. */
    long count() {
        return definitions.stream().filter(Definition::base).count();
    }

    /**
     * Upgrades the tables.
     *
     * @param isLargeAllowed whether the sink may wait until an index of a large hypertable is built
     */
    List<Change> apply(boolean isLargeAllowed, Steps steps) {
        // Tries only: a second process that waits for the lock would in turn block CREATE INDEX CONCURRENTLY.
        if (database.rows("SELECT pg_try_advisory_lock(" + LOCK + ")")
                .get(0)
                .get(0)
                .equals("f")) {
            return List.of(Change.none(
                    "indexes",
                    "another process upgrades them",
                    "! indexes: not compared, because another process upgrades them"));
        }
        try {
            List<Change> changes = new ArrayList<>();
            for (IndexUpgrade upgrade : upgrades()) {
                steps.next();
                changes.addAll(upgrade.apply(isLargeAllowed));
            }
            return changes;
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
