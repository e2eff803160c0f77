package io.pulsefeed.deployment.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.deployment.dashboards.Database.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every query of every dashboard, on rows that the connectors have written, on PostgreSQL and on TimescaleDB. */
@TestInstance(Lifecycle.PER_CLASS)
class SqlPanelsIT {

    private static final Duration RANGE = Duration.ofMinutes(15);
    private static final Duration FILLED = Duration.ofSeconds(150);
    /** A screen has no more points, and a table of more rows is no help. */
    private static final int MOST_ROWS = 10_000;

    private static final List<String> LARGE = List.of("trade_data", "ticker_data", "emotibit_sample");

    @TempDir
    private static Path home;

    private static FilledDatabases filled;

    /** What one query is: a panel's, a mark's or a variable's. */
    private record Query(String where, String sql) {}

    @BeforeAll
    static void fill() {
        filled = FilledDatabases.start(home.resolve("stack"));
        for (Database database : filled.databases()) {
            await().atMost(FILLED).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
                assertThat(database.ask("SELECT metric_name FROM emotibit_metric")
                                .rows())
                        .contains(List.of("rmssd"));
                assertThat(database.ask("SELECT event FROM emotibit_event").rows())
                        .contains(List.of("gap"), List.of("skin_response"), List.of("button"));
                assertThat(database.ask("SELECT DISTINCT website FROM article_data")
                                .rows())
                        .hasSize(5);
                assertThat(database.ask("SELECT * FROM alert_data").rows()).isNotEmpty();
            });
        }
    }

    @AfterAll
    static void stop() {
        if (filled != null) {
            filled.close();
        }
    }

    static List<Database> databases() {
        return filled.databases();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void everyQueryFillsEachOfItsColumns(Database database) {
        for (Dashboard dashboard : Dashboard.all()) {
            List<Map<String, List<String>>> choices = choices(dashboard, database);
            for (Query query : queries(dashboard)) {
                Set<String> columns = new HashSet<>();
                Set<String> present = new HashSet<>();
                for (Map<String, List<String>> variables : choices) {
                    Answer answer = database.ask(Grafana.last(RANGE, variables).sql(query.sql()));
                    columns.addAll(answer.columns());
                    present.addAll(answer.filled());
                    assertThat(answer.rows()).as(query.where()).hasSizeLessThan(MOST_ROWS);
                }
                assertThat(present)
                        .as("%s on %s: no value for any %s", query.where(), database, dashboard.uid())
                        .isEqualTo(columns);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void largeTablesAreReadThroughAnIndex(Database database) {
        for (Dashboard dashboard : Dashboard.all()) {
            Map<String, List<String>> variables = choices(dashboard, database).get(0);
            for (Query query : queries(dashboard)) {
                String plan = database.plan(
                        Grafana.last(Duration.ofDays(1), variables).sql(query.sql()));
                for (String table : LARGE) {
                    if (query.sql().contains(table)) {
                        assertThat(plan)
                                .as(query.where())
                                .doesNotContain("Seq Scan on " + table)
                                .contains("Index Cond");
                    }
                }
            }
        }
    }

    @Test
    void aDayHasNoMorePointsThanAScreen() {
        Dashboard bodies = Dashboard.withUid("bodies-pulsefeed");
        Database database = filled.databases().get(0);
        Map<String, List<String>> variables = choices(bodies, database).get(0);
        for (Panel panel : bodies.panels()) {
            for (String statement : panel.statements()) {
                Answer answer =
                        database.ask(Grafana.last(Duration.ofDays(1), variables).sql(statement));
                assertThat(answer.rows()).as("%s", panel).hasSizeLessThan(3_500);
            }
        }
    }

    private static List<Query> queries(Dashboard dashboard) {
        List<Query> queries = new ArrayList<>();
        dashboard.panels().forEach(panel -> panel.statements()
                .forEach(statement -> queries.add(new Query(panel.toString(), statement))));
        dashboard
                .annotations()
                .forEach(annotation -> queries.add(new Query(
                        dashboard.uid() + " / marks " + annotation.path("name").asText(),
                        annotation.path("target").path("rawSql").asText())));
        return queries;
    }

    /** The values of the variables: one choice for each value of the first one that lists something, as a user would click through. */
    private static List<Map<String, List<String>>> choices(Dashboard dashboard, Database database) {
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
        return database.ask(sql).rows().stream().map(row -> row.get(0)).toList();
    }
}
