package io.pulsefeed.cli.database;

import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.access.DatabaseError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes objects and makes them anew, within a transaction of the caller. */
final class SchemaChange {

    /** OR REPLACE cannot take a column away, turn a view into something else, or change what a function returns. */
    private static final Set<String> NOT_IN_PLACE = Set.of("42P16", "42809", "42P07", "42P13");

    private static final String STILL_NEEDED = "2BP01";

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
            // A sink that starts at this moment makes its tables under the same lock.
            database.rows("SELECT pg_advisory_xact_lock(hashtext('timescale-sink:' || ?))", definition.name());
        }
        database.execute(definition.sql());
        dropped.remove(definition);
    }

    /** In place where the server can: what others have made of a view then stays. */
    void replace(Definition definition) {
        if (dropped.contains(definition)) {
            create(definition);
            return;
        }
        database.execute("SAVEPOINT in_place");
        try {
            database.execute(definition.sql());
        } catch (DatabaseError e) {
            if (!NOT_IN_PLACE.contains(e.state())) {
                throw e;
            }
            database.execute("ROLLBACK TO SAVEPOINT in_place");
            dropFrom(definition);
            create(definition);
        }
    }

    /** Our own views that stand on it come behind it in the list; they are made again. */
    private void dropFrom(Definition first) {
        List<Definition> leaving = new ArrayList<>(List.of(first));
        for (Definition each : definitions.subList(definitions.indexOf(first) + 1, definitions.size())) {
            boolean droppable = objects.isView(each.name()) && objects.isOurs(each.name()) && !dropped.contains(each);
            if (droppable && leaving.stream().anyMatch(before -> each.sql().contains(before.name()))) {
                leaving.add(each);
            }
        }
        Collections.reverse(leaving);
        leaving.forEach(this::drop);
    }

    private void drop(Definition view) {
        try {
            database.execute("DROP VIEW " + Database.quoted(view.name()));
            dropped.add(view);
        } catch (DatabaseError e) {
            if (!e.state().equals(STILL_NEEDED)) {
                throw e;
            }
            throw new UserError(
                    view.name()
                            + " must be made anew, and something of yours stands on it; drop that first, and make it"
                            + " again afterwards. Nothing was changed. " + e.getMessage(),
                    e);
        }
    }

    /** Makes again what {@link #replace} had to drop and nobody has made since; adds it to {@code done}. */
    void restoreDropped(List<Definition> done) {
        definitions.stream().filter(Set.copyOf(dropped)::contains).forEach(definition -> {
            create(definition);
            done.add(definition);
        });
    }
}
