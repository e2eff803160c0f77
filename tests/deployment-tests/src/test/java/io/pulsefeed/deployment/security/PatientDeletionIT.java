package io.pulsefeed.deployment.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The statements of the security page that delete one person's data, on the shipped tables. */
class PatientDeletionIT {

    /** Two persons wear one device in one session, one after the other; a third device has nobody's name. */
    private static final String DATA =
            """
            INSERT INTO emotibit_packet (timestamp, device_id, session_id, patient_id, packet_number, type_tag, packet) VALUES
              ('2026-01-01 10:00Z', 'D1', 'S1', 'P7', 1, 'PR', '1'), ('2026-01-01 10:01Z', 'D1', 'S1', 'P7', 2, 'PR', '2'),
              ('2026-01-01 11:00Z', 'D1', 'S1', 'P8', 3, 'PR', '3'), ('2026-01-01 10:00Z', 'D2', 'S1', NULL, 1, 'PR', '4');
            INSERT INTO emotibit_sample (timestamp, device_id, session_id, type_tag, packet_number, sample_index, value)
              SELECT timestamp, device_id, session_id, type_tag, packet_number, i, 1.5
              FROM emotibit_packet, generate_series(0, 1) i;
            INSERT INTO emotibit_metric (timestamp, device_id, patient_id, metric_name, metric_value) VALUES
              ('2026-01-01 10:00Z', 'D1', 'P7', 'bpm', 60), ('2026-01-01 11:00Z', 'D1', 'P8', 'bpm', 61);
            INSERT INTO emotibit_event (timestamp, device_id, session_id, event) VALUES
              ('2026-01-01 10:00:30Z', 'D1', 'S1', 'note'), ('2026-01-01 11:00Z', 'D1', 'S1', 'gap'),
              ('2026-01-01 10:00:30Z', 'D2', 'S1', 'note');
            """;

    @Test
    void deletesThatPersonsRowsAndNobodyElses() throws Exception {
        Matcher sql = Pattern.compile("```sql\\R(.*?)```", Pattern.DOTALL).matcher(Checkout.text("docs/security.md"));
        assertThat(sql.find()).isTrue();
        try (TestDatabase postgres = TestDatabase.startPlainPostgres();
                Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            for (Path table : Checkout.files("database/tables", ".sql")) {
                if (table.getFileName().toString().startsWith("emotibit")) {
                    statement.execute(Files.readString(table));
                }
            }
            statement.execute(DATA);

            statement.execute(sql.group(1));

            Map<String, Integer> left = new TreeMap<>();
            for (String table : new String[] {"packet", "sample", "metric", "event"}) {
                try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM emotibit_" + table)) {
                    rows.next();
                    left.put(table, rows.getInt(1));
                }
            }
            assertThat(left).isEqualTo(Map.of("packet", 2, "sample", 4, "metric", 1, "event", 2));
            try (ResultSet rows = statement.executeQuery("SELECT 1 FROM emotibit_packet WHERE patient_id = 'P7'")) {
                assertThat(rows.next()).isFalse();
            }
        }
    }
}
