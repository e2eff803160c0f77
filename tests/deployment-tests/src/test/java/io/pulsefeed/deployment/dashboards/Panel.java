package io.pulsefeed.deployment.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A panel or a row of a dashboard. */
record Panel(Dashboard dashboard, JsonNode json) {

    static final String PROMETHEUS = "prometheus";
    static final String DATABASE = "timescaledb";

    /** Where a panel stands, in cells of which a line has 24. */
    record Place(int x, int y, int width, int height) {

        boolean overlaps(Place other) {
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

    Place place() {
        JsonNode grid = json.path("gridPos");
        return new Place(
                grid.path("x").asInt(-1),
                grid.path("y").asInt(-1),
                grid.path("w").asInt(),
                grid.path("h").asInt());
    }

    /** That of the panel, first, and those of single columns and lines. */
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

    /** The SQL of the panel, as it stands. */
    List<String> statements() {
        return texts(DATABASE, "rawSql");
    }

    /** The Prometheus expressions of the panel, as they stand. */
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
