package io.pulsefeed.deployment.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The values that a user can select for the variables of a dashboard. */
final class VariableValues {

    private static final Duration RANGE = Duration.ofMinutes(30);

    private VariableValues() {}

    /** The combinations of variable values that a user can select; a variable with an All option has all its values in each. */
    static List<Map<String, List<String>>> of(Dashboard dashboard, Database database) {
        List<Map<String, List<String>>> combinations = new ArrayList<>();
        combinations.add(new HashMap<>());
        for (JsonNode variable : dashboard.variables()) {
            List<String> values = values(variable, database);
            assertThat(values)
                    .as("%s: variable %s", dashboard.uid(), variable.path("name"))
                    .isNotEmpty();
            if (variable.path("includeAll").asBoolean()) {
                combinations.forEach(
                        combination -> combination.put(variable.path("name").asText(), values));
            } else {
                combinations = expand(combinations, variable.path("name").asText(), values);
            }
        }
        return combinations;
    }

    private static List<Map<String, List<String>>> expand(
            List<Map<String, List<String>>> combinations, String name, List<String> values) {
        List<Map<String, List<String>>> expanded = new ArrayList<>();
        for (Map<String, List<String>> combination : combinations) {
            for (String value : values) {
                Map<String, List<String>> with = new HashMap<>(combination);
                with.put(name, List.of(value));
                expanded.add(with);
            }
        }
        return expanded;
    }

    private static List<String> values(JsonNode variable, Database database) {
        if (variable.path("type").asText().equals("custom")) {
            return List.of(variable.path("current").path("value").asText());
        }
        if (!variable.path("datasource").path("uid").asText().equals(Panel.DATABASE)) {
            return List.of(".*");
        }
        String sql = Grafana.last(RANGE, Map.of()).sql(variable.path("query").asText());
        return database.texts(sql);
    }
}
