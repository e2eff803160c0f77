package io.pulsefeed.emotibit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.emotibit.config.EmotiBitSourceConnectorConfig;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmotiBitSourceConnectorTest {

    private final EmotiBitSourceConnector connector = new EmotiBitSourceConnector();

    @Test
    void acceptsShippedExample() throws Exception {
        JsonNode example = new ObjectMapper()
                .readTree(Path.of("../connect-config/connectors/emotibit-source.json")
                        .toFile());
        Map<String, String> config =
                new ObjectMapper().convertValue(example.get("config"), new TypeReference<Map<String, String>>() {});

        assertThat(config).containsEntry("connector.class", EmotiBitSourceConnector.class.getName());
        assertThat(connector.validate(config).configValues())
                .allSatisfy(value -> assertThat(value.errorMessages()).isEmpty());
        assertThat(EmotiBitSourceConnectorConfig.DEFINITION.names())
                .containsAll(config.keySet().stream()
                        .filter(key -> !key.matches("(connector|tasks|key|value|producer)\\..*"))
                        .toList());
    }

    @Test
    void rejectsShortSecret() {
        Map<String, String> config = Map.of("patient.pseudonym.enabled", "true");

        assertThat(connector.validate(config).configValues())
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .extracting(ConfigValue::name)
                .containsExactly("patient.pseudonym.secret");
    }

    @Test
    void createsOneConfigPerTask() {
        connector.start(Map.of("name", "e"));

        List<Map<String, String>> configs = connector.taskConfigs(3);
        assertThat(configs).hasSize(3).doesNotHaveDuplicates();
        assertThat(connector.taskConfigs(3)).isEqualTo(configs);
    }

    @Test
    void doesNotSupportExactlyOnce() {
        assertThat(connector.exactlyOnceSupport(Map.of())).isEqualTo(ExactlyOnceSupport.UNSUPPORTED);
        assertThat(connector.version()).matches("\\d.*");
    }

    @Test
    void acceptsValidOffsetsAndResets() {
        Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();
        assertThat(connector.alterOffsets(Map.of(), offsets)).isTrue();
        offsets.put(Map.of("device", "D1"), Map.of("session", "S", "packet", 5, "emotibit_ts", 7, "timestamp_us", 9));
        offsets.put(Map.of("file", "/a.csv"), Map.of("lines", 12));
        offsets.put(Collections.singletonMap("anything", "x"), null);
        assertThat(connector.alterOffsets(Map.of(), offsets)).isTrue();
    }

    @Test
    void rejectsInvalidOffsets() {
        assertThatThrownBy(() ->
                        connector.alterOffsets(Map.of(), Map.of(Map.of("file", "/a.csv"), Map.of("lines", "many"))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("lines");
        assertThatThrownBy(() -> connector.alterOffsets(Map.of(), Map.of(Map.of("task", "1"), Map.of("lines", 1))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("partition");
    }

    @ParameterizedTest
    @CsvSource({
        "foo,1,unknown field foo",
        "session,S;packet=70000;emotibit_ts=7;timestamp_us=9,packet",
        "session,S;packet=5,emotibit_ts",
        "session,S;packet=5;emotibit_ts=7;timestamp_us=1790358506844359000,timestamp_us",
        "packet,5,session",
        "lines,12,unknown field lines",
    })
    void rejectsOffsetsThatADeviceCannotHave(String name, String values, String message) {
        Map<String, Object> offset = new HashMap<>();
        String[] fields = (name + "=" + values).split(";");
        for (String field : fields) {
            String[] parts = field.split("=");
            offset.put(parts[0], parts[0].equals("session") ? parts[1] : (Object) Long.valueOf(parts[1]));
        }
        assertThatThrownBy(() -> connector.alterOffsets(Map.of(), Map.of(Map.of("device", "D1"), offset)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("Accepted form: {\"device\":\"id\"}");
    }

    @Test
    void rejectsUnknownFieldsOfAPartition() {
        assertThatThrownBy(() -> connector.alterOffsets(
                        Map.of(), Map.of(Map.of("device", "D1", "task", "0"), Map.of("session", "S"))))
                .hasMessageContaining("unknown field task");
        assertThatThrownBy(() -> connector.alterOffsets(Map.of(), Map.of(Map.of("file", " "), Map.of("lines", 1))))
                .hasMessageContaining("'file'");
    }
}
