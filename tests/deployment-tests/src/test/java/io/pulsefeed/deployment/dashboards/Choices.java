package io.pulsefeed.deployment.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What somebody may choose at the top of a dashboard. */
final class Choices {

    private static final Duration RANGE = Duration.ofMinutes(15);

    private Choices() {}

    /** The values of the variables: one choice for each value of the first one that lists something, as a user would click through. */
    static List<Map<String, List<String>>> of(Dashboard dashboard, Database database) {
        List<Map<String, List<String>>> choices = new ArrayList<>();
        choices.add(new HashMap<>());
        for (JsonNode variable : dashboard.variables()) {
            List<String> values = values(variable, database);
            assertThat(values)
                    .as("%s: variable %s", dashboard.uid(), variable.path("name"))
                    .isNotEmpty();
            if (variable.path("includeAll").asBoolean()) {
                choices.forEach(choice -> choice.put(variable.path("name").asText(), values));
            } else {
                choices = each(choices, variable.path("name").asText(), values);
            }
        }
        return choices;
    }

    private static List<Map<String, List<String>>> each(
            List<Map<String, List<String>>> choices, String name, List<String> values) {
        List<Map<String, List<String>>> more = new ArrayList<>();
        for (Map<String, List<String>> choice : choices) {
            for (String value : values) {
                Map<String, List<String>> with = new HashMap<>(choice);
                with.put(name, List.of(value));
                more.add(with);
            }
        }
        return more;
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
