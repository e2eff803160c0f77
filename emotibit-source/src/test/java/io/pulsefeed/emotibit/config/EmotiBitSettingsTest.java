package io.pulsefeed.emotibit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmotiBitSettingsTest {

    private static Map<String, List<String>> errors(String... settings) {
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            properties.put(settings[i], settings[i + 1]);
        }
        Config config = new Config(EmotiBitSettings.DEFINITION.validate(properties));
        EmotiBitSettings.checkAcross(config, properties);
        Map<String, List<String>> errors = new HashMap<>();
        for (ConfigValue value : config.configValues()) {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), value.errorMessages());
            }
        }
        return errors;
    }

    @Test
    void needsNoSettingAtAll() {
        EmotiBitSettings settings = EmotiBitSettings.of(Map.of());

        assertThat(settings.devices().broadcast()).isTrue();
        assertThat(settings.records().rawTopic()).isEqualTo("Emotibit_rawdata");
        assertThat(settings.records().processedTopic()).isEqualTo("Emotibit_processdata");
        assertThat(errors()).isEmpty();
    }

    @Test
    void takesAReferenceThatTheWorkerDidNotResolveForEmpty() {
        assertThat(EmotiBitSettings.of(Map.of("device.addresses", "${env:PULSEFEED_EMOTIBIT_DEVICES}"))
                        .devices()
                        .addresses())
                .isEmpty();
        assertThat(errors("device.addresses", "${env:PULSEFEED_EMOTIBIT_DEVICES}"))
                .isEmpty();
    }

    @Test
    void namesTheFieldThatTheUserHasToChange() {
        assertThat(errors("device.addresses", "192.168.1.300")).containsOnlyKeys("device.addresses");
        assertThat(errors("time.zone", "Paris")).containsOnlyKeys("time.zone");
        assertThat(errors("patient.map", "MD-V5-0000410")).containsOnlyKeys("patient.map");
        assertThat(errors("patient.pseudonym.enabled", "true", "patient.pseudonym.secret", "short"))
                .containsOnlyKeys("patient.pseudonym.secret");
        assertThat(errors("session.timeout.ms", "1000", "keepalive.interval.ms", "900"))
                .containsOnlyKeys("session.timeout.ms");
        assertThat(errors("discovery.broadcast.enabled", "false")).containsOnlyKeys("device.addresses");
        assertThat(errors("topic.raw", "x", "topic.processed", "x")).containsOnlyKeys("topic.processed");
    }

    @Test
    void acceptsAnImportWithoutDevices() {
        assertThat(errors("discovery.broadcast.enabled", "false", "import.paths", "/tmp/a.csv"))
                .isEmpty();
    }

    @Test
    void readsPatientsFromTheFileAndLetsTheConfigurationCorrectThem(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("patients"), "# lab 1\nD1=P1\n\nD2 = P2\n");
        PatientSettings patients = EmotiBitSettings.of(
                        Map.of("patient.map.file", file.toString(), "patient.map", "D2=P9,D3=P3"))
                .patients();

        assertThat(patients.load()).containsOnly(Map.entry("D1", "P1"), Map.entry("D2", "P9"), Map.entry("D3", "P3"));
        assertThat(patients.toString()).doesNotContain("P9");
    }

    @Test
    void saysWhichPatientFileCannotBeRead() {
        PatientSettings patients =
                EmotiBitSettings.of(Map.of("patient.map.file", "/no/such/file")).patients();

        assertThatThrownBy(patients::load).isInstanceOf(ConfigException.class).hasMessageContaining("/no/such/file");
    }

    @Test
    void splitsDevicesSoThatEachBelongsToOneTask() {
        List<TaskShare> shares =
                TaskShare.split(Map.of("a", "b"), 3).stream().map(TaskShare::of).toList();

        IntStream.range(0, 300).mapToObj(i -> "MD-V5-" + i).forEach(id -> assertThat(
                        shares.stream().filter(share -> share.owns(id)))
                .hasSize(1));
        assertThat(shares).allSatisfy(share -> assertThat(IntStream.range(0, 300)
                        .filter(i -> share.owns("MD-V5-" + i))
                        .count())
                .isGreaterThan(50));
    }

    @Test
    void describesEveryKeyForFormsAndNamesOnlySecretsLikeSecrets() {
        for (ConfigDef.ConfigKey key : EmotiBitSettings.DEFINITION.configKeys().values()) {
            assertThat(key.group).as(key.name).isNotNull();
            assertThat(key.displayName).as(key.name).isNotBlank();
            assertThat(key.documentation).as(key.name).isNotBlank().doesNotContain("<", "&");
            boolean secret = key.type == ConfigDef.Type.PASSWORD;
            assertThat(key.name.matches(".*(key|token|secret|password)$|.*credentials.*"))
                    .as(key.name)
                    .isEqualTo(secret);
        }
    }
}
