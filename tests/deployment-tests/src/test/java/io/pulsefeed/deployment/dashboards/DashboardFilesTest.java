package io.pulsefeed.deployment.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Static checks of the dashboard files, without Grafana, Prometheus or a database. */
@TestInstance(Lifecycle.PER_CLASS)
class DashboardFilesTest {

    private static final int COLUMNS = 24;
    /** Panel types of Grafana 11 and later, without plugins. */
    private static final Set<String> TYPES =
            Set.of("row", "stat", "table", "timeseries", "bargauge", "barchart", "candlestick", "state-timeline");

    /** The Grafana units in use; Grafana prints an unknown unit as a suffix of each value. */
    private static final Set<String> UNITS = Set.of(
            "none",
            "short",
            "s",
            "ms",
            "percent",
            "percentunit",
            "bytes",
            "Bps",
            "cps",
            "cpm",
            "reqps",
            "ops",
            "wps",
            "pps",
            "celsius",
            "accG",
            "dateTimeFromNow");

    List<Dashboard> dashboards() {
        return Dashboard.all();
    }

    @Test
    void haveTheUidsThatLinksUse() {
        Map<String, Integer> panels = Dashboard.all().stream()
                .collect(Collectors.toMap(
                        Dashboard::uid, dashboard -> dashboard.panels().size()));

        assertThat(panels)
                .containsOnlyKeys(
                        "kafka-monitoring-dreamscape",
                        "kafka-connect-pulsefeed",
                        "markets-pulsefeed",
                        "news-pulsefeed",
                        "bodies-pulsefeed");
        assertThat(panels.get("kafka-monitoring-dreamscape")).isBetween(7, 12);
        assertThat(panels.get("kafka-connect-pulsefeed")).isBetween(20, 40);
        assertThat(panels.get("markets-pulsefeed")).isBetween(8, 12);
        assertThat(panels.get("news-pulsefeed")).isBetween(8, 12);
        assertThat(panels.get("bodies-pulsefeed")).isBetween(10, 15);
    }

    @Test
    void kafkaDashboardHasTheSevenRequiredPanels() {
        Dashboard kafka = Dashboard.withUid("kafka-monitoring-dreamscape");

        assertThat(kafka.title()).isEqualTo("Kafka Monitoring - Pulsefeed");
        assertThat(kafka.panels())
                .extracting(Panel::title)
                .contains(
                        "Broker status",
                        "Messages in per second",
                        "Consumer group lag",
                        "Under-replicated partitions",
                        "Offline partitions",
                        "Request rate by type",
                        "P99 request latency");
    }

