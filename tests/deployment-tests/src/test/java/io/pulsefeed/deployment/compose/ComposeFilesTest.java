package io.pulsefeed.deployment.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.Checkout;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped compose files, in each combination of docs/deploy.md. */
class ComposeFilesTest {

    static final Map<String, Function<ComposeModel, List<String>>> RULES = rules();

    private static Map<String, Function<ComposeModel, List<String>>> rules() {
        Map<String, Function<ComposeModel, List<String>>> rules = new LinkedHashMap<>();
        rules.put("pinned images", ServiceRules::images);
        rules.put("restarts", ServiceRules::restarts);
        rules.put("health checks", ServiceRules::health);
        rules.put("limits", ServiceRules::limits);
        rules.put("bound ports", ServiceRules::ports);
        rules.put("conditions", ServiceRules::dependencies);
        rules.put("privileges", ServiceRules::privileges);
        rules.put("secrets", ServiceRules::secrets);
        rules.put("volumes", DataRules::volumes);
        rules.put("mounts", DataRules::mounts);
        rules.put("topics", DataRules::topics);
        rules.put("placeholders", DataRules::placeholders);
        rules.put("connectors", DataRules::connectors);
        return rules;
    }

    static Stream<Arguments> everyRuleForEveryStack() {
        List<String[]> stacks = new ArrayList<>(List.of(
                new String[] {},
                new String[] {"docker-compose.cluster.yml"},
                new String[] {"docker-compose.simulators.yml"},
                new String[] {"docker-compose.mount.yml"},
                new String[] {"docker-compose.cluster.yml", "docker-compose.simulators.yml"}));
        String secure = "docker-compose.secure.yml";
        if (Files.exists(Checkout.path(secure))) {
            stacks.add(new String[] {secure});
            stacks.add(new String[] {secure, "docker-compose.simulators.yml"});
            stacks.add(new String[] {
                "docker-compose.cluster.yml", "docker-compose.secure-cluster.yml", "docker-compose.simulators.yml"
            });
        }
        return stacks.stream().map(ComposeModel::of).flatMap(stack -> RULES.entrySet().stream()
                .map(rule -> Arguments.of(rule.getKey(), stack.name(), stack, rule.getValue())));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("everyRuleForEveryStack")
    void shippedFilesFollowTheRule(
            String rule, String files, ComposeModel stack, Function<ComposeModel, List<String>> check) {
        assertThat(check.apply(stack)).as("%s (%s)", rule, files).isEmpty();
    }

    @Test
    void envExampleListsEveryVariableWithItsDefault() {
        assertThat(Settings.faults(UnaryOperator.identity())).isEmpty();
    }

    @Test
    void portsTableOfTheDocsMatchesTheFiles() {
        assertThat(PortsTable.inDocs(UnaryOperator.identity()))
                .isNotEmpty()
                .isEqualTo(PortsTable.inFiles(UnaryOperator.identity()));
    }

    @Test
    void everyTopicProfileExists() {
        assertThat(List.of("single", "local", "cluster"))
                .allSatisfy(profile -> assertThat(Checkout.path("connect-config/topics/" + profile + ".json"))
                        .isRegularFile());
    }
}
