package io.pulsefeed.cli.database;

import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.access.DatabaseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Creates and replaces objects in the caller's transaction. */
final class SchemaChange {

    /** SQLSTATEs of changes that OR REPLACE cannot make: drop a column, change the object type, or change a return type. */
    private static final Set<String> NOT_REPLACEABLE = Set.of("42P16", "42809", "42P07", "42P13");

    private static final String DEPENDENT_OBJECTS = "2BP01";

    private final Database database;
    private final List<Definition> definitions;
    private final SchemaObjects objects;
    private final Set<Definition> dropped = new LinkedHashSet<>();

    SchemaChange(Database database, List<Definition> definitions, SchemaObjects objects) {
        this.database = database;
        this.definitions = definitions;
        this.objects = objects;
    }

    void create(Definition definition) {
        if (definition.base()) {
            // A starting sink creates its tables under the same lock.
            database.rows("SELECT pg_advisory_xact_lock(hashtext('timescale-sink:' || ?))", definition.name());
        }
        database.execute(definition.sql());
        dropped.remove(definition);
    }

    /** Replaces an object, in place if possible: views of others that depend on it are then kept. */
    void replace(Definition definition) {
        if (dropped.contains(definition)) {
            create(definition);
            return;
        }
        database.execute("SAVEPOINT in_place");
        try {
            database.execute(definition.sql());
        } catch (DatabaseException e) {
            if (!NOT_REPLACEABLE.contains(e.sqlState())) {
                throw e;
            }
            database.execute("ROLLBACK TO SAVEPOINT in_place");
            dropWithDependents(definition);
            create(definition);
        }
    }

    /** Drops a view and our own views that depend on it, which are later in the list. {@link #restoreDropped} recreates them. */
    private void dropWithDependents(Definition first) {
        List<Definition> dependents = new ArrayList<>(List.of(first));
        for (Definition each : definitions.subList(definitions.indexOf(first) + 1, definitions.size())) {
            boolean droppable = objects.isView(each.name()) && objects.isOurs(each.name()) && !dropped.contains(each);
            if (droppable && dependents.stream().anyMatch(before -> each.sql().contains(before.name()))) {
                dependents.add(each);
            }
        }
        Collections.reverse(dependents);
        dependents.forEach(this::drop);
    }

    private void drop(Definition view) {
        try {
            database.execute("DROP VIEW " + Database.quoted(view.name()));
            dropped.add(view);
        } catch (DatabaseException e) {
            if (!e.sqlState().equals(DEPENDENT_OBJECTS)) {
                throw e;
            }
            throw new UserError(
                    view.name()
                            + " must be recreated, but other objects depend on it. Drop those first, and create them again"
                            + " afterwards. Nothing was changed. " + e.getMessage(),
                    e);
        }
    }

    /** Recreates views that {@link #replace} has dropped, and adds them to {@code done}. */
    void restoreDropped(List<Definition> done) {
        definitions.stream().filter(Set.copyOf(dropped)::contains).forEach(definition -> {
            create(definition);
            done.add(definition);
        });
    }
}
