package io.pulsefeed.cli.demo;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Result of the demo. Its JSON form is a stable interface. */
@JsonPropertyOrder({"ready_seconds", "connectors", "topics", "tables", "lost", "duplicated", "errors"})
record DemoReport(
        @JsonProperty("ready_seconds") double readySeconds,
        Map<String, String> connectors,
        Map<String, Long> topics,
        Map<String, Long> tables,
        long lost,
        long duplicated,
        List<String> errors) {

    static DemoReport of(double readySeconds, DemoSnapshot last, DeliveryCheck.Result delivery, List<String> errors) {
        return new DemoReport(
                Math.rint(readySeconds * 10) / 10,
                last.connectors(),
                last.topics(),
                last.tables(),
                delivery.lost(),
                delivery.duplicated(),
                errors);
    }

    /** Whether every connector is running, every table has rows, and nothing was lost or duplicated. */
    @JsonIgnore
    boolean isGood() {
        return errors.isEmpty() && lost == 0 && duplicated == 0;
    }

    @JsonIgnore
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Records: " + topics + "  rows: " + tables);
        lines.add("Compared with what was sent: lost " + lost + ", duplicated " + duplicated + ".");
        errors.forEach(error -> lines.add("Problem: " + error));
        return lines;
    }
}
