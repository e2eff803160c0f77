package io.pulsefeed.cli.database;

import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.access.Database;
import java.util.ArrayList;
import java.util.List;

/** What separates a database from the files of the folder {@code database}. */
public final class SchemaPlan {

    enum State {
        THERE("  %s is there"),
        CREATE("+ %s: to be created"),
        REPLACE("~ %s: to be replaced, it is not as its file says"),
        FOREIGN("! %s: there, but not made by this command; it is left alone. Rename it to have ours"),
        KEPT("! %s: is not as its file says, but would lose its history by being replaced; see docs/analytics.md");

        private final String line;

        State(String line) {
            this.line = line;
        }
    }

    record Item(Definition definition, State state) {

        String line() {
            return String.format(state.line, definition.name());
        }
    }

    private final Database database;
    private final Edition edition;
    private final List<Definition> definitions;

    SchemaPlan(Database database, List<Definition> definitions) {
        this.database = database;
        this.edition = Edition.of(database);
        this.definitions = definitions;
    }

    public static SchemaPlan of(Database database, Checkout checkout) {
        return new SchemaPlan(database, Definition.all(checkout));
    }

    /** What server this is, and what follows from it. */
    String edition() {
        return edition.sentence(database);
    }

    List<Item> items() {
        return items(new SchemaObjects(database, edition));
    }

    private List<Item> items(SchemaObjects objects) {
        return definitions.stream()
                .map(definition -> new Item(definition, state(definition, objects)))
                .toList();
    }

    private static State state(Definition definition, SchemaObjects objects) {
        String name = definition.name();
        if (!objects.exists(name)) {
            return State.CREATE;
        }
        // Sinks make tables too, and may have been told to add columns.
        if (definition.base() || objects.isAsDefined(definition)) {
            return State.THERE;
        }
        if (!objects.isOurs(name)) {
            return State.FOREIGN;
        }
        return objects.isAggregate(name) ? State.KEPT : State.REPLACE;
    }

    /**
     * Does what is to be done, in one transaction.
     *
     * @return what was done and what was left, a line each; empty when there was nothing
     */
    public List<String> apply() {
        database.waitForAnyAnswer();
        List<String> lines = new ArrayList<>();
        List<Definition> created = new ArrayList<>();
        database.inTransaction(() -> {
            database.rows("SELECT pg_advisory_xact_lock(hashtext('pulsefeed database'))");
            SchemaObjects objects = new SchemaObjects(database, edition);
            SchemaChange change = new SchemaChange(database, definitions, objects);
            List<Definition> done = new ArrayList<>();
            for (Item item : items(objects)) {
                State state = item.state();
                if (state == State.CREATE) {
                    change.create(item.definition());
                    lines.add("created " + item.definition().name());
                    done.add(item.definition());
                } else if (state == State.REPLACE) {
                    change.replace(item.definition());
                    lines.add("replaced " + item.definition().name());
                    done.add(item.definition());
                } else if (state != State.THERE) {
                    lines.add(item.line());
                }
            }
            // Views that had to go with one that was replaced are back by then, and count as made now.
            change.restoreDropped(done);
            if (!done.isEmpty()) {
                objects.record(done.stream().filter(d -> !d.base()).toList());
            }
            created.addAll(done);
        });
        AggregateRefresh refresh = new AggregateRefresh(database, edition);
        refresh.fill(created.stream().map(Definition::name).toList()).forEach(lines::add);
        return lines;
    }
}
