package io.pulsefeed.cli.database;

import io.pulsefeed.admin.Change;
import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.output.ProgressBar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The differences between a database and the SQL files in {@code database/}. */
public final class SchemaPlan {

    enum State {
        UNCHANGED("  %s exists"),
        CREATE("+ %s: to be created"),
        REPLACE("~ %s: to be replaced, differs from its file"),
        FOREIGN("! %s: exists, but was not created by this command; not changed. Rename it to have it created"),
        KEPT("! %s: differs from its file; not replaced, because it would lose its history. See docs/analytics.md");

        private final String line;

        State(String line) {
            this.line = line;
        }
    }

    record Item(Definition definition, State state) {

        String line() {
            return String.format(state.line, definition.name());
        }

        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", definition.name());
            json.put("state", state.name());
            if (state == State.CREATE || state == State.REPLACE) {
                json.put("sql", definition.sql());
            }
            return json;
        }

        private Change applied(Change.Action action, String text) {
            return Change.applied(action, definition.name(), text + definition.name())
                    .with("sql", definition.sql());
        }

        /** What is left to the user. */
        private Change kept() {
            return Change.none(definition.name(), line().replaceFirst("^! \\S+: ", ""), line());
        }
    }

    private final Database database;
    private final Edition edition;
    private final List<Definition> definitions;

    private final DefaultRetention retention;

    private SchemaPlan(Database database, List<Definition> definitions, String retentionSql) {
        this.database = database;
        this.edition = Edition.of(database);
        this.definitions = definitions;
        this.retention = new DefaultRetention(database, edition, retentionSql);
    }

    public static SchemaPlan of(Database database, Checkout checkout) {
        return new SchemaPlan(database, Definition.all(checkout), Definition.retentionSql(checkout));
    }

    /** The default retention of the tables. */
    public DefaultRetention retention() {
        return retention;
    }

    /** Describes the server. */
    String server() {
        return edition.describe(database);
    }

    /** What differs apart from {@link #items}: refresh policies, and the version of the extension. */
    List<Change> otherDifferences() {
        List<Change> differences = new ArrayList<>();
        new RefreshPolicies(database, edition).changes().forEach(policy -> differences.add(policy.planned()));
        ExtensionUpdate.find(database).ifPresent(differences::add);
        return differences;
    }

    List<Item> items() {
        SchemaObjects objects = new SchemaObjects(database, edition);
        return items(objects, new SampleMigration(database, objects));
    }

    private List<Item> items(SchemaObjects objects, SampleMigration migration) {
        boolean hasNoValues = migration.isBlocked();
        return definitions.stream()
                .filter(definition -> !hasNoValues || !SampleMigration.OF_VALUES.contains(definition.name()))
                .map(definition -> new Item(definition, state(definition, objects)))
                .toList();
    }

    /** The changes of tables that differ from their files. */
    public List<Change> upgrades() {
        database.disableNetworkTimeout();
        List<Change> changes =
                new ArrayList<>(new SampleMigration(database, new SchemaObjects(database, edition)).plan(edition));
        newColumns().forEach(columns -> changes.add(columns.plan()));
        changes.addAll(new TableUpgrades(database, edition, definitions).plan());
        return changes;
    }

    private List<NewColumns> newColumns() {
        return NewColumns.find(database, new SchemaObjects(database, edition), definitions);
    }

    private static State state(Definition definition, SchemaObjects objects) {
        String name = definition.name();
        if (!objects.exists(name)) {
            return State.CREATE;
        }
        // Sinks create tables too, and may add columns.
        if (definition.base() || objects.matches(definition)) {
            return State.UNCHANGED;
        }
        if (!objects.isOurs(name)) {
            return State.FOREIGN;
        }
        return objects.isAggregate(name) ? State.KEPT : State.REPLACE;
    }

    /** Applies the plan, without indexes of large hypertables. */
    public List<Change> apply() {
        return apply(false, ProgressBar::silent);
    }

    /**
     * Applies the plan: objects in one transaction, then the indexes of each table.
     *
     * @param isLargeAllowed whether the sink may wait until an index of a large hypertable is built
     * @param bars shows the progress
     * @return each change, and each difference that remains
     */
    List<Change> apply(boolean isLargeAllowed, ProgressBar.Starter bars) {
        database.disableNetworkTimeout();
        List<Change> changes = new ArrayList<>();
        List<String> created = new ArrayList<>();
        TableUpgrades upgrades = new TableUpgrades(database, edition, definitions);
        try (ProgressBar progress = bars.start("Applying", "objects")) {
            Steps steps = new Steps(progress, definitions.size() + upgrades.count());
            database.inTransaction(() -> applyObjects(changes, created, steps));
            changes.addAll(upgrades.apply(isLargeAllowed, steps));
        }
        try (ProgressBar progress = bars.start("Refreshing", "hours")) {
            changes.addAll(new AggregateRefresh(database, edition).materialize(created, progress));
        }
        changes.addAll(new RefreshPolicies(database, edition).apply());
        ExtensionUpdate.find(database).ifPresent(changes::add);
        return changes;
    }

    private void applyObjects(List<Change> changes, List<String> created, Steps steps) {
        database.rows("SELECT pg_advisory_xact_lock(hashtext('pulsefeed database'))");
        SampleMigration migration = new SampleMigration(database, new SchemaObjects(database, edition));
        changes.addAll(migration.apply(edition));
        newColumns().forEach(columns -> changes.add(columns.apply()));
        SchemaObjects objects = new SchemaObjects(database, edition);
        SchemaChange change = new SchemaChange(database, definitions, objects);
        List<Definition> done = new ArrayList<>();
        for (Item item : items(objects, migration)) {
            steps.next();
            State state = item.state();
            if (state == State.CREATE) {
                change.create(item.definition());
                if (item.definition().base()) {
                    retention.set(item.definition().name());
                }
                changes.add(item.applied(Change.Action.CREATE, "created "));
                done.add(item.definition());
            } else if (state == State.REPLACE) {
                change.replace(item.definition());
                changes.add(item.applied(Change.Action.REPLACE, "replaced "));
                done.add(item.definition());
            } else if (state != State.UNCHANGED) {
                changes.add(item.kept());
            }
        }
        migration.copyGrants();
        // Recreates views that were dropped together with a replaced one.
        change.restoreDropped(done);
        if (!done.isEmpty()) {
            objects.record(done.stream().filter(d -> !d.base()).toList());
        }
        done.stream().map(Definition::name).forEach(created::add);
    }
}
