package io.pulsefeed.deployment.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.TestDatabase;
import io.pulsefeed.testing.TestEdition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Runs the statements of the security page that delete one patient's data on the shipped tables. */
class PatientDeletionIT {

    /** Two patients wear one device in turn during one session, the first of them twice; the second device has no patient. */
    private static final String DATA =
            """
            INSERT INTO emotibit_packet (timestamp, device_id, session_id, patient_id, packet_number, type_tag, packet) VALUES
              ('2026-01-01 10:00Z', 'D1', 'S1', 'P7', 1, 'PR', '1'), ('2026-01-01 10:01Z', 'D1', 'S1', 'P7', 2, 'PR', '2'),
              ('2026-01-01 11:00Z', 'D1', 'S1', 'P8', 3, 'PR', '3'), ('2026-01-01 12:00Z', 'D1', 'S1', 'P7', 4, 'PR', '4'),
              ('2026-01-01 12:00:01Z', 'D1', 'S1', 'P8', 5, 'PR', '5'), ('2026-01-01 10:00Z', 'D2', 'S1', NULL, 1, 'PR', '6');
            CREATE TABLE emotibit_sample_rows (LIKE emotibit_sample);
            INSERT INTO emotibit_sample_rows (timestamp, device_id, session_id, type_tag, packet_number, sample_index, value)
              SELECT timestamp - (1 - i) * interval '2 s', device_id, session_id, type_tag, packet_number, i, 1.5
              FROM emotibit_packet, generate_series(0, 1) i;
            INSERT INTO emotibit_metric (timestamp, device_id, patient_id, metric_name, metric_value) VALUES
              ('2026-01-01 10:00Z', 'D1', 'P7', 'bpm', 60), ('2026-01-01 11:00Z', 'D1', 'P8', 'bpm', 61);
            INSERT INTO emotibit_event (timestamp, device_id, session_id, event) VALUES
              ('2026-01-01 10:00:30Z', 'D1', 'S1', 'note'), ('2026-01-01 11:00Z', 'D1', 'S1', 'gap'),
              ('2026-01-01 10:00:30Z', 'D2', 'S1', 'note');
            """;

    @Test
    void deletesOnlyTheRowsOfThatPatientOnPostgres() throws Exception {
        try (TestDatabase postgres = TestDatabase.startPlainPostgres()) {
            assertDeletesOnlyTheRowsOfThatPatient(postgres);
        }
    }

    @Test
    void deletesOnlyTheRowsOfThatPatientFromHypertables() throws Exception {
        TestDatabase database = TestDatabase.fresh();
        database.require("deletion of a patient from hypertables", TestEdition.APACHE, TestEdition.COMMUNITY);
        assertDeletesOnlyTheRowsOfThatPatient(database);
    }

    private static void assertDeletesOnlyTheRowsOfThatPatient(TestDatabase database) throws Exception {
        Matcher sql = Pattern.compile("```sql\\R(.*?)```", Pattern.DOTALL).matcher(Checkout.text("docs/security.md"));
        assertThat(sql.find()).isTrue();
        for (Path table : Checkout.files("database/tables", ".sql")) {
            if (table.getFileName().toString().startsWith("emotibit")) {
                database.execute(Files.readString(table));
            }
        }
        database.execute(DATA);
        // The view includes the rows of 0.1.0 if their table exists when it is created.
        database.execute(Checkout.text("database/tables/emotibit_sample.sql"));

        database.execute(sql.group(1));
        database.execute(sql.group(1));

        assertThat(database.rows("SELECT packet FROM emotibit_packet ORDER BY 1"))
                .containsExactly("3", "5", "6");
        assertThat(database.rows("SELECT device_id || packet_number FROM emotibit_sample ORDER BY 1"))
                .containsExactly("D13", "D13", "D15", "D15", "D21", "D21");
        assertThat(database.rows("SELECT patient_id FROM emotibit_metric")).containsExactly("P8");
        assertThat(database.rows("SELECT device_id, event FROM emotibit_event ORDER BY 1"))
                .containsExactly("D1|gap", "D2|note");
    }
}
