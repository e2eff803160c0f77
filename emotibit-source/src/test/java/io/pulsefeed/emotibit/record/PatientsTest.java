package io.pulsefeed.emotibit.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.emotibit.config.EmotiBitSourceConnectorConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatientsTest {

    private static final long SECOND_NS = 1_000_000_000L;

    @TempDir
    private Path folder;

    private Path file;
    private long nowNs;
    private long version;

    @BeforeEach
    void writeMap() throws IOException {
        file = folder.resolve("patients");
        write("D1=P1\n");
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L + 1000 * version++));
    }

    private Patients patients(String... settings) {
        Map<String, String> properties = new HashMap<>(Map.of("patient.map.file", file.toString()));
        for (int i = 0; i < settings.length; i += 2) {
            properties.put(settings[i], settings[i + 1]);
        }
        EmotiBitSourceConnectorConfig config = new EmotiBitSourceConnectorConfig(properties);
        return Patients.of(config.patients(), config.studies());
    }

    private void pass(Patients patients, int seconds) {
        for (int i = 0; i < seconds; i++) {
            nowNs += SECOND_NS;
            patients.refresh(nowNs);
        }
    }

    @Test
    void reloadsChangedFileWithinTenSeconds() throws IOException {
        Patients patients = patients();
        pass(patients, 20);
        write("D1=P2\nD2=P3\n");
        pass(patients, 11);

        assertThat(patients.of("D1")).isEqualTo("P2");
        assertThat(patients.of("D2")).isEqualTo("P3");
    }

    @Test
    void waitsUntilFileIsWritten() throws IOException {
        Patients patients = patients();
        pass(patients, 6);
        write("");
        pass(patients, 5);
        write("D1=P4\n");
        pass(patients, 5);

        assertThat(patients.of("D1")).isEqualTo("P1");
        pass(patients, 5);
        assertThat(patients.of("D1")).isEqualTo("P4");
    }

    @Test
    void keepsMapIfFileIsInvalidOrMissing() throws IOException {
        Patients patients = patients();
        write("not a pair\n");
        pass(patients, 20);
        assertThat(patients.of("D1")).isEqualTo("P1");

        Files.delete(file);
        pass(patients, 20);
        assertThat(patients.of("D1")).isEqualTo("P1");

        write("D1=P9\n");
        pass(patients, 20);
        assertThat(patients.of("D1")).isEqualTo("P9");
    }

    @Test
    void pseudonymizesReloadedPatients() throws IOException {
        Patients patients =
                patients("patient.pseudonym.enabled", "true", "patient.pseudonym.secret", "sixteen characters");
        String first = patients.of("D1");
        write("D1=P2\n");
        pass(patients, 20);

        assertThat(patients.of("D1")).matches("p-[0-9a-f]{32}").isNotEqualTo(first);
    }

    @Test
    void inlineMapOverridesReloadedFile() throws IOException {
        Patients patients = patients("patient.map", "D1=inline");
        write("D1=P2\nD2=P3\n");
        pass(patients, 20);

        assertThat(patients.of("D1")).isEqualTo("inline");
        assertThat(patients.of("D2")).isEqualTo("P3");
    }

    @Test
    void reloadsStudies() throws IOException {
        Path studies = Files.writeString(folder.resolve("studies"), "# spring\nD1=SLEEP-26\n");
        Patients patients = patients("study.map.file", studies.toString(), "study.map", "D3=REST-1");
        pass(patients, 20);
        assertThat(patients.study("D1")).isEqualTo("SLEEP-26");
        assertThat(patients.study("D2")).isNull();
        assertThat(patients.study("D3")).isEqualTo("REST-1");

        Files.writeString(studies, "D1=SLEEP-27\nD2=SLEEP-27\n");
        pass(patients, 11);
        assertThat(patients.study("D1")).isEqualTo("SLEEP-27");
        assertThat(patients.study("D2")).isEqualTo("SLEEP-27");
        assertThat(patients.of("D1")).isEqualTo("P1");
    }

    @Test
    void acceptsReferencesWithoutValueAsNoStudies() {
        assertThat(patients("study.map.file", "${env:STUDIES}", "study.map", "").hasStudies())
                .isFalse();
    }
}
