package io.pulsefeed.deployment.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.pulsefeed.deployment.process.Command.Ended;
import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.NotChecked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The unit tests of the alert rules pass, and each number of a rule is covered: a small change fails a test. */
class AlertTestsIT {

    private static final YAMLMapper YAML = new YAMLMapper();

    @TempDir
    private Path folder;

    @BeforeAll
    static void requirePromtool() {
        Programs.problem().ifPresent(problem -> NotChecked.skip("alert rules and their tests", problem));
    }

    static Stream<Rules.Alert> alerts() {
        return Rules.alerts().stream();
    }

    @Test
    void rulesAndTheirTestsPass() {
        for (Path tests : Checkout.files("monitoring/prometheus/tests", ".yml")) {
            Ended ended = Programs.run("promtool", "test", "rules", tests.toString());
            assertThat(ended.code()).as(ended.output()).isZero();
        }
        Ended ended = Programs.run(
                "promtool",
                "check",
                "config",
                Checkout.path("monitoring/prometheus/prometheus.yml").toString());
        assertThat(ended.code()).as(ended.output()).isZero();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void eachNumberIsCoveredByATest(Rules.Alert alert) throws IOException {
        ArrayNode tests = testsOf(alert);
        assertThat(expectations(tests)).as("checks of %s", alert).contains(true).contains(false);
        List<String> files = new ArrayList<>();
        List<Mutant> mutants = Mutant.of(alert.rule());
        files.add(write("original", alert.rule(), tests, alert));
        for (int i = 0; i < mutants.size(); i++) {
            files.add(write("mutant-" + i, mutants.get(i).rule(), tests, alert));
        }
        List<String> command = new ArrayList<>(List.of("test", "rules"));
        command.addAll(files);

        String output = Programs.run("promtool", command.toArray(String[]::new)).output();

        assertThat(resultOf(files.get(0), output)).as(output).startsWith("SUCCESS");
        List<String> survivors = new ArrayList<>();
        for (int i = 0; i < mutants.size(); i++) {
            String result = resultOf(files.get(i + 1), output);
            if (!result.startsWith("FAILED") || !result.contains("got:")) {
                survivors.add(mutants.get(i).change() + ": " + result);
            }
        }
        assertThat(survivors).as("changes of %s that no test detects", alert).isEmpty();
    }

    /** The tests, in the file of the same name, that check the alert. */
    private static ArrayNode testsOf(Rules.Alert alert) {
        JsonNode root = Rules.read(
                Checkout.path("monitoring/prometheus/tests/" + alert.file().getFileName()));
        ArrayNode chosen = YAML.createArrayNode();
        root.get("tests").forEach(test -> {
            if (test.at("/promql_expr_test/0/expr").asText().contains("alertname=\"" + alert.name() + "\"")) {
                chosen.add(test);
            }
        });
        return chosen;
    }

    private static List<Boolean> expectations(ArrayNode tests) {
        List<Boolean> expectations = new ArrayList<>();
        tests.forEach(test -> test.get("promql_expr_test")
                .forEach(check -> expectations.add(!check.get("exp_samples").isEmpty())));
        return expectations;
    }

    private String write(String name, JsonNode rule, ArrayNode tests, Rules.Alert alert) throws IOException {
        ObjectNode rules = YAML.createObjectNode();
        ObjectNode group = rules.putArray("groups").addObject().put("name", "one");
        group.putArray("rules").add(rule);
        Path rulesFile = Files.writeString(folder.resolve(name + ".rules.yml"), YAML.writeValueAsString(rules));
        JsonNode whole = Rules.read(
                Checkout.path("monitoring/prometheus/tests/" + alert.file().getFileName()));
        ObjectNode file = YAML.createObjectNode();
        file.putArray("rule_files").add(rulesFile.toString());
        file.set("evaluation_interval", whole.get("evaluation_interval"));
        file.set("tests", tests);
        return Files.writeString(folder.resolve(name + ".yml"), YAML.writeValueAsString(file))
                .toString();
    }

    /** promtool's result for one of its files. */
    private static String resultOf(String file, String output) {
        String result =
                output.substring(output.indexOf("Unit Testing:  " + file) + "Unit Testing:  ".length() + file.length());
        int next = result.indexOf("Unit Testing:  ");
        return (next < 0 ? result : result.substring(0, next)).strip();
    }
}
