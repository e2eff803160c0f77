package io.pulsefeed.emotibit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.emotibit.config.EmotiBitSourceConnectorConfig;
import io.pulsefeed.emotibit.importing.FuzzedTopic;
import io.pulsefeed.emotibit.record.Patients;
import io.pulsefeed.testing.fuzz.FuzzKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;

/** A kind of external input and its parser. */
enum InputKind implements FuzzKind {
    DATAGRAMS {
        /** Each part after a form feed is a datagram of a connected device. */
        @Override
        public void read(byte[] input) {
            FuzzedHost host = new FuzzedHost();
            host.connect();
            host.receive(input);
            host.checkRecords();
        }
    },
    ANSWERS {
        /** Each part after a form feed is a datagram on the advertising port. */
        @Override
        public void read(byte[] input) {
            FuzzedHost host = new FuzzedHost();
            host.receiveAnswers(input);
            host.checkRecords();
        }
    },
    SD_FILES {
        @Override
        public void read(byte[] input) throws IOException {
            Path file = Files.createTempFile("fuzz-", ".csv");
            try {
                FuzzedFile.check(Files.write(file, input));
            } finally {
                Files.delete(file);
            }
        }
    },
    TOPIC_RECORDS {
        @Override
        public void read(byte[] input) {
            FuzzedTopic.read(input);
        }
    },
    PATIENT_MAP {
        @Override
        public void read(byte[] input) throws IOException {
            Path file = Files.createTempFile("fuzz-", ".txt");
            try {
                Files.write(file, input);
                EmotiBitSourceConnectorConfig config = new EmotiBitSourceConnectorConfig(Map.of(
                        "patient.map.file", file.toString(),
                        "patient.pseudonym.enabled", "true",
                        "patient.pseudonym.secret", "a secret of the test"));
                String patient =
                        Patients.of(config.patients(), config.studies()).of("MD-V5-0000410");
                assertThat(patient == null || patient.startsWith("p-")).isTrue();
            } catch (ConfigException e) {
                assertThat(e.getMessage()).doesNotContain("P7");
            } finally {
                Files.delete(file);
            }
        }
    },
    OFFSETS {
        /** A list of partitions and offsets, as a user sends them to the REST API of the worker. */
        @Override
        public void read(byte[] input) {
            Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();
            Map<String, Object> stored = null;
            try {
                for (JsonNode pair : JSON.readTree(input)) {
                    stored = fields(pair.get("offset"));
                    offsets.put(fields(pair.get("partition")), stored);
                }
            } catch (IOException | IllegalArgumentException e) {
                return;
            }
            try {
                new EmotiBitSourceConnector().alterOffsets(Map.of(), offsets);
            } catch (ConnectException e) {
                assertThat(e).hasMessageContaining("Accepted form");
                return;
            }
            FuzzedHost host = new FuzzedHost(stored);
            host.connect();
            host.receive(new byte[0]);
            host.checkRecords();
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();

    @SuppressWarnings("unchecked")
    private static Map<String, Object> fields(JsonNode node) throws JsonProcessingException {
        return node == null ? null : JSON.treeToValue(node, Map.class);
    }
}
