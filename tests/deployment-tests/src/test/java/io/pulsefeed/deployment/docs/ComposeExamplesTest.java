package io.pulsefeed.deployment.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.pulsefeed.testing.Checkout;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The compose files that pages tell their readers to write fit the ones of the tree. */
class ComposeExamplesTest {

    private static final YAMLMapper YAML = new YAMLMapper();

    @Test
    void extendServicesThatExistAndSetWhatTheySet() throws Exception {
        for (String example : examples()) {
            for (Map.Entry<String, JsonNode> service :
                    YAML.readTree(example).get("services").properties()) {
                JsonNode base = service.getValue().get("extends");
                if (base == null) {
                    continue;
                }
                JsonNode extended = YAML.readTree(Checkout.text(base.get("file").asText()))
                        .path("services")
                        .path(base.get("service").asText());
                assertThat(extended.isObject()).as("%s in the tree", base).isTrue();
                assertThat(names(service.getValue().get("environment")))
                        .as("variables of %s", service.getKey())
                        .isSubsetOf(variables(base.get("file").asText()));
            }
        }
    }

    private static List<String> examples() {
        List<String> examples = Page.all().stream()
                .flatMap(page -> page.composeExamples().stream())
                .toList();
        assertThat(examples).hasSizeGreaterThanOrEqualTo(2);
        return examples;
    }

    private static List<String> names(JsonNode map) {
        Map<String, String> sorted = new TreeMap<>();
        map.fieldNames().forEachRemaining(name -> sorted.put(name, name));
        return List.copyOf(sorted.keySet());
    }

    /** Everything that looks like a variable of a container; anchors make it hard to tell whose. */
    private static List<String> variables(String file) {
        return Checkout.text(file)
                .lines()
                .map(String::strip)
                .filter(line -> line.matches("[A-Z][A-Z0-9_]+: .*"))
                .map(line -> line.substring(0, line.indexOf(':')).toUpperCase(Locale.ROOT))
                .distinct()
                .collect(Collectors.toList());
    }
}
