package io.pulsefeed.timescale;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectorValidationTest {

    /** A port without a listener: an unreachable server is not a configuration error. */
    private static final String UNREACHABLE = "jdbc:postgresql://127.0.0.1:1/none";

    @Test
    void acceptsMinimalMapping() {
        assertThat(errors(Map.of("fields.readings", "at:time:ms, device.id:device, temperature")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://127.0.0.1:1/none?user=a&password=secret-4711",
                "jdbc:postgresql://127.0.0.1:1/none?PASSWORD=secret-4711&sslmode=require",
                "jdbc:postgresql://127.0.0.1:1/none?sslpassword=secret-4711",
                "jdbc:postgresql://me:secret-4711@127.0.0.1:1/none"
            })
    void rejectsAndHidesAPasswordInTheUrl(String url) {
        List<ConfigValue> values = new TimescaleSinkConnector()
                .validate(new HashMap<>(
                        Map.of("name", "s", "topics", "t", "fields.t", "a:a:text", "connection.url", url)))
                .configValues();

        assertThat(values)
                .filteredOn(value -> value.name().equals("connection.url"))
                .singleElement()
                .satisfies(value -> assertThat(value.errorMessages())
                        .singleElement()
                        .asString()
                        .contains("must not contain a password", "connection.password"));
        assertThat(values.toString()).doesNotContain("secret-4711");
    }

    @Test
    void acceptsOtherParametersOfTheUrl() {
        assertThat(errors(Map.of(
                        "connection.url",
                        UNREACHABLE + "?sslmode=verify-full&sslrootcert=/a/ca.crt&user=x&passwordless=1",
                        "fields.readings",
                        "a:a:text")))
                .isEmpty();
    }

    @Test
    void acceptsEachAddressOfAKey() {
        assertThat(errors(Map.of(
                        "fields.readings", "key:device, key.id, key.a.b:c:text, value:key.d, key\\.e, key:f\\.g")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            textBlock =
                    """
            fields.readings          # a..b                          # fields.readings       # is not a valid path
            fields.readings          # a:b:c:d                       # fields.readings       # the form is source:column:type
            fields.readings          # key.                          # fields.readings       # is not a valid path
            fields.readings          # key..a                        # fields.readings       # is not a valid path
            fields.readings          # key:dev.id                    # fields.readings       # write key.dev.id
            fields.readings          # key.a|b                       # fields.readings       # write value:key.a|b
            fields.readings          # a|key.b                       # fields.readings       # write value:a|key.b
            fields.readings          # kafka:offsets                 # fields.readings       # offset, timestamp or received
            fields.readings          # each:value                    # fields.readings       # each.TOPIC
            fields.readings          # spread:name                   # fields.readings       # spread.TOPIC
            fields.other             # a                             # fields.other          # not among topics
            fields.other-*           # a                             # fields.other-*        # not among topics
            fields.read*             # a..b                          # fields.read*          # is not a valid path
            conflict.readings        # newest                        # conflict.readings     # must be first or last
            values.readings          # a=b                           # values.readings       # the form column:from=to
            connection.url           # jdbc:mysql://x                # connection.url        # jdbc:postgresql:
            time.max                 # tomorrow                      # time.max              # ISO 8601
            profile                  # crypto                        # profile               # one of
            retention.readings       # 90d                           # retention.readings    # such as 90 days
            compress.segmentby.readings # a b                        # compress.segmentby.readings # column names separated by commas
            compress.segmentby.readings # a,,b                       # compress.segmentby.readings # column names separated by commas
            compress.segmentby.readings # "a"                        # compress.segmentby.readings # column names separated by commas
            compress.orderby.readings   # at down                    # compress.orderby.readings # optional ASC or DESC
            decompress.max.tuples    # -1                            # decompress.max.tuples # at least 0
            auto.create              # true                          # fields.readings       # third part
            fields.readings          # *                             # fields.readings       # requires the schema of records
            route.readings           # kind                          # route.readings        # requires the tables to choose from
            when.readings            # header:                       # when.readings         # has no name
            when.readings            # a..b=c                        # when.readings         # is not a valid path
            route.other              # kind                          # route.other           # not among topics
            """)
    void reportsErrorAtTheKeyToChange(String key, String value, String reportedAt, String message) {
        Map<String, String> settings = new HashMap<>();
        settings.put("fields.readings", "a");
        settings.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        settings.put(key, value);
        assertThat(errors(settings)).hasEntrySatisfying(reportedAt, messages -> assertThat(String.join(" ", messages))
                .contains(message));
    }

    @ParameterizedTest
    @CsvSource({"id, true", "*, true", "'*, kafka:offset', true", "'id, at:at:ms', true"})
    void acceptsTypesThatASchemaCanProvide(String fields, String autoCreate) {
        Map<String, String> settings =
                new HashMap<>(Map.of("fields.readings", fields, "auto.create", autoCreate, "unique.readings", "id"));
        assertThat(errors(settings)).isEmpty();
        settings.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        assertThat(errors(settings)).isEmpty();
        settings.put("value.converter.schemas.enable", "false");
        assertThat(errors(settings)).containsOnlyKeys("fields.readings");
    }

    @Test
    void acceptsTopicsThatATransformCanProduce() {
        Map<String, String> routed = Map.of("transforms", "route", "fields.orders", "id", "unique.orders", "id");
        assertThat(errors(routed)).isEmpty();
        assertThat(errors(Map.of("fields.readings", "a", "transforms", "route", "unique.ordres", "id")))
                .hasEntrySatisfying(
                        "unique.ordres",
                        messages ->
                                assertThat(messages).singleElement().asString().contains("fields.ordres is missing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"topics", "topics.regex"})
    void reportsErrorsOfPatternsAtThePattern(String topics) {
        Map<String, String> settings = new HashMap<>(
                Map.of("name", "custom", "connection.url", UNREACHABLE, "fields.sensor-*", "at:at:s, id::text"));
        settings.put(topics, topics.equals("topics") ? "sensor-1,sensor-2" : "sensor-.*");
        assertThat(errorsOf(settings)).isEmpty();
        settings.putAll(Map.of("auto.create", "true", "unique.sensor-*", "id"));
        assertThat(errorsOf(settings).get("unique.sensor-*").get(0)).contains("time column at");
    }

    @Test
    void acceptsColumnsOfCompression() {
        assertThat(errors(Map.of(
                        "fields.readings", "a",
                        "compress.segmentby.readings", "device, type",
                        "compress.segmentby.market.readings", "",
                        "compress.orderby.readings", "at DESC nulls last, n asc, id")))
                .isEmpty();
    }

    @Test
    void rejectsColumnsInSegmentAndOrder() {
        assertThat(errors(Map.of(
                        "fields.readings", "a",
                        "compress.segmentby.readings", "device",
                        "compress.orderby.readings", "at DESC, device DESC")))
                .containsOnlyKeys("compress.orderby.readings");
    }

    @Test
    void reportsTopicWithoutMappingWithAnExample() {
        assertThat(errors(Map.of()).get("fields.readings").get(0))
                .contains("has no mapping")
                .contains("for example");
    }

    @Test
    void requiresTimeColumnInHypertableKey() {
        Map<String, String> settings =
                Map.of("auto.create", "true", "fields.readings", "at:at:s, id::text", "unique.readings", "id");
        assertThat(errors(settings).get("unique.readings").get(0)).contains("time column at");
    }

    @ParameterizedTest
    @ValueSource(strings = {"connectors", "examples"})
    void acceptsEveryShippedExample(String folder) throws IOException {
        try (Stream<Path> examples = Files.list(Path.of("../connect-config").resolve(folder))) {
            List<Path> sinkExamples = examples.filter(
                            path -> path.getFileName().toString().startsWith("timescale-"))
                    .toList();
            assertThat(sinkExamples).isNotEmpty();
            for (Path example : sinkExamples) {
                JsonNode config = new ObjectMapper().readTree(example.toFile()).get("config");
                Map<String, String> settings = new HashMap<>();
                config.properties()
                        .forEach(entry ->
                                settings.put(entry.getKey(), entry.getValue().asText()));
                settings.put("connection.url", UNREACHABLE);
                assertThat(errorsOf(settings)).as(example.toString()).isEmpty();
            }
        }
    }

    private static Map<String, List<String>> errors(Map<String, String> more) {
        Map<String, String> settings =
                new HashMap<>(Map.of("name", "custom", "topics", "readings", "connection.url", UNREACHABLE));
        settings.putAll(more);
        return errorsOf(settings);
    }

    private static Map<String, List<String>> errorsOf(Map<String, String> settings) {
        Map<String, List<String>> errors = new HashMap<>();
        for (ConfigValue value : new TimescaleSinkConnector().validate(settings).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), value.errorMessages());
            }
        }
        return errors;
    }
}