    @Test
    void lagThresholdsAreOneThousandAndTenThousand() {
        Panel lag = Dashboard.withUid("kafka-monitoring-dreamscape").panels().stream()
                .filter(panel -> panel.title().equals("Consumer group lag"))
                .findFirst()
                .orElseThrow();

        List<String> steps = new ArrayList<>();
        lag.json()
                .at("/fieldConfig/defaults/thresholds/steps")
                .forEach(step -> steps.add(
                        step.path("color").asText() + " " + step.path("value").asText()));

        assertThat(lag.type()).isEqualTo("table");
        assertThat(steps).containsExactly("green null", "yellow 1000", "red 10000");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void canBeLoadedByGrafana11AndLater(Dashboard dashboard) {
        assertThat(dashboard.json().path("schemaVersion").asInt()).isEqualTo(39);
        assertThat(dashboard.json().has("id"))
                .as("the id of a Grafana installation")
                .isFalse();
        assertThat(dashboard.panelsAndRows()).extracting(Panel::type).isSubsetOf(TYPES);
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyPanelHasIdTitleDescriptionUnitAndThresholds(Dashboard dashboard) {
        Set<Integer> ids = new HashSet<>();
        Set<String> titles = new HashSet<>();
        for (Panel panel : dashboard.panelsAndRows()) {
            assertThat(ids.add(panel.id()))
                    .as("%s: id %d is unique", panel, panel.id())
                    .isTrue();
            assertThat(titles.add(panel.title()))
                    .as("%s: title is unique", panel)
                    .isTrue();
            assertThat(panel.title()).isNotBlank();
        }
        for (Panel panel : dashboard.panels()) {
            assertThat(panel.json().path("description").asText())
                    .as("%s", panel)
                    .hasSizeGreaterThan(20)
                    .endsWith(".");
            assertThat(panel.units()).as("%s", panel).isNotEmpty().allMatch(DashboardFilesTest::isUnit);
            assertThat(panel.json().path("fieldConfig").path("defaults").has("thresholds"))
                    .as("%s", panel)
                    .isTrue();
        }
    }

    private static boolean isUnit(String unit) {
        return UNITS.contains(unit) || unit.startsWith("suffix: ");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelsDoNotOverlap(Dashboard dashboard) {
        assertNoOverlap(dashboard, dashboard.json().path("panels"));
        dashboard.json().path("panels").forEach(row -> assertNoOverlap(dashboard, row.path("panels")));
    }

    private static void assertNoOverlap(Dashboard dashboard, JsonNode panels) {
        for (int i = 0; i < panels.size(); i++) {
            Panel panel = new Panel(dashboard, panels.get(i));
            Panel.Position position = panel.position();
            assertThat(position.x()).as("%s", panel).isNotNegative();
            assertThat(position.y()).as("%s", panel).isNotNegative();
            assertThat(position.width()).as("%s", panel).isPositive();
            assertThat(position.height()).as("%s", panel).isPositive();
            assertThat(position.x() + position.width()).as("%s", panel).isLessThanOrEqualTo(COLUMNS);
            for (int j = 0; j < i; j++) {
                Panel other = new Panel(dashboard, panels.get(j));
                assertThat(position.overlaps(other.position()))
                        .as("%s overlaps %s", panel, other)
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void queriesOnlyTheProvisionedDataSources(Dashboard dashboard) {
        for (Panel panel : dashboard.panels()) {
            assertThat(panel.targets()).as("%s", panel).isNotEmpty();
            Set<String> references = new HashSet<>();
            for (JsonNode target : panel.targets()) {
                assertThat(references.add(target.path("refId").asText()))
                        .as("%s: refId is unique", panel)
                        .isTrue();
                assertProvisioned(panel.toString(), target.path("datasource"));
                assertThat(target.path("expr").asText() + target.path("rawSql").asText())
                        .as("%s", panel)
                        .isNotBlank();
            }
            assertProvisioned(panel.toString(), panel.json().path("datasource"));
        }
        dashboard
                .annotations()
                .forEach(annotation -> assertProvisioned(dashboard.file(), annotation.path("datasource")));
        dashboard.variables().stream()
                .filter(variable -> variable.path("type").asText().equals("query"))
                .forEach(variable -> assertProvisioned(dashboard.file(), variable.path("datasource")));
    }

    private static void assertProvisioned(String where, JsonNode datasource) {
        Map<String, String> types =
                Map.of(Panel.PROMETHEUS, "prometheus", Panel.DATABASE, "grafana-postgresql-datasource");
        assertThat(types)
                .as(where)
                .containsEntry(
                        datasource.path("uid").asText(), datasource.path("type").asText());
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void databaseQueriesAreBounded(Dashboard dashboard) {
        for (Panel panel : dashboard.panels()) {
            for (String statement : panel.statements()) {
                boolean bounded = statement.contains("$__timeFilter(")
                        || statement.contains("LIMIT 1") && statement.contains("LATERAL")
                        || statement.contains("emotibit_samples(")
                                && statement.contains("$__timeFrom()")
                                && statement.contains("$__timeTo()")
                        || statement.contains("timestamp > now() - interval");
                assertThat(bounded)
                        .as("%s reads a whole table: %s", panel, statement)
                        .isTrue();
                assertThat(statement).as("%s", panel).doesNotContain("time_bucket", "first(", "last(", "SELECT *\n");
            }
        }
    }

    @Test
    void showsPatientsOnlyInCollapsedRows() {
        Dashboard bodies = Dashboard.withUid("bodies-pulsefeed");
        for (JsonNode panel : bodies.json().path("panels")) {
            boolean isCollapsedRow = panel.path("type").asText().equals("row")
                    && panel.path("collapsed").asBoolean();
            if (!isCollapsedRow) {
                assertThat(panel.toString()).doesNotContain("patient_id");
            }
        }
        assertThat(bodies.json().path("annotations").toString()).doesNotContain("patient");
        assertThat(bodies.json().path("templating").toString()).doesNotContain("patient");
    }
}
