package io.pulsefeed.cli.database;

import io.pulsefeed.admin.Change;
import io.pulsefeed.admin.Change.Action;
import io.pulsefeed.cli.access.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Moves the samples of EmotiBit packets from a table of one row per sample, as in release 0.1.0, into {@code emotibit_packet}. The
 * old table is renamed and keeps its rows; a view with its name reads both. A running sink continues: it reads the tables again after
 * the error that the view causes.
 */
final class SampleMigration {

    static final String PACKET = "emotibit_packet";
    static final String SAMPLE = "emotibit_sample";

    /** The objects that read the column {@code values} of the packets. */
    static final Set<String> OF_VALUES = Set.of(SAMPLE, "emotibit_signal_1m");

    private static final String ROWS = "emotibit_sample_rows";
    private static final String RENAME = "ALTER TABLE " + SAMPLE + " RENAME TO " + ROWS;

    private static final List<String> PACKET_COLUMNS = List.of(
            "timestamp", "device_id", "session_id", "packet_number", "type_tag", "time_uncertainty_ms", "flags");
    private static final List<String> SAMPLE_COLUMNS = List.of(
            "timestamp",
            "device_id",
            "session_id",
            "type_tag",
            "packet_number",
            "sample_index",
            "value",
            "time_uncertainty_ms",
            "flags");
    static final List<String> NEW_COLUMNS = List.of("period", "values");

    private static final String DEPENDENTS =
            """
            SELECT DISTINCT c.relname FROM pg_depend d JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
            JOIN pg_class c ON c.oid = r.ev_class
            WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = to_regclass(?) AND c.oid <> d.refobjid ORDER BY 1""";

    /** Readers of the table can read the views; functions are executable by all. */
    private static final String COPY_GRANTS =
            """
            DO $$
            DECLARE reader text;
            BEGIN
              FOR reader IN SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END
                FROM pg_class c, aclexplode(c.relacl) a
                WHERE c.oid = 'emotibit_sample_rows'::regclass AND a.privilege_type = 'SELECT' AND a.grantee <> c.relowner
              LOOP
                EXECUTE 'GRANT SELECT ON emotibit_sample, emotibit_packet_sample TO ' || reader;
              END LOOP;
            END $$""";

    private final Database database;
    private final boolean isSampleTable;
    private final List<String> missingColumns = new ArrayList<>();
    private final List<String> blockers = new ArrayList<>();

    SampleMigration(Database database, SchemaObjects objects) {
        this.database = database;
        this.isSampleTable = objects.isTable(SAMPLE);
        if (objects.isTable(PACKET)) {
            List<String> columns = database.columns(PACKET);
            missingColumns.addAll(NEW_COLUMNS);
            missingColumns.removeAll(columns);
            if (!columns.containsAll(PACKET_COLUMNS)) {
                blockers.add(PACKET + " has other columns than in release 0.1.0");
            }
        }
        if (isSampleTable) {
            database.rows(DEPENDENTS, SAMPLE).forEach(row -> blockers.add(row.get(0) + " depends on it"));
            if (!database.columns(SAMPLE).containsAll(SAMPLE_COLUMNS)) {
                blockers.add("it has other columns than in release 0.1.0");
            }
            if (objects.exists(ROWS)) {
                blockers.add(ROWS + " exists already");
            }
        }
    }

    private boolean isNeeded() {
        return isSampleTable || !missingColumns.isEmpty();
    }

    /** Whether the view cannot be created. */
    boolean isBlocked() {
        return !blockers.isEmpty();
    }

    /** @param edition the edition of the server, to estimate the size */
    List<Change> plan(Edition edition) {
        if (!isNeeded()) {
            return List.of();
        }
        if (isBlocked()) {
            String reason = "cannot become a view of " + PACKET + ": " + String.join("; ", blockers);
            return List.of(
                    Change.none(SAMPLE, reason, "! " + SAMPLE + ": " + reason + ". Not changed. See docs/upgrade.md"));
        }
        List<Change> changes = new ArrayList<>();
        if (!missingColumns.isEmpty()) {
            changes.add(columns(Change.planned(
                    Action.ADD_COLUMNS,
                    PACKET,
                    "~ " + PACKET + ": columns to be added: " + String.join(", ", missingColumns))));
        }
        if (isSampleTable) {
            TableSize size = TableSize.of(database, edition, SAMPLE);
            changes.add(rename(Change.planned(
                            Action.RENAME,
                            SAMPLE,
                            "~ " + SAMPLE + ": to become a view of " + PACKET
                                    + ", which holds new samples; existing rows stay in " + ROWS + " and in the view ("
                                    + size + ")"))
                    .with("rows", size.rows() < 0 ? null : size.rows())
                    .with("bytes", size.bytes()));
        }
        return changes;
    }

    private Change columns(Change change) {
        return change.with("columns", List.copyOf(missingColumns)).with("sql", columnsSql());
    }

    private static Change rename(Change change) {
        return change.with("from", SAMPLE).with("to", ROWS).with("sql", RENAME);
    }

    private String columnsSql() {
        return "ALTER TABLE " + PACKET + " "
                + String.join(
                        ", ",
                        missingColumns.stream()
                                .map(column -> "ADD COLUMN \"" + column + "\" "
                                        + (column.equals("values") ? "float8[]" : "float8"))
                                .toList());
    }

    /** Frees the name of the view in the caller's transaction. Waits at most 30 s for the locks, because waiting blocks all readers. */
    List<Change> apply(Edition edition) {
        if (!isNeeded() || isBlocked()) {
            return plan(edition);
        }
        database.execute("SET LOCAL lock_timeout = '30s'");
        List<Change> changes = new ArrayList<>();
        if (!missingColumns.isEmpty()) {
            database.execute(columnsSql());
            changes.add(columns(Change.applied(
                    Action.ADD_COLUMNS,
                    PACKET,
                    "added columns to " + PACKET + ": " + String.join(", ", missingColumns))));
        }
        if (isSampleTable) {
            database.execute(RENAME);
            changes.add(rename(Change.applied(Action.RENAME, SAMPLE, "renamed table " + SAMPLE + " to " + ROWS)));
        }
        database.execute("SET LOCAL lock_timeout = 0");
        return changes;
    }

    /** Lets the readers of the old table read the view that replaces it. */
    void copyGrants() {
        if (isSampleTable && !isBlocked()) {
            database.execute(COPY_GRANTS);
        }
    }
}
