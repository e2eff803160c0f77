package io.pulsefeed.deployment.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The presets of the original documents are overlays of shipped connectors with valid settings. */
class PresetsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PRODUCER = "producer.override.";

    static Stream<Path> presets() {
        return Stream.of("document-0", "document-1")
                .flatMap(preset -> Checkout.files("connect-config/presets/" + preset, ".json").stream());
    }

    private static JsonNode config(Path file) throws IOException {
        JsonNode root = JSON.readTree(file.toFile());
        assertThat(root.required("name").asText() + ".json")
                .isEqualTo(file.getFileName().toString());
        return root.required("config");
    }

    /** The settings of the producer after the overlay is merged, on a worker without exactly-once support. */
    private static ProducerConfig producer(Path preset) throws IOException {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "bootstrap.servers", "localhost:1",
                "key.serializer", ByteArraySerializer.class,
                "value.serializer", ByteArraySerializer.class));
        Path shipped = Checkout.path("connect-config/connectors/" + preset.getFileName());
        for (Path file : new Path[] {shipped, preset}) {
            config(file).properties().forEach(entry -> {
                if (entry.getKey().startsWith(PRODUCER)) {
                    settings.put(
                            entry.getKey().substring(PRODUCER.length()),
                            entry.getValue().asText());
                }
            });
        }
        return new ProducerConfig(settings);
    }

    @ParameterizedTest
    @MethodSource("presets")
    void overlaysAShippedConnector(Path preset) throws IOException {
        assertThat(Checkout.path("connect-config/connectors/" + preset.getFileName()))
                .isRegularFile();
        assertThat(config(preset)).isNotEmpty();
        assertThat(producer(preset)).isNotNull();
    }

    @Test
    void haveTheValuesOfTheDocuments() throws IOException {
        ProducerConfig one = producer(Checkout.path("connect-config/presets/document-0/emotibit-source.json"));
        assertThat(one.getInt("batch.size")).isEqualTo(1);
        assertThat(one.getLong("linger.ms")).isEqualTo(1);
        ProducerConfig acks = producer(Checkout.path("connect-config/presets/document-1/kraken-source.json"));
        assertThat(acks.getString("acks")).isEqualTo("1");
        assertThat(acks.getInt("retries")).isEqualTo(3);
        assertThat(acks.getString("compression.type")).isEqualTo("lz4");
        assertThat(acks.getBoolean("enable.idempotence")).isFalse();
        assertThat(config(Checkout.path("connect-config/presets/document-0/timescale-emotibit.json"))
                        .required("batch.max.rows")
                        .asText())
                .isEqualTo("1");
    }
}
