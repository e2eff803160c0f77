package io.pulsefeed.cli.demo;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the demo ended; as JSON it is an interface that others hold on to. */
@JsonPropertyOrder({"ready_seconds", "connectors", "topics", "tables", "lost", "duplicated", "errors"})
record DemoReport(
        @JsonProperty("ready_seconds") double readySeconds,
        Map<String, String> connectors,
        Map<String, Long> topics,
        Map<String, Long> tables,
        long lost,
        long duplicated,
        List<String> errors) {

    static DemoReport of(double readySeconds, Sample last, IdLedger.Balance balance, List<String> errors) {
        return new DemoReport(
                Math.rint(readySeconds * 10) / 10,
                last.connectors(),
                last.topics(),
                last.tables(),
                balance.lost(),
                balance.duplicated(),
                errors);
    }

    /** Every connector ran, every table has rows, nothing was lost or doubled. */
    @JsonIgnore
    boolean good() {
        return errors.isEmpty() && lost == 0 && duplicated == 0;
    }

    @JsonIgnore
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        sentences.add("Records: " + topics + "  rows: " + tables);
        sentences.add("Against what was really sent: lost " + lost + ", duplicated " + duplicated + ".");
        errors.forEach(error -> sentences.add("Problem: " + error));
        return sentences;
    }
}
