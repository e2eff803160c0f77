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

/** What AKHQ, Redpanda Console and Kafka UI build a connector's form from, asked of a real worker as they ask it. */
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
        return Stream.concat(ours(SourceConnector.class), ours(SinkConnector.class));
    }

    private static <C extends Connector> Stream<Connector> ours(Class<C> kind) {
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

    /** The form's fields that are the plugin's own, in the order of the answer; the worker adds those of every connector. */
    private static Map<String, JsonNode> fields(Connector connector, JsonNode answer) {
        Set<String> own = connector.config().names();
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        answer.required("configs").forEach(config -> {
            String name = config.at("/definition/name").asText();
            if (own.contains(name)) {
                fields.put(name, config);
            }
        });
        return fields;
    }

    private static Map<String, List<String>> errors(JsonNode answer) {
        Map<String, List<String>> errors = new TreeMap<>();
        answer.required("configs").forEach(config -> {
            List<String> texts =
                    each(config.at("/value/errors")).map(JsonNode::asText).toList();
            if (!texts.isEmpty()) {
                errors.put(config.at("/value/name").asText(), texts);
            }
        });
        return errors;
    }

    /** The worker tells classes, kinds and versions: what a user picks from. Redpanda Console takes a class for a source by its name. */
    @Test
    void offersEveryConnectorWithKindAndVersion() {
        Map<String, JsonNode> offered = new TreeMap<>();
        call("GET", "/connector-plugins", null)
                .json()
                .forEach(plugin -> offered.put(plugin.required("class").asText(), plugin));

        assertThat(connectors()).hasSize(4).allSatisfy(connector -> {
            JsonNode plugin = offered.get(connector.getClass().getName());
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
    void everyFieldHasItsPlaceItsNameAndItsHelp(Connector connector) {
        JsonNode answer =
                validate(connector.getClass().getName(), emptyForm(connector)).json();
        Map<String, JsonNode> fields = fields(connector, answer);

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
                            .add(definition.path("order").asInt(-1)))
                    .as("place of %s in group %s is its own", name, group)
                    .isTrue();
        });
        orders.forEach((group, places) -> assertThat(places)
                .as(group)
                .first()
                .isEqualTo(1)
                .satisfies(first -> assertThat(places).hasSize(((TreeSet<Integer>) places).last())));
        assertThat(each(answer.required("groups")).map(JsonNode::asText)).containsAll(orders.keySet());
    }

    private static Set<String> shown(ConfigDef definition) {
        Set<String> names = new LinkedHashSet<>();
        definition.configKeys().values().stream()
                .filter(key -> !key.internalConfig)
                .forEach(key -> names.add(key.name));
        return names;
    }

    /** A form that moves while one fills it in cannot be used: same groups, same fields, same order, whatever stands in it. */
    @ParameterizedTest
    @MethodSource("connectors")
    void theFormStaysTheSameWhateverIsTyped(Connector connector) {
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

    private static List<String> groups(JsonNode answer) {
        return each(answer.required("groups")).map(JsonNode::asText).toList();
    }

    /** Every required key complains on its own field, nothing else does, and nothing is answered with a stack trace. */
    @ParameterizedTest
    @MethodSource("connectors")
    void anEmptyFormNamesEachRequiredField(Connector connector) {
        JsonNode answer =
                validate(connector.getClass().getName(), emptyForm(connector)).json();

        List<String> required = connector.config().configKeys().values().stream()
                .filter(key -> !key.hasDefault())
                .map(key -> key.name)
                .toList();
        Map<String, List<String>> errors = errors(answer);
        assertThat(errors.keySet()).containsAll(required);
        assertThat(required).allSatisfy(key -> {
            JsonNode definition = fields(connector, answer).get(key).required("definition");
            assertThat(definition.required("required").asBoolean()).isTrue();
            assertThat(definition.required("default_value").isNull()).isTrue();
        });
        assertThat(answer.required("error_count").asInt())
                .isEqualTo(errors.values().stream().mapToInt(List::size).sum());
    }

    @ParameterizedTest
    @MethodSource("connectors")
    void nonsenseInAFieldIsAnErrorOfThatFieldNeverOfTheServer(Connector connector) {
        List<String> failed = new ArrayList<>();
        for (ConfigKey key : connector.config().configKeys().values()) {
            for (String nonsense : List.of("x", "", "-7", "${env:", "\u0000\uFFFF", "[{\"")) {
                Http.Response answer = validate(
                        connector.getClass().getName(), emptyForm(connector).put(key.name, nonsense));
                if (answer.status() != 200) {
                    failed.add(key.name + "=" + nonsense + ": " + answer.status() + " " + answer.body());
                } else if (isNumber(key) && nonsense.equals("x")) {
                    assertThat(errors(answer.json())).containsKey(key.name);
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

    /** The class may be written in full or as the plugin's short name; with a short one in the form the path is short as well. */
    @ParameterizedTest
    @MethodSource("connectors")
    void takesFullAndShortNamesAlike(Connector connector) {
        String full = connector.getClass().getName();
        String simple = connector.getClass().getSimpleName();
        String shortest = simple.replaceFirst("Connector$", "");
        Map<String, List<String>> expected =
                errors(validate(full, emptyForm(connector)).json());

        List<List<String>> ways = List.of(
                List.of(full, full), List.of(simple, full), List.of(simple, simple), List.of(shortest, shortest));
        assertThat(ways).allSatisfy(way -> assertThat(
                        errors(validate(way.get(0), form(way.get(1))).json()))
                .isEqualTo(expected));
    }

    /** The worker's own answer, whatever the connector: user interfaces send the class from the first look at a form on. */
    @ParameterizedTest
    @MethodSource("connectors")
    void aFormWithoutItsClassIsToldWhatItLacks(Connector connector) {
        Http.Response answer = validate(connector.getClass().getName(), JSON.createObjectNode());

        assertThat(answer.body()).contains("contains no connector type");
    }

    /** A drop-down instead of a text field: for each key with a closed set of values, those values and no others. */
    @ParameterizedTest
    @MethodSource("connectors")
    void closedSetsOfValuesAreOfferedForChoice(Connector connector) {
        Map<String, JsonNode> fields = fields(
                connector,
                validate(connector.getClass().getName(), emptyForm(connector)).json());
        connector.config().configKeys().values().stream()
                .filter(key -> key.recommender != null)
                .forEach(key -> {
                    JsonNode value = fields.get(key.name).required("value");
                    List<String> offered = each(value.required("recommended_values"))
                            .map(JsonNode::asText)
                            .toList();
                    assertThat(offered).as(key.name).isNotEmpty().doesNotHaveDuplicates();
                    assertThat(value.required("visible").asBoolean())
                            .as(key.name)
                            .isTrue();
                    List<String> refused = offered.stream()
                            .filter(choice -> errors(validate(
                                                    connector.getClass().getName(),
                                                    emptyForm(connector).put(key.name, choice))
                                            .json())
                                    .getOrDefault(key.name, List.of())
                                    .stream()
                                    .anyMatch(error -> error.startsWith("Invalid value")))
                            .toList();
                    assertThat(refused)
                            .as("offered by %s, then refused", key.name)
                            .isEmpty();
                });
        assertThat(connector.config().configKeys().values())
                .filteredOn(key -> isClosed(key) && key.recommender == null)
                .extracting(key -> key.name)
                .isEmpty();
    }

    private static boolean isClosed(ConfigKey key) {
        return key.validator instanceof ConfigDef.ValidString
                || key.validator != null && key.validator.toString().startsWith("one of ");
    }

    /** Typed or taken from the environment, a password comes back as the word that stands for it. */
    @Test
    void passwordsAreMaskedInAnswers() {
        Connector sink = ours(SinkConnector.class).findFirst().orElseThrow();
        for (String password : List.of("typed-by-hand-4711", "${env:PULSEFEED_PROBE}")) {
            Http.Response answer =
                    validate(sink.getClass().getName(), emptyForm(sink).put("connection.password", password));

            JsonNode field = fields(sink, answer.json()).get("connection.password");
            assertThat(field.at("/definition/type").asText()).isEqualTo("PASSWORD");
            assertThat(field.at("/value/value").asText()).isEqualTo("[hidden]");
            assertThat(answer.body()).doesNotContain("typed-by-hand-4711", "text-of-the-environment");
        }
    }

    /** Kafka UI masks by the key's name, and only secrets may be masked. */
    @ParameterizedTest
    @MethodSource("connectors")
    void whatIsNamedLikeASecretIsOneAndTheOtherWayRound(Connector connector) {
        assertThat(connector.config().configKeys().values()).allSatisfy(key -> {
            boolean named = key.name.matches(".*(password|secret|token|key|credentials.*)$");
            assertThat(named).as(key.name).isEqualTo(key.type == ConfigDef.Type.PASSWORD);
        });
    }
}
