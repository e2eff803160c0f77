package io.pulsefeed.cli.database;

import io.pulsefeed.cli.access.Database;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The objects of the schema, and which of them this command has created. */
final class SchemaObjects {

    /** Stored in the same schema as the objects, so that both are in the same dump. */
    private static final String RECORDS_TABLE =
            """
            CREATE TABLE IF NOT EXISTS pulsefeed_definitions (
              name         text        PRIMARY KEY,
              fingerprint  text        NOT NULL,
              applied_at   timestamptz NOT NULL
            )""";

    private static final String EXISTING =
            """
            SELECT relname, relkind::text, CASE WHEN relkind = 'v' THEN pg_get_viewdef(oid) ELSE '' END
            FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
            UNION ALL
            SELECT proname, 'function', pg_get_functiondef(oid)
            FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND prokind = 'f'
              AND (proname LIKE 'pulsefeed%' OR proname IN ('sentiment_as_of', 'prediction_as_of', 'candles_as_of'))""";

    private static final String AGGREGATES =
            "SELECT view_name FROM timescaledb_information.continuous_aggregates WHERE view_schema = current_schema()";

    /** Fingerprints of release 0.1.0, whose files create continuous aggregates with the same query. */
    static final Set<String> EARLIER_AGGREGATES = Set.of(
            "643043b808e125e9e46140d4f5ab579936b35ac27efcd770b4f3bba1dfd8124e",
            "fe420990bb93eff0c8e326e601290d80df4bd92c97b72502a86b1c92a45ea785");

    private static final String AGGREGATE = "continuous aggregate";

    private final Database database;
    private final Edition edition;
    private final Map<String, Found> found = new HashMap<>();
    private final Map<String, String> records = new HashMap<>();

    /** @param text definition as the server prints it; empty if there is none or the server changes it */
    private record Found(String kind, String text) {}

    SchemaObjects(Database database, Edition edition) {
        this.database = database;
        this.edition = edition;
        read();
    }

    private void read() {
        found.clear();
        records.clear();
        database.rows(EXISTING).forEach(row -> found.put(row.get(0), new Found(row.get(1), row.get(2))));
        if (edition == Edition.COMMUNITY) {
            database.rows(AGGREGATES).forEach(row -> found.put(row.get(0), new Found(AGGREGATE, "")));
        }
        if (exists("pulsefeed_definitions")) {
            database.rows("SELECT name, fingerprint FROM pulsefeed_definitions")
                    .forEach(row -> records.put(row.get(0), row.get(1)));
        }
    }

    boolean exists(String name) {
        return found.containsKey(name);
    }

    boolean isAggregate(String name) {
        return exists(name) && found.get(name).kind().equals(AGGREGATE);
    }

    boolean isView(String name) {
        return exists(name) && found.get(name).kind().equals("v");
    }

    /** Whether it is a table, ordinary or partitioned. */
    boolean isTable(String name) {
        return exists(name) && Set.of("r", "p").contains(found.get(name).kind());
    }

    /** Whether the object exists and was created by this command. */
    boolean isOurs(String name) {
        return exists(name) && records.containsKey(name);
    }

    boolean matches(Definition definition) {
        String name = definition.name();
        return isOurs(name)
                && (records.get(name)
                                .equals(definition.fingerprint(
                                        edition, found.get(name).text()))
                        || isAggregate(name) && EARLIER_AGGREGATES.contains(records.get(name)));
    }

    /** Stores that these objects now match their files. */
    void record(List<Definition> applied) {
        database.execute(RECORDS_TABLE);
        read();
        for (Definition definition : applied) {
            database.rows(
                    "INSERT INTO pulsefeed_definitions VALUES (?, ?, now()) ON CONFLICT (name) DO UPDATE"
                            + " SET fingerprint = excluded.fingerprint, applied_at = excluded.applied_at RETURNING name",
                    definition.name(),
                    definition.fingerprint(edition, found.get(definition.name()).text()));
        }
    }
}
