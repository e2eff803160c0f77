package io.pulsefeed.deployment.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A panel or a row of a dashboard. */
record Panel(Dashboard dashboard, JsonNode json) {

    static final String PROMETHEUS = "prometheus";
    static final String DATABASE = "timescaledb";

    /** Position in the grid, which has 24 columns. */
    record Position(int x, int y, int width, int height) {

        boolean overlaps(Position other) {
            return x < other.x + other.width
                    && other.x < x + width
                    && y < other.y + other.height
                    && other.y < y + height;
        }
    }

    int id() {
        return json.path("id").asInt();
    }

    String type() {
        return json.path("type").asText();
    }

    String title() {
        return json.path("title").asText();
    }

    boolean isRow() {
        return type().equals("row");
    }

    Position position() {
        JsonNode grid = json.path("gridPos");
        return new Position(
                grid.path("x").asInt(-1),
                grid.path("y").asInt(-1),
                grid.path("w").asInt(),
                grid.path("h").asInt());
    }

    /** The unit of the panel, then those of overrides. */
    List<String> units() {
        List<String> units = new ArrayList<>();
        units.add(json.at("/fieldConfig/defaults/unit").asText());
        json.at("/fieldConfig/overrides")
                .forEach(override -> override.path("properties").forEach(property -> {
                    if (property.path("id").asText().equals("unit")) {
                        units.add(property.path("value").asText());
                    }
                }));
        return units;
    }

    List<JsonNode> targets() {
        List<JsonNode> targets = new ArrayList<>();
        json.path("targets").forEach(targets::add);
        return targets;
    }

    /** The SQL statements, with their variables. */
    List<String> statements() {
        return texts(DATABASE, "rawSql");
    }

    /** The PromQL expressions, with their variables. */
    List<String> expressions() {
        return texts(PROMETHEUS, "expr");
    }

    private List<String> texts(String datasource, String field) {
        return targets().stream()
                .filter(target -> target.path("datasource").path("uid").asText().equals(datasource))
                .map(target -> target.path(field).asText())
                .toList();
    }

    @Override
    public String toString() {
        return dashboard.uid() + " / " + title();
    }
}
