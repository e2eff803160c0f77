package io.pulsefeed.deployment.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.deployment.dashboards.Database.Result;
import io.pulsefeed.deployment.monitoring.MonitoredStack;
import io.pulsefeed.deployment.monitoring.WithMonitoredStack;
import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every query of every dashboard on rows that the connectors wrote, on TimescaleDB and on plain PostgreSQL. */
@ExtendWith(WithMonitoredStack.class)
@TestInstance(Lifecycle.PER_CLASS)
class SqlPanelsIT {

    private static final Duration RANGE = Duration.ofMinutes(30);
    /** More points than a screen shows, and more rows than a table can usefully show. */
    private static final int MAX_ROWS = 10_000;

    private static final List<String> LARGE = List.of("trade_data", "ticker_data", "emotibit_sample");

    private FilledDatabases filled;

    /** A query of a panel or an annotation. */
    private record Query(String where, String sql) {}

    @BeforeAll
    void fill(MonitoredStack stack) throws IOException {
        filled = new FilledDatabases(stack);
    }

    @AfterAll
    void stop() throws IOException {
        if (filled != null) {
            filled.close();
        }
    }

    List<Database> databases() {
        return filled.databases();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void everyQueryReturnsValuesInEachColumn(Database database) {
        for (Dashboard dashboard : Dashboard.all()) {
            List<Map<String, List<String>>> combinations = VariableValues.of(dashboard, database);
            for (Query query : queries(dashboard)) {
                Set<String> columns = new HashSet<>();
                Set<String> present = new HashSet<>();
                for (Map<String, List<String>> variables : combinations) {
                    Result result =
                            database.query(Grafana.last(RANGE, variables).sql(query.sql()));
                    columns.addAll(result.columns());
                    present.addAll(result.columnsWithValues());
                    assertThat(result.rows()).as(query.where()).hasSizeLessThan(MAX_ROWS);
                }
                assertThat(present)
                        .as("%s on %s: columns with values in %s", query.where(), database, dashboard.uid())
                        .isEqualTo(columns);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void largeTablesAreReadByIndex(Database database) {
        for (Dashboard dashboard : Dashboard.all()) {
            Map<String, List<String>> variables =
                    VariableValues.of(dashboard, database).get(0);
            for (Query query : queries(dashboard)) {
                String plan = database.plan(
                        Grafana.last(Duration.ofDays(1), variables).sql(query.sql()));
                for (String table : LARGE) {
                    if (query.sql().contains(table)) {
                        assertThat(plan)
                                .as(query.where())
                                .doesNotContain(
                                        "Seq Scan on " + table, "Seq Scan on emotibit_packet", "Seq Scan on _hyper")
                                .contains("Index Cond");
                    }
                }
            }
        }
    }

    @Test
    void aDayHasAtMost3500Points() {
        Dashboard bodies = Dashboard.withUid("bodies-pulsefeed");
        Database database = filled.databases().get(0);
        Map<String, List<String>> variables =
                VariableValues.of(bodies, database).get(0);
        for (Panel panel : bodies.panels()) {
            for (String statement : panel.statements()) {
                Result result = database.query(
                        Grafana.last(Duration.ofDays(1), variables).sql(statement));
                assertThat(result.rows()).as("%s", panel).hasSizeLessThan(3_500);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void candlesMatchTheTrades(Database database) {
        Panel candles = Dashboard.withUid("markets-pulsefeed").panels().get(0);
        Instant to = Instant.now().minusSeconds(15);
        Grafana grafana = new Grafana(
                to.minus(RANGE),
                to,
                Duration.ofSeconds(1),
                Map.of("pair", List.of("XBT/USD"), "candle", List.of("1s")));

        Result shown = database.query(grafana.sql(candles.statements().get(0)));
        Result expected = database.query(
                grafana.sql(
                        """
                SELECT date_trunc('second', timestamp) AS time, (array_agg(price ORDER BY timestamp, trade_id))[1] AS open,
                  max(price) AS high, min(price) AS low,
                  (array_agg(price ORDER BY timestamp DESC, trade_id DESC))[1] AS close
                FROM trade_data WHERE pair = ${pair:sqlstring} AND $__timeFilter(timestamp) GROUP BY 1 ORDER BY 1"""));

        assertThat(shown.columns()).containsExactly("time", "open", "high", "low", "close", "volume");
        assertThat(shown.rows()).extracting(row -> row.subList(0, 5)).containsExactlyElementsOf(expected.rows());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void candleQueryOfTheDocsRuns(Database database) {
        Result result = database.query(sqlFromPage("candles"));

        assertThat(result.rows()).isNotEmpty();
        assertThat(result.columnsWithValues()).containsExactly("time", "open", "high", "low", "close", "volume");
    }

    @Test
    void readerWithoutPatientPermissionSeesTheRest() {
        Database owner = filled.databases().get(1);
        owner.execute("CREATE ROLE grafana_reader LOGIN PASSWORD 'reader'");
        owner.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO grafana_reader");
        owner.execute(sqlFromPage("no-patients"));
        Database reader = new Database("reader", owner.url(), "grafana_reader", "reader");
        Dashboard bodies = Dashboard.withUid("bodies-pulsefeed");
        Grafana grafana = Grafana.last(RANGE, VariableValues.of(bodies, reader).get(0));

        for (Panel panel : bodies.panels()) {
            for (String statement : panel.statements()) {
                if (statement.contains("patient_id")) {
                    assertThatThrownBy(() -> reader.query(grafana.sql(statement)))
                            .hasMessageContaining("permission denied");
                } else {
                    reader.query(grafana.sql(statement));
                }
            }
        }
    }

    /** The SQL between two markers in the dashboards page. */
    private static String sqlFromPage(String name) {
        Matcher block = Pattern.compile("<!-- " + name + ":begin -->\\s*```sql\n(.*?)```", Pattern.DOTALL)
                .matcher(Checkout.text("docs/dashboards.md"));
        assertThat(block.find()).as(name).isTrue();
        return block.group(1).strip();
    }

    private static List<Query> queries(Dashboard dashboard) {
        List<Query> queries = new ArrayList<>();
        dashboard.panels().forEach(panel -> panel.statements()
                .forEach(statement -> queries.add(new Query(panel.toString(), statement))));
        dashboard
                .annotations()
                .forEach(annotation -> queries.add(new Query(
                        dashboard.uid() + " / annotation "
                                + annotation.path("name").asText(),
                        annotation.path("target").path("rawSql").asText())));
        return queries;
    }
}
