package io.pulsefeed.cli.database;

import io.pulsefeed.admin.Change;
import io.pulsefeed.admin.Change.Action;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.access.DatabaseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings the unique index of an existing table in line with its file: builds the new index first, then drops those of earlier releases
 * that it replaces. On an ordinary table, the sink keeps writing while the index is built; on a hypertable it waits, because TimescaleDB
 * cannot build a unique index concurrently.
 */
final class IndexUpgrade {

    /** The server cannot do it (hypertables with compression), a key is stored twice, or a lock is not available. */
    private static final Set<String> NOT_FATAL = Set.of("0A000", "23505", "55P03");

    private final Database database;
    private final TableKey key;
    private final TableSize size;
    private final List<TableIndex> indexes;
    private final List<String> missingColumns;
    private final Step step;
    /** Keys that are stored more than once. Counted only if the step depends on it, because it reads the whole table. */
    private long duplicates;

    private IndexUpgrade(
            Database database, TableKey key, TableSize size, List<TableIndex> indexes, List<String> missingColumns) {
        this.database = database;
        this.key = key;
        this.size = size;
        this.indexes = indexes;
        this.missingColumns = missingColumns;
        this.step = findStep();
    }

    static IndexUpgrade of(Database database, Edition edition, TableKey key) {
        List<String> missing = new ArrayList<>(key.columns());
        missing.removeAll(database.columns(key.table()));
        return new IndexUpgrade(
                database,
                key,
                TableSize.of(database, edition, key.table()),
                TableIndex.of(database, key.table()),
                missing);
    }

    /** What an upgrade does to the table. */
    private enum Step {
        NOTHING,
        /** Builds the key, and drops what it replaces. */
        BUILD,
        /** The key exists; drops what it replaces. */
        DROP,
        /** The table has no key, and cannot have one. */
        IMPOSSIBLE
    }

    private Step findStep() {
        if (hasKey()) {
            return replaced().isEmpty() ? Step.NOTHING : Step.DROP;
        }
        if (indexes.stream().anyMatch(this::isKeyOfUser)) {
            return Step.NOTHING;
        }
        if (missingColumns.isEmpty() && !hasEarlierKey()) {
            duplicates = countDuplicates();
        }
        return missingColumns.isEmpty() && duplicates == 0 ? Step.BUILD : Step.IMPOSSIBLE;
    }

    private boolean hasKey() {
        return indexes.stream().anyMatch(this::isCurrentKey);
    }

    private boolean isCurrentKey(TableIndex index) {
        return index.isKey() && index.isValid() && index.columns().equals(key.columns());
    }

    private boolean hasEarlierKey() {
        return indexes.stream()
                .anyMatch(index ->
                        index.isValid() && index.hasSameColumns(key.columns()) && EarlierIndexes.contains(index));
    }

    /** A unique index on the same columns in another order, which serves the sink as well. */
    private boolean isKeyOfUser(TableIndex index) {
        return index.isKey()
                && index.isValid()
                && index.hasSameColumns(key.columns())
                && !EarlierIndexes.contains(index);
    }

    /** Indexes of earlier releases, and the rest of an upgrade that failed. */
    private List<String> replaced() {
        return indexes.stream()
                .filter(index -> EarlierIndexes.contains(index) || isFailedBuild(index))
                .map(TableIndex::name)
                .toList();
    }

    private boolean isFailedBuild(TableIndex index) {
        return index.isKey()
                && !index.isValid()
                && index.columns().equals(key.columns())
                && Set.of(key.name(), key.temporaryName()).contains(index.name());
    }

    private long countDuplicates() {
        String columns = key.columnList();
        return database.count("SELECT count(*) FROM (SELECT FROM " + Database.quoted(key.table()) + " WHERE (" + columns
                + ") IS NOT NULL GROUP BY " + columns + " HAVING count(*) > 1) d");
    }

    /** What would be changed, or what prevents it; empty if there is nothing to change. */
    Optional<Change> plan() {
        String columns = "(" + String.join(", ", key.columns()) + ")";
        List<String> replaced = replaced();
        return switch (step) {
            case NOTHING -> Optional.empty();
            case DROP -> Optional.of(Change.planned(
                            Action.DROP_INDEX,
                            key.table(),
                            "~ " + key.table() + ": to be dropped, because no query of Pulsefeed needs it: "
                                    + String.join(", ", replaced))
                    .with("indexes", replaced));
            case BUILD -> Optional.of(described(Change.planned(
                    Action.CREATE_INDEX,
                    key.table(),
                    "~ " + key.table() + ": unique index " + columns + " to be created"
                            + (replaced.isEmpty() ? "" : ", replaces " + String.join(" and ", replaced)) + " (" + size
                            + (size.isHypertable() ? "; the sink waits meanwhile)" : "; the sink keeps writing)")
                            + (size.isLarge() ? " only with --large-tables" : ""))));
            case IMPOSSIBLE -> Optional.of(impossible(columns));
        };
    }

