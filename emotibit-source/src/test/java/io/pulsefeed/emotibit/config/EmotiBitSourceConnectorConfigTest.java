package io.pulsefeed.emotibit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmotiBitSourceConnectorConfigTest {

    @Test
    void requiresNoKey() {
        EmotiBitSourceConnectorConfig config = new EmotiBitSourceConnectorConfig(Map.of());

        assertThat(config.devices().broadcast()).isTrue();
        assertThat(config.records().rawTopic()).isEqualTo("Emotibit_rawdata");
        assertThat(config.records().processedTopic()).isEqualTo("Emotibit_processdata");
        assertThat(config.metrics()).isEqualTo(MetricConfig.DEFAULT);
    }

    @Test
    void treatsUnresolvedReferenceAsEmpty() {
        assertThat(new EmotiBitSourceConnectorConfig(Map.of("device.addresses", "${env:PULSEFEED_EMOTIBIT_DEVICES}"))
                        .devices()
                        .addresses())
                .isEmpty();
    }

    @Test
    void mergesPatientFileWithInlineMap(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("patients"), "# lab 1\nD1=P1\n\nD2 = P2\n");
        PatientConfig patients = new EmotiBitSourceConnectorConfig(
                        Map.of("patient.map.file", file.toString(), "patient.map", "D2=P9,D3=P3"))
                .patients();

        assertThat(patients.patients().load())
                .containsOnly(Map.entry("D1", "P1"), Map.entry("D2", "P9"), Map.entry("D3", "P3"));
        assertThat(patients.toString()).doesNotContain("P9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFFD1=P1\n", "\uFEFF# lab 1\r\nD1=P1\r\n"})
    void readsPatientFileWithByteOrderMark(String text, @TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("patients"), text);

        assertThat(new EmotiBitSourceConnectorConfig(Map.of("patient.map.file", file.toString()))
                        .patients()
                        .patients()
                        .load())
                .containsOnly(Map.entry("D1", "P1"));
    }

    @Test
    void namesUnreadablePatientFile() {
        PatientConfig patients =
                new EmotiBitSourceConnectorConfig(Map.of("patient.map.file", "/no/such/file")).patients();

        assertThatThrownBy(patients.patients()::load)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("/no/such/file");
    }

    @Test
    void documentsEveryKeyAndNamesOnlySecretsLikeSecrets() {
        for (ConfigDef.ConfigKey key :
                EmotiBitSourceConnectorConfig.DEFINITION.configKeys().values()) {
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
