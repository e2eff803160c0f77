package io.pulsefeed.cli.database;

import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.access.Database;
import java.util.ArrayList;
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

        Map<String, String> json() {
            return Map.of("name", definition.name(), "state", state.name());
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
    List<String> otherDifferences() {
        List<String> lines = new ArrayList<>();
        new RefreshPolicies(database, edition).changes().forEach(change -> lines.add("~ " + change.line()));
        ExtensionUpdate.find(database).ifPresent(lines::add);
        return lines;
    }

    List<Item> items() {
        SchemaObjects objects = new SchemaObjects(database, edition);
        return items(objects, new SampleMigration(database, objects));
    }

    private List<Item> items(SchemaObjects objects, SampleMigration migration) {
        boolean hasNoView = migration.isBlocked();
        return definitions.stream()
                .filter(definition -> !hasNoView || !definition.name().equals(SampleMigration.SAMPLE))
                .map(definition -> new Item(definition, state(definition, objects)))
                .toList();
    }

    /** One line for each table that differs from its file. */
    public List<String> upgrades() {
        database.disableNetworkTimeout();
        List<String> lines =
                new ArrayList<>(new SampleMigration(database, new SchemaObjects(database, edition)).plan(edition));
        newColumns().forEach(columns -> lines.add(columns.plan()));
        lines.addAll(new TableUpgrades(database, edition, definitions).plan());
        return lines;
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
    public List<String> apply() {
        return apply(false);
    }

    /**
     * Applies the plan: objects in one transaction, then the indexes of each table.
     *
     * @param isLargeAllowed whether the sink may wait until an index of a large hypertable is built
     * @return one line for each change and for each difference that remains
     */
    List<String> apply(boolean isLargeAllowed) {
        database.disableNetworkTimeout();
        List<String> lines = new ArrayList<>();
        List<String> created = new ArrayList<>();
        database.inTransaction(() -> applyObjects(lines, created));
        lines.addAll(new TableUpgrades(database, edition, definitions).apply(isLargeAllowed));
        lines.addAll(new AggregateRefresh(database, edition).materialize(created));
        lines.addAll(new RefreshPolicies(database, edition).apply());
        ExtensionUpdate.find(database).ifPresent(lines::add);
        return lines;
    }

    private void applyObjects(List<String> lines, List<String> created) {
        database.rows("SELECT pg_advisory_xact_lock(hashtext('pulsefeed database'))");
        SampleMigration migration = new SampleMigration(database, new SchemaObjects(database, edition));
        lines.addAll(migration.apply(edition));
        newColumns().forEach(columns -> lines.add(columns.apply()));
        SchemaObjects objects = new SchemaObjects(database, edition);
        SchemaChange change = new SchemaChange(database, definitions, objects);
        List<Definition> done = new ArrayList<>();
        for (Item item : items(objects, migration)) {
            State state = item.state();
            if (state == State.CREATE) {
                change.create(item.definition());
                if (item.definition().base()) {
                    retention.set(item.definition().name());
                }
                lines.add("created " + item.definition().name());
                done.add(item.definition());
            } else if (state == State.REPLACE) {
                change.replace(item.definition());
                lines.add("replaced " + item.definition().name());
                done.add(item.definition());
            } else if (state != State.UNCHANGED) {
                lines.add(item.line());
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
