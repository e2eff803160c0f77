package io.pulsefeed.cli.mapping;

import io.pulsefeed.cli.output.Table;
import io.pulsefeed.cli.output.Table.Column;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints a proposal for people. */
final class MapReport {

    private static final int MAX_CELL = 40;
    private static final int MAX_LINES = 40;
    private static final Table HEAD = new Table(Column.left(9), Column.text());

    private final PrintStream out;

    MapReport(PrintStream out) {
        this.out = out;
    }

    void print(TopicSample sample, SampleProfile profile, Proposal proposal, List<String> ddl, DryRun.Result run) {
        HEAD.print(out, "Topic", topic(sample, profile));
        HEAD.print(out, "Time", time(proposal.time()));
        HEAD.print(out, "Key", key(proposal));
        HEAD.print(out, "Chunks", chunks(proposal));
        HEAD.print(out, "Connector", proposal.connector());
        proposal.tables().forEach(this::printColumns);
        out.println();
        ddl.forEach(statement -> out.println(statement + ";"));
        run.tables().forEach(this::printRows);
        printOutcome(run);
        printUnmapped(proposal);
        printList("Notes", proposal.notes());
    }

    private static String topic(TopicSample sample, SampleProfile profile) {
        StringBuilder text = new StringBuilder(sample.topic())
                .append(count(
                        ": %,d of about %,d records read", sample.records().size(), sample.available()))
                .append(count(" from %,d partition", sample.partitions()))
                .append(sample.partitions() == 1 ? "" : "s");
        if (!sample.end().isEmpty()) {
            text.append(", up to ").append(sample.end());
        }
        if (profile.unreadable() > 0) {
            text.append(count("; %,d are not JSON objects", profile.unreadable()));
        }
        if (profile.tombstones() > 0) {
            text.append(count("; %,d have no value", profile.tombstones()));
        }
        return text.toString();
    }

    private static String count(String format, Object... numbers) {
        return String.format(Locale.ROOT, format, numbers);
    }

    private static String time(TimeChoice time) {
        if (time.isRecordTimestamp()) {
            return "timestamp of the record: " + time.reason();
        }
        String unit = time.notation() != null
                ? "text " + time.notation().pattern()
                : time.form() == TimeForm.ISO ? "ISO 8601 text" : time.form().configValue();
        return time.source().label() + ", " + unit + ": " + time.reason();
    }

    private static String key(Proposal proposal) {
        KeyFinder.Key key = proposal.key();
        return key.columns().isEmpty()
                ? "none proposed: " + key.reason()
                : String.join(", ", proposal.tables().get(0).key()) + ": " + key.reason();
    }

    private static String chunks(Proposal proposal) {
        String rate = proposal.rowsPerDay() <= 0
                ? "the sample does not show the rate"
                : count("about %,d rows per day", Math.round(proposal.rowsPerDay()));
        return proposal.chunk() + ": " + rate;
    }

    private void printColumns(ProposedTable table) {
        out.println();
        out.println("Table " + table.name()
                + (table.each().isEmpty() ? "" : ", one row per element of " + String.join(".", table.each())));
        int width = Math.min(
                MAX_CELL,
                table.allColumns().stream()
                        .mapToInt(column -> column.name().length())
                        .max()
                        .orElse(0));
        Table columns = new Table(Column.left(width), Column.left(18), Column.text());
        List<ProposedColumn> all = table.allColumns();
        all.stream()
                .limit(MAX_LINES * 5L)
                .forEach(column -> out.println("  "
                        + columns.format(
                                column.name(),
                                column.type().sql(),
                                column.source().label()
                                        + (column.type().time() == null
                                                ? ""
                                                : " (" + column.type().time().configValue() + ")"))));
        if (all.size() > MAX_LINES * 5) {
            out.println("  .. and " + (all.size() - MAX_LINES * 5) + " more columns");
        }
    }

    private void printRows(DryRun.TableRows table) {
        out.println();
        out.println(
                "Rows of " + table.table() + count(", %,d of %,d", table.shown().size(), table.rows()));
        for (List<@Nullable String> row : table.shown()) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                String value = row.get(i);
                if (value != null) {
                    cells.add(table.columns().get(i) + "=" + Cells.shown(value, MAX_CELL));
                }
            }
            out.println("  " + String.join("  ", cells));
        }
    }

    private void printOutcome(DryRun.Result run) {
        out.println();
        out.println(count(
                "Dry run: %,d records written, %,d rejected, %,d without a value, %,d without a row",
                run.written(), run.rejected(), run.tombstones(), run.withoutRows()));
        run.rejections()
                .forEach(rejection -> out.println("  " + rejection.reason() + ", "
                        + count("%,d", rejection.records()) + " records, first at " + rejection.example() + ": "
                        + Cells.printable(rejection.message())));
        run.tables().stream()
                .filter(table -> table.replaced() > 0)
                .forEach(table -> out.println("  " + table.table()
                        + count(": %,d rows are replaced by a later row with the same key", table.replaced())));
        if (run.ignoredFields() > 0) {
            out.println(count("  %,d values are not written, see below", run.ignoredFields()));
        }
    }

    private void printUnmapped(Proposal proposal) {
        List<String> lines = new ArrayList<>();
        for (UnmappedField field : proposal.unmapped()) {
            lines.add(Cells.printable(field.field()) + ": " + field.reason());
        }
        printList(
                proposal.extraColumn().isEmpty()
                        ? "Without a column"
                        : "Without a column of their own (top-level fields are stored in " + proposal.extraColumn()
                                + ")",
                lines);
    }

    private void printList(String title, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        out.println();
        out.println(title);
        lines.stream().limit(MAX_LINES).forEach(line -> out.println("  " + line));
        if (lines.size() > MAX_LINES) {
            out.println("  .. and " + (lines.size() - MAX_LINES) + " more (--json lists all)");
        }
    }
}
