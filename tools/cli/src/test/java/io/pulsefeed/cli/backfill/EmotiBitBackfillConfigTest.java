package io.pulsefeed.cli.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmotiBitBackfillConfigTest {

    @Test
    void usesTopicsMetricsAndPatientsOfLiveConnector() throws IOException {
        JsonNode live = new ObjectMapper()
                .readTree(
                        "{\"topic.raw\":\"raw\",\"metrics.hop.ms\":\"5000\",\"patient.map.file\":\"/p\",\"device.addresses\":\"10.0.0.1\","
                                + "\"import.paths\":\"/x\",\"tasks.max\":\"4\"}");

        JsonNode config = EmotiBitBackfillConfig.config(
                live, "/card.csv", "D1", "", Map.of("bootstrap.servers", "kafka:29092"), "copy", true);

        assertThat(config.get("topic.raw").asText()).isEqualTo("raw");
        assertThat(config.get("metrics.hop.ms").asText()).isEqualTo("5000");
        assertThat(config.get("patient.map.file").asText()).isEqualTo("/p");
        assertThat(config.has("device.addresses")).isFalse();
        assertThat(config.has("import.paths")).isFalse();
        assertThat(config.get("tasks.max").asText()).isEqualTo("1");
        assertThat(config.get("discovery.broadcast.enabled").asText()).isEqualTo("false");
        assertThat(config.get("backfill.paths").asText()).isEqualTo("/card.csv");
        assertThat(config.get("backfill.dry.run").asText()).isEqualTo("true");
        assertThat(config.get("backfill.session.topics").asText()).isEqualTo("copy");
        assertThat(config.get("backfill.consumer.bootstrap.servers").asText()).isEqualTo("kafka:29092");
    }

    @Test
    void hasDefaultsWithoutLiveConnector() {
        JsonNode config =
                EmotiBitBackfillConfig.config(MissingNode.getInstance(), "/card.csv", "", "", Map.of(), "", false);

        assertThat(config.get("value.converter").asText()).endsWith("ByteArrayConverter");
        assertThat(EmotiBitBackfillConfig.topic(MissingNode.getInstance(), "topic.raw", "Emotibit_rawdata"))
                .isEqualTo("Emotibit_rawdata");
    }

    @Test
    void readsSummary() throws IOException {
        JsonNode event = new ObjectMapper()
                .readTree(
                        "{\"device_id\":\"D1\",\"session_id\":\"S1\",\"event\":\"backfilled\",\"detail\":{\"packets\":7,"
                                + "\"gaps_closed\":2,\"windows\":9,\"sessions\":1,\"dry_run\":false}}");

        assertThat(BackfillEvents.Summary.of(event))
                .isEqualTo(new BackfillEvents.Summary("D1", "S1", 7, 2, 9, 1, false));
    }
}