    private Change impossible(String columns) {
        String reason = missingColumns.isEmpty()
                ? duplicates + " keys are stored more than once"
                : "it has no column " + String.join(", ", missingColumns);
        return Change.none(
                        key.table(),
                        reason,
                        "! " + key.table() + ": has no unique index " + columns
                                + ", so a repeated record is stored again; " + reason
                                + ". Not changed. See docs/upgrade.md")
                .with("columns", key.columns())
                .with("duplicates", missingColumns.isEmpty() ? duplicates : null)
                .with("missing_columns", missingColumns);
    }

    private Change described(Change change) {
        return change.with("columns", key.columns())
                .with("indexes", replaced())
                .with("rows", size.rows() < 0 ? null : size.rows())
                .with("bytes", size.bytes())
                .with("sink_waits", size.isHypertable())
                .with("requires_large_tables", size.isLarge())
                .with("sql", key.ddl(size.isHypertable() ? "" : "CONCURRENTLY "));
    }

    /**
     * Applies the upgrade.
     *
     * @param isLargeAllowed whether the sink may wait until an index of a large hypertable is built
     * @return the change, or what prevents it
     */
    List<Change> apply(boolean isLargeAllowed) {
        if (step == Step.NOTHING) {
            return List.of();
        }
        if (step == Step.IMPOSSIBLE) {
            return plan().stream().toList();
        }
        if (step == Step.BUILD && size.isLarge() && !isLargeAllowed) {
            return plan().stream()
                    .map(change -> described(Change.none(
                            key.table(),
                            "only with --large-tables",
                            change.text().replaceFirst("^~", "!"))))
                    .toList();
        }
        List<String> replaced = replaced();
        try {
            if (step == Step.DROP) {
                database.inTransaction(() -> replace(false));
                return List.of(Change.applied(
                                Action.DROP_INDEX,
                                key.table(),
                                "dropped " + String.join(", ", replaced) + " of " + key.table())
                        .with("indexes", replaced));
            }
            build();
        } catch (DatabaseException e) {
            if (!NOT_FATAL.contains(e.sqlState())) {
                throw e;
            }
            return List.of(Change.none(
                    key.table(), e.getMessage(), "! " + key.table() + ": keeps its indexes. " + e.getMessage()));
        }
        return List.of(described(Change.applied(
                Action.CREATE_INDEX,
                key.table(),
                "created unique index (" + String.join(", ", key.columns()) + ") of " + key.table())));
    }

    private void build() {
        if (size.isHypertable()) {
            database.inTransaction(() -> {
                database.execute(key.ddl(""));
                replace(true);
            });
            return;
        }
        if (indexes.stream().anyMatch(index -> index.name().equals(key.temporaryName()) && isFailedBuild(index))) {
            database.execute("DROP INDEX CONCURRENTLY " + Database.quoted(key.temporaryName()));
        }
        database.execute(key.ddl("CONCURRENTLY "));
        database.inTransaction(() -> replace(true));
    }

    /** Waits at most 30 s for the lock, because a waiting DROP INDEX blocks all readers and writers of the table. */
    private void replace(boolean isBuilt) {
        database.execute("SET LOCAL lock_timeout = '30s'");
        List<String> names = new ArrayList<>(replaced());
        if (isBuilt) {
            names.remove(key.temporaryName());
        }
        names.forEach(name -> database.execute("DROP INDEX " + Database.quoted(name)));
        boolean isNameFree = names.contains(key.name())
                || indexes.stream().noneMatch(index -> index.name().equals(key.name()));
        if ((isBuilt || isUnnamed()) && isNameFree) {
            database.execute("ALTER INDEX " + Database.quoted(key.temporaryName()) + " RENAME TO "
                    + Database.quoted(key.name()));
        }
    }

    /** Whether an upgrade was interrupted after it had built the key. */
    private boolean isUnnamed() {
        return indexes.stream().anyMatch(index -> index.name().equals(key.temporaryName()) && isCurrentKey(index));
    }
}
