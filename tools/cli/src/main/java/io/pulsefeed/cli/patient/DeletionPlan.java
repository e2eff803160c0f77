package io.pulsefeed.cli.patient;

import io.pulsefeed.cli.access.Database;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The steps that delete one patient's rows, in order. Each step covers at most a number of rows of its device, because TimescaleDB
 * decompresses the rows that a statement could delete and rejects a statement that needs too many.
 *
 * @param limit rows of a device that one step covers
 */
record DeletionPlan(List<WornPeriod> periods, List<DeletionStep> steps, long limit) {

    /** Rows per step if the server has no limit. */
    private static final long MAX_ROWS = 25_000;
    /** The rest of the server's limit is for the compressed batches of up to 1000 rows at both ends, for each signal. */
    private static final long SHARE = 4;

    private static final String SERVER_LIMIT =
            "SELECT coalesce(nullif(current_setting('timescaledb.max_tuples_decompressed_per_dml_transaction', true), ''), '0')";

    /** Rows with the same time are in one slice. */
    private static final String SLICES =
            """
            SELECT min(timestamp), max(timestamp), count(*) FILTER (WHERE own)
            FROM (SELECT timestamp, %1$s AS own, (rank() OVER (ORDER BY timestamp) - 1) / %2$d AS slice FROM %3$s WHERE %4$s) rows
            GROUP BY slice HAVING count(*) FILTER (WHERE own) > 0 ORDER BY 1""";

    /** @param patient as stored: the pseudonym, if pseudonyms are enabled */
    static DeletionPlan of(Database database, String patient) {
        // Loads the extension, without which its settings are not known.
        if (database.count("SELECT count(*) FROM pg_extension WHERE extname = 'timescaledb'") > 0) {
            database.rows("SELECT 1 FROM timescaledb_information.hypertables LIMIT 0");
        }
        List<EmotiBitTable> tables = EmotiBitTable.all(database);
        List<WornPeriod> periods =
                tables.stream().anyMatch(EmotiBitTable::isPackets) ? WornPeriod.find(database, patient) : List.of();
        long serverLimit = database.count(SERVER_LIMIT);
        DeletionPlan plan = new DeletionPlan(
                periods,
                new ArrayList<>(),
                serverLimit <= 0 ? MAX_ROWS : Math.max(1, Math.min(MAX_ROWS, serverLimit / SHARE)));
        tables.forEach(table -> plan.add(database, table, database.literal(patient)));
        return plan;
    }

    private void add(Database database, EmotiBitTable table, String patient) {
        if (table.hasPatient()) {
            addRowsOfPatient(database, table, "patient_id = " + patient);
        } else if (table.isDeviceSeries()) {
            periods.forEach(period -> addRowsOfPeriod(database, table, period));
        }
    }

    private void addRowsOfPatient(Database database, EmotiBitTable table, String own) {
        String name = Database.quoted(table.name());
        if (table.isPackets()) {
            periods.forEach(period -> addSlices(
                    database,
                    new DeletionStep(
                            table.name(),
                            device(database, period.device()) + " AND session_id = "
                                    + database.literal(period.session()),
                            own,
                            period.from(),
                            period.to(),
                            0)));
        } else if (table.isDeviceSeries()) {
            database.rows("SELECT device_id, min(timestamp), max(timestamp) FROM " + name + " WHERE " + own
                            + " GROUP BY 1 ORDER BY 1")
                    .forEach(row -> addSlices(
                            database,
                            new DeletionStep(
                                    table.name(),
                                    device(database, row.get(0)),
                                    own,
                                    Objects.requireNonNull(row.get(1)),
                                    Objects.requireNonNull(row.get(2)),
                                    0)));
        } else {
            long rows = database.count("SELECT count(*) FROM " + name + " WHERE " + own);
            if (rows > 0) {
                steps.add(new DeletionStep(table.name(), "true", own, "", "", rows));
            }
        }
    }

    private static String device(Database database, @Nullable String device) {
        return device == null ? "device_id IS NULL" : "device_id = " + database.literal(device);
    }

    private void addRowsOfPeriod(Database database, EmotiBitTable table, WornPeriod period) {
        String session = database.literal(period.session());
        String from = period.from();
        String own = "true";
        if (table.isSampled()) {
            // The samples of a packet are older than the packet.
            from = database.rows("SELECT timestamptz '" + from + "' - interval '10 minutes'")
                    .get(0)
                    .get(0);
            own = "session_id = " + session + " AND packet_number BETWEEN " + period.firstPacket() + " AND "
                    + period.lastPacket();
        } else if (table.hasSession()) {
            own = "(session_id = " + session + " OR session_id IS NULL)";
        }
        addSlices(
                database,
                new DeletionStep(
                        table.name(),
                        device(database, period.device()),
                        own,
                        Objects.requireNonNull(from),
                        period.to(),
                        0));
    }

    private void addSlices(Database database, DeletionStep whole) {
        String slices = String.format(SLICES, whole.own(), limit, Database.quoted(whole.table()), whole.range());
        database.rows(slices)
                .forEach(row -> steps.add(whole.between(
                        Objects.requireNonNull(row.get(0)),
                        Objects.requireNonNull(row.get(1)),
                        Long.parseLong(Objects.requireNonNull(row.get(2))))));
    }

    /** Rows to delete by table, without tables that have none. */
    Map<String, Long> rowsByTable() {
        Map<String, Long> rows = new LinkedHashMap<>();
        steps.forEach(step -> rows.merge(step.table(), step.rows(), Long::sum));
        return rows;
    }

    long rows() {
        return steps.stream().mapToLong(DeletionStep::rows).sum();
    }
}
