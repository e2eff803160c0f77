package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.testing.Http;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.source.SourceConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The REST responses that AKHQ, Redpanda Console and Kafka UI build a connector's form from, requested from a real worker. */
class ConnectFormsIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path home;

    private static TestStack stack;

    @BeforeAll
    static void start() {
        stack = TestStack.start(home, Map.of("PULSEFEED_PROBE", "text-of-the-environment"));
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    static Stream<Connector> connectors() {
        return Stream.concat(pluginConnectors(SourceConnector.class), pluginConnectors(SinkConnector.class));
    }

    private static <C extends Connector> Stream<Connector> pluginConnectors(Class<C> kind) {
        return ServiceLoader.load(kind).stream()
                .filter(provider -> provider.type().getName().startsWith("io.pulsefeed."))
                .map(ServiceLoader.Provider::get);
    }

    private static Http.Response call(String method, String path, JsonNode body) {
        return ConnectCalls.send(stack.stack().restUrl(), method, path, body);
    }

    private static Http.Response validate(String pathName, JsonNode form) {
        return call("PUT", "/connector-plugins/" + pathName + "/config/validate", form);
    }

    private static ObjectNode form(String connectorClass) {
        return JSON.createObjectNode().put("connector.class", connectorClass).put("name", "from-a-form");
    }

    private static ObjectNode emptyForm(Connector connector) {
        return form(connector.getClass().getName());
    }

    private static Stream<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** The plugin's fields in response order, without those that the worker adds to every connector. */
    private static Map<String, JsonNode> fields(Connector connector, JsonNode response) {
        Set<String> pluginKeys = connector.config().names();
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        response.required("configs").forEach(config -> {
            String name = config.at("/definition/name").asText();
            if (pluginKeys.contains(name)) {
                fields.put(name, config);
            }
        });
        return fields;
    }

    private static Map<String, List<String>> errors(JsonNode response) {
        Map<String, List<String>> errors = new TreeMap<>();
        response.required("configs").forEach(config -> {
            List<String> texts =
                    each(config.at("/value/errors")).map(JsonNode::asText).toList();
            if (!texts.isEmpty()) {
                errors.put(config.at("/value/name").asText(), texts);
            }
        });
        return errors;
    }

    /** The list that users choose from. Redpanda Console recognizes a source by its class name. */
    @Test
    void listsEveryConnectorWithTypeAndVersion() {
        Map<String, JsonNode> recommended = new TreeMap<>();
        call("GET", "/connector-plugins", null)
                .json()
                .forEach(plugin -> recommended.put(plugin.required("class").asText(), plugin));

        assertThat(connectors()).hasSize(4).allSatisfy(connector -> {
            JsonNode plugin = recommended.get(connector.getClass().getName());
            assertThat(plugin).as(connector.getClass().getName()).isNotNull();
            boolean source = connector instanceof SourceConnector;
            assertThat(plugin.required("type").asText()).isEqualTo(source ? "source" : "sink");
            assertThat(plugin.required("version").asText())
                    .isEqualTo(connector.version())
                    .matches("\\d+\\.\\d+\\.\\d+.*");
            assertThat(connector.getClass().getSimpleName().contains("Source")).isEqualTo(source);
        });
    }

    @ParameterizedTest
    @MethodSource("connectors")
    void everyFieldHasGroupOrderNameAndDocumentation(Connector connector) {
        JsonNode response =
                validate(connector.getClass().getName(), emptyForm(connector)).json();
        Map<String, JsonNode> fields = fields(connector, response);

        assertThat(fields.keySet()).containsExactlyInAnyOrderElementsOf(shown(connector.config()));
        Map<String, Set<Integer>> orders = new TreeMap<>();
        fields.forEach((name, field) -> {
            JsonNode definition = field.required("definition");
            assertThat(definition.path("display_name").asText())
                    .as(name)
                    .isNotBlank()
                    .isNotEqualTo(name);
            assertThat(definition.path("documentation").asText())
                    .as(name)
                    .isNotBlank()
                    .doesNotContain("<", "&");
            String group = definition.path("group").asText("");
            assertThat(group).as("group of " + name).isNotBlank();
            assertThat(orders.computeIfAbsent(group, g -> new TreeSet<>())
                            .add(definition.path("order_in_group").asInt(-1)))
                    .as("order of %s in group %s is unique", name, group)
                    .isTrue();
        });
        orders.forEach((group, places) -> assertThat(places)
                .as(group)
                .first()
                .isEqualTo(1)
                .satisfies(first -> assertThat(places).hasSize(((TreeSet<Integer>) places).last())));
        assertThat(each(response.required("groups")).map(JsonNode::asText)).containsAll(orders.keySet());
    }

    private static Set<String> shown(ConfigDef definition) {
        Set<String> names = new LinkedHashSet<>();
        definition.configKeys().values().stream()
                .filter(key -> !key.internalConfig)
                .forEach(key -> names.add(key.name));
        return names;
    }

    /** The form keeps its layout while the user fills it in: groups, fields and order do not depend on the values. */
    @ParameterizedTest
    @MethodSource("connectors")
    void layoutDoesNotDependOnValues(Connector connector) {
        JsonNode empty =
                validate(connector.getClass().getName(), emptyForm(connector)).json();
        ObjectNode typed = emptyForm(connector);
        connector.config().names().forEach(key -> typed.put(key, "x"));
        JsonNode full = validate(connector.getClass().getName(), typed).json();

        assertThat(groups(full)).isEqualTo(groups(empty)).doesNotHaveDuplicates();
        assertThat(List.copyOf(fields(connector, full).keySet()))
                .isEqualTo(List.copyOf(fields(connector, empty).keySet()));
        JsonNode listed = call(
                        "GET", "/connector-plugins/" + connector.getClass().getName() + "/config", null)
                .json();
        assertThat(each(listed).map(key -> key.required("name").asText())).containsAll(shown(connector.config()));
    }

    private static List<String> groups(JsonNode response) {
        return each(response.required("groups")).map(JsonNode::asText).toList();
    }

    /** Each required key reports an error on its field, and no other key does. */
    @ParameterizedTest
    @MethodSource("connectors")
    void emptyFormReportsEachRequiredField(Connector connector) {
        JsonNode response =
                validate(connector.getClass().getName(), emptyForm(connector)).json();

        List<String> required = connector.config().configKeys().values().stream()
                .filter(key -> !key.hasDefault())
                .map(key -> key.name)
                .toList();
        Map<String, List<String>> errors = errors(response);
        assertThat(errors.keySet()).containsAll(required);
        assertThat(required).allSatisfy(key -> {
            JsonNode definition = fields(connector, response).get(key).required("definition");
            assertThat(definition.required("required").asBoolean()).isTrue();
            assertThat(definition.required("default_value").isNull()).isTrue();
        });
        assertThat(response.required("error_count").asInt())
                .isEqualTo(errors.values().stream().mapToInt(List::size).sum());
    }

    @ParameterizedTest
    @MethodSource("connectors")
    void invalidValueIsReportedOnItsFieldNotAsServerError(Connector connector) {
        List<String> failed = new ArrayList<>();
        for (ConfigKey key : connector.config().configKeys().values()) {
            for (String invalid : List.of("x", "", "-7", "${env:", "\u0000\uFFFF", "[{\"")) {
                Http.Response response = validate(
                        connector.getClass().getName(), emptyForm(connector).put(key.name, invalid));
                if (response.status() != 200) {
                    failed.add(key.name + "=" + invalid + ": " + response.status() + " " + response.body());
                } else if (isNumber(key) && invalid.equals("x")) {
                    assertThat(errors(response.json())).containsKey(key.name);
                }
            }
        }
        assertThat(failed).isEmpty();
    }

    private static boolean isNumber(ConfigKey key) {
        return switch (key.type) {
            case INT, LONG, SHORT, DOUBLE, BOOLEAN -> true;
            default -> false;
        };
    }

    /** The class may be the full name or the plugin alias; if the form has an alias, the path has one as well. */
    @ParameterizedTest
    @MethodSource("connectors")
    void acceptsClassNamesAndAliases(Connector connector) {
        String full = connector.getClass().getName();
        String simple = connector.getClass().getSimpleName();
        String alias = simple.replaceFirst("Connector$", "");
        Map<String, List<String>> expected =
                errors(validate(full, emptyForm(connector)).json());

        List<List<String>> combinations =
                List.of(List.of(full, full), List.of(simple, full), List.of(simple, simple), List.of(alias, alias));
        assertThat(combinations).allSatisfy(combination -> assertThat(errors(
                        validate(combination.get(0), form(combination.get(1))).json()))
                .isEqualTo(expected));
    }

    /** This error comes from the worker, for any connector; user interfaces always send the class. */
    @ParameterizedTest
    @MethodSource("connectors")
    void formWithoutClassIsRejected(Connector connector) {
        Http.Response response = validate(connector.getClass().getName(), JSON.createObjectNode());

        assertThat(response.body()).contains("contains no connector type");
    }

    /** Each key with a fixed set of values recommends exactly those, so that forms show a drop-down. */
    @ParameterizedTest
    @MethodSource("connectors")
    void recommendsTheValuesOfEveryEnumeratedKey(Connector connector) {
        Map<String, JsonNode> fields = fields(
                connector,
                validate(connector.getClass().getName(), emptyForm(connector)).json());
        connector.config().configKeys().values().stream()
                .filter(key -> key.recommender != null)
                .forEach(key -> {
                    JsonNode value = fields.get(key.name).required("value");
                    List<String> recommended = each(value.required("recommended_values"))
                            .map(JsonNode::asText)
                            .toList();
                    assertThat(recommended).as(key.name).isNotEmpty().doesNotHaveDuplicates();
                    assertThat(value.required("visible").asBoolean())
                            .as(key.name)
                            .isTrue();
                    List<String> rejected = recommended.stream()
                            .filter(choice -> errors(validate(
                                                    connector.getClass().getName(),
                                                    emptyForm(connector).put(key.name, choice))
                                            .json())
                                    .getOrDefault(key.name, List.of())
                                    .stream()
                                    .anyMatch(error -> error.startsWith("Invalid value")))
                            .toList();
                    assertThat(rejected)
                            .as("recommended for %s but rejected", key.name)
                            .isEmpty();
                });
        assertThat(connector.config().configKeys().values())
                .filteredOn(key -> isEnumerated(key) && key.recommender == null)
                .extracting(key -> key.name)
                .isEmpty();
    }

    private static boolean isEnumerated(ConfigKey key) {
        return key.validator instanceof ConfigDef.ValidString
                || key.validator != null && key.validator.toString().startsWith("one of ");
    }

    /** A literal password is returned as {@code [hidden]}, a placeholder unresolved. */
    @Test
    void responsesMaskPasswords() {
        Connector sink = pluginConnectors(SinkConnector.class).findFirst().orElseThrow();
        Map<String, String> expected =
                Map.of("literal-password-4711", "[hidden]", "${env:PULSEFEED_PROBE}", "${env:PULSEFEED_PROBE}");
        expected.forEach((password, returned) -> {
            Http.Response response =
                    validate(sink.getClass().getName(), emptyForm(sink).put("connection.password", password));

            JsonNode field = fields(sink, response.json()).get("connection.password");
            assertThat(field.at("/definition/type").asText()).isEqualTo("PASSWORD");
            assertThat(field.at("/value/value").asText()).isEqualTo(returned);
            assertThat(response.body()).doesNotContain("literal-password-4711", "text-of-the-environment");
        });
    }

    /** Kafka UI masks values by key name, so the name pattern and the PASSWORD type must agree. */
    @ParameterizedTest
    @MethodSource("connectors")
    void keysNamedLikeSecretsArePasswords(Connector connector) {
        assertThat(connector.config().configKeys().values()).allSatisfy(key -> {
            boolean isNamedLikeSecret = key.name.matches(".*(password|secret|token|key|credentials.*)$");
            assertThat(isNamedLikeSecret).as(key.name).isEqualTo(key.type == ConfigDef.Type.PASSWORD);
        });
    }
}
