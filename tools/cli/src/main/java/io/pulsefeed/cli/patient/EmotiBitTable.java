package io.pulsefeed.cli.patient;

import io.pulsefeed.cli.access.Database;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * A table with data of EmotiBits: each table of the schema whose name starts with {@code emotibit}, also one of an earlier or a later
 * release. A table without {@code patient_id} belongs to the patient who wore the device at the time of its rows.
 *
 * @param isSampled whether its rows are samples, which are older than their packet
 */
record EmotiBitTable(
        String name, boolean hasPatient, boolean hasDevice, boolean hasSession, boolean isSampled, boolean hasTime) {

    static final String PACKETS = "emotibit_packet";

    private static final String ALL =
            """
            SELECT relname FROM pg_class
            WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
              AND relname LIKE 'emotibit%' ORDER BY 1""";

    private static final String OTHERS =
            """
            SELECT relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
              AND attname = 'patient_id' AND NOT attisdropped AND relname NOT LIKE 'emotibit%' ORDER BY 1""";

    /** All tables in the order of deletion. The packets are last, because they identify the wearer of a device. */
    static List<EmotiBitTable> all(Database database) {
        return database.rows(ALL).stream()
                .map(row -> of(database, Objects.requireNonNull(row.get(0))))
                .sorted(Comparator.comparing((EmotiBitTable table) -> table.name.equals(PACKETS))
                        .thenComparing(EmotiBitTable::hasPatient)
                        .thenComparing(EmotiBitTable::name))
                .toList();
    }

    /** Tables of others that have a column {@code patient_id}. */
    static List<String> others(Database database) {
        return database.rows(OTHERS).stream()
                .map(row -> Objects.requireNonNull(row.get(0)))
                .toList();
    }

    private static EmotiBitTable of(Database database, String name) {
        List<String> columns = database.columns(name);
        return new EmotiBitTable(
                name,
                columns.contains("patient_id"),
                columns.contains("device_id"),
                columns.contains("session_id"),
                columns.contains("sample_index"),
                columns.contains("timestamp"));
    }

    /** Whether rows of a device and a time range can be selected. */
    boolean isDeviceSeries() {
        return hasDevice && hasTime;
    }

    boolean isPackets() {
        return name.equals(PACKETS);
    }
}
