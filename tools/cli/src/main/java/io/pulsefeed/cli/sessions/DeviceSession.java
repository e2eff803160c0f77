package io.pulsefeed.cli.sessions;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row of the view {@code emotibit_session}.
 *
 * @param start time in ISO 8601, UTC
 * @param packets number of stored packets
 * @param lost number of packets that are missing between the first and the last one
 * @param wornShare share of the metric windows in which the device was worn, 0 to 1; null if no window has this metric
 */
record DeviceSession(
        String device,
        @Nullable String patient,
        String session,
        @Nullable String study,
        String start,
        String end,
        long packets,
        long lost,
        @JsonProperty("worn_share") @Nullable Double wornShare) {

    private static final String VIEW = "emotibit_session";
    private static final String COLUMNS =
            """
            SELECT device_id, patient_id, session_id, study, to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
              to_char(ended_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), packets, lost, worn_share
            FROM emotibit_session WHERE true""";

    /**
     * Which sessions to list; absent parts select all.
     *
     * @param since sessions that ended at this time or later
     */
    record Filter(Optional<String> device, Optional<String> patient, Optional<Instant> since) {}

    /**
     * The sessions in the order of their start.
     *
     * @throws UserError if the database does not have the view
     */
    static List<DeviceSession> read(Database database, Filter filter) {
        if (!database.exists(VIEW)) {
            throw new UserError("the database at " + database.url() + " has no view " + VIEW
                    + ". Create it with: pulsefeed database apply");
        }
        StringBuilder query = new StringBuilder(COLUMNS);
        List<Object> parameters = new ArrayList<>();
        filter.device().ifPresent(id -> add(query, " AND device_id = ?", parameters, id));
        filter.patient().ifPresent(id -> add(query, " AND patient_id = ?", parameters, id));
        filter.since().ifPresent(time -> add(query, " AND ended_at >= ?::timestamptz", parameters, time.toString()));
        // Packets of a session without totals are counted.
        database.disableNetworkTimeout();
        return database.rows(query + " ORDER BY started_at, device_id, session_id", parameters.toArray()).stream()
                .map(DeviceSession::of)
                .toList();
    }

    private static void add(StringBuilder query, String condition, List<Object> parameters, Object value) {
        query.append(condition);
        parameters.add(value);
    }

    private static DeviceSession of(List<@Nullable String> row) {
        String worn = row.get(8);
        return new DeviceSession(
                Objects.requireNonNull(row.get(0)),
                row.get(1),
                Objects.requireNonNull(row.get(2)),
                row.get(3),
                String.valueOf(row.get(4)),
                String.valueOf(row.get(5)),
                Long.parseLong(Objects.requireNonNull(row.get(6))),
                Long.parseLong(Objects.requireNonNull(row.get(7))),
                worn == null ? null : Double.valueOf(worn));
    }
}
