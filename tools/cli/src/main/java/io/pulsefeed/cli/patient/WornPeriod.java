package io.pulsefeed.cli.patient;

import io.pulsefeed.cli.access.Database;
import java.util.List;
import java.util.Objects;

/**
 * An uninterrupted period in which the patient wore a device in one session, found from the packets.
 *
 * @param from time of the first packet, as the server prints it
 * @param to time of the last packet
 */
record WornPeriod(
        String device, String session, String from, String to, long firstPacket, long lastPacket, long packets) {

    private static final String PERIODS =
            """
            SELECT device_id, session_id, min(timestamp), max(timestamp), min(packet_number), max(packet_number), count(*)
            FROM (
              SELECT p.device_id, p.session_id, p.timestamp, p.packet_number, p.patient_id,
                row_number() OVER (PARTITION BY device_id, session_id ORDER BY packet_number, timestamp, type_tag)
                - row_number() OVER (PARTITION BY device_id, session_id, patient_id ORDER BY packet_number, timestamp, type_tag) AS part
              FROM emotibit_packet p
              WHERE (device_id, session_id) IN (SELECT DISTINCT device_id, session_id FROM emotibit_packet WHERE patient_id = ?)
            ) p
            WHERE patient_id = ? GROUP BY device_id, session_id, part ORDER BY 1, 3""";

    /** @param patient as stored: the pseudonym, if pseudonyms are enabled */
    static List<WornPeriod> find(Database database, String patient) {
        return database.rows(PERIODS, patient, patient).stream()
                .map(row -> row.stream().map(Objects::requireNonNull).toList())
                .map(row -> new WornPeriod(
                        row.get(0),
                        row.get(1),
                        row.get(2),
                        row.get(3),
                        Long.parseLong(row.get(4)),
                        Long.parseLong(row.get(5)),
                        Long.parseLong(row.get(6))))
                .toList();
    }
}
