package io.pulsefeed.emotibit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.emotibit.config.EmotiBitSourceConnectorConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;

class ConfigValidationTest {

    private static Map<String, List<String>> errors(String... settings) {
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            properties.put(settings[i], settings[i + 1]);
        }
        Config config = new Config(EmotiBitSourceConnectorConfig.DEFINITION.validate(properties));
        ConfigValidation.validate(config, properties);
        Map<String, List<String>> errors = new HashMap<>();
        for (ConfigValue value : config.configValues()) {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), value.errorMessages());
            }
        }
        return errors;
    }

    @Test
    void acceptsDefaults() {
        assertThat(errors()).isEmpty();
    }

    @Test
    void acceptsUnresolvedReference() {
        assertThat(errors("device.addresses", "${env:PULSEFEED_EMOTIBIT_DEVICES}"))
                .isEmpty();
    }

    @Test
    void acceptsConnectorThatOnlyCompletesSessions() {
        assertThat(errors(
                        "discovery.broadcast.enabled",
                        "false",
                        "backfill.paths",
                        "/card.csv",
                        "backfill.consumer.bootstrap.servers",
                        "kafka:9092"))
                .isEmpty();
        assertThat(errors("discovery.broadcast.enabled", "false")).containsOnlyKeys("device.addresses");
    }

    @Test
    void reportsErrorOnTheKeyToChange() {
        assertThat(errors("device.addresses", "192.168.1.300")).containsOnlyKeys("device.addresses");
        assertThat(errors("time.zone", "Paris")).containsOnlyKeys("time.zone");
        assertThat(errors("backfill.paths", "/card.csv")).containsOnlyKeys("backfill.consumer.bootstrap.servers");
        assertThat(errors("patient.map", "MD-V5-0000410")).containsOnlyKeys("patient.map");
        assertThat(errors("patient.pseudonym.enabled", "true", "patient.pseudonym.secret", "short"))
                .containsOnlyKeys("patient.pseudonym.secret");
        assertThat(errors("session.timeout.ms", "1000", "keepalive.interval.ms", "900"))
                .containsOnlyKeys("session.timeout.ms");
        assertThat(errors("discovery.broadcast.enabled", "false")).containsOnlyKeys("device.addresses");
        assertThat(errors("topic.raw", "x", "topic.processed", "x")).containsOnlyKeys("topic.processed");
    }

    @Test
    void acceptsImportWithoutDiscovery() {
        assertThat(errors("discovery.broadcast.enabled", "false", "import.paths", "/tmp/a.csv"))
                .isEmpty();
    }

    @Test
    void checksTheControlTopic() {
        assertThat(errors("control.topic", "commands", "control.consumer.bootstrap.servers", "kafka:9092"))
                .isEmpty();
        assertThat(errors("control.topic", "commands")).containsOnlyKeys("control.consumer.bootstrap.servers");
        assertThat(errors("control.topic", "Emotibit_processdata", "control.consumer.bootstrap.servers", "kafka:9092"))
                .containsOnlyKeys("control.topic");
        assertThat(errors("control.topic", "not a topic")).containsOnlyKeys("control.topic");
    }
}
