package io.pulsefeed.cli.audit;

import io.pulsefeed.cli.output.JsonOutput;
import io.pulsefeed.cli.output.Table;
import io.pulsefeed.cli.output.Table.Column;
import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The result of an audit.
 *
 * @param notes what was not compared, and why
 */
record AuditReport(Window window, List<StreamSummary> streams, List<Finding> findings, List<String> notes) {

    private static final int MAX_PRINTED = 1_000;
    private static final Table STREAMS = new Table(
            Column.left(24), Column.right(14), Column.right(14), Column.right(10), Column.right(12), Column.right(14));
    private static final Table FINDINGS = new Table(Column.left(12), Column.left(22), Column.left(11), Column.text());

    boolean isComplete() {
        return findings.isEmpty();
    }

    void print(PrintStream out) {
        out.println("Records and rows from " + window.since().truncatedTo(ChronoUnit.SECONDS) + " to "
                + window.until().truncatedTo(ChronoUnit.SECONDS));
        STREAMS.print(out, "topic", "consumed", "written", "ignored", "dead letters", "no record");
        for (StreamSummary stream : streams) {
            STREAMS.print(
                    out,
                    stream.topic(),
                    stream.consumed(),
                    stream.written(),
                    stream.ignored(),
                    stream.deadLettered(),
                    stream.withoutRecord());
        }
        findings.stream()
                .limit(MAX_PRINTED)
                .forEach(finding -> FINDINGS.print(
                        out,
                        finding.kind(),
                        finding.stream(),
                        finding.stage(),
                        finding.item() + ": " + finding.cause()));
        if (findings.size() > MAX_PRINTED) {
            out.printf(Locale.ROOT, ".. and %,d more, see --json%n", findings.size() - MAX_PRINTED);
        }
        notes.forEach(note -> out.println("Not compared: " + note));
        out.println(
                isComplete() ? "complete" : String.format(Locale.ROOT, "NOT complete: %,d findings", findings.size()));
    }

    void printJson(PrintStream out) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("complete", isComplete());
        json.put("since", window.since().toString());
        json.put("until", window.until().toString());
        json.put("streams", streams);
        json.put(
                "findings",
                findings.stream()
                        .map(finding -> Map.of(
                                "kind", finding.kind().toString(),
                                "stream", finding.stream(),
                                "item", finding.item(),
                                "stage", finding.stage().toString(),
                                "cause", finding.cause()))
                        .toList());
        json.put("notes", notes);
        JsonOutput.print(out, json);
    }
}
