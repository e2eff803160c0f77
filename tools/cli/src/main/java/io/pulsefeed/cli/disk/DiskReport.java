package io.pulsefeed.cli.disk;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.admin.state.Disk;
import io.pulsefeed.admin.state.DiskLoad;
import io.pulsefeed.admin.state.TopicUsages;
import io.pulsefeed.admin.state.Usage;
import io.pulsefeed.cli.output.ByteSizes;
import io.pulsefeed.cli.output.Table;
import io.pulsefeed.cli.output.Table.Column;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The disk use of a stack.
 *
 * @param topics largest first
 * @param disks each with what grows on it
 * @param problems the parts that could not be read
 */
public record DiskReport(List<Usage> topics, List<Usage> tables, List<DiskLoad> disks, List<Problem> problems) {

    private static final Table LINES =
            new Table(Column.left(28), Column.right(10), Column.right(10), Column.right(10), Column.right(10));
    private static final String UNKNOWN = "?";
    private static final String NONE = "-";

    /** @param database the disk of the database, if it is known */
    public static DiskReport of(
            TopicUsages.Cluster cluster, List<Usage> tables, Optional<Disk> database, List<Problem> problems) {
        return new DiskReport(
                cluster.topics(),
                tables,
                DiskLoad.of(cluster.directories(), cluster.topics(), tables, database),
                problems);
    }

    /**
     * A part that could not be read.
     *
     * @param part topics or tables
     */
    public record Problem(String part, String reason) {}

    void print(PrintStream out) {
        LINES.print(out, "TOPIC", "SIZE", "PER DAY", "RETENTION", "FULL SIZE");
        topics.forEach(usage -> print(out, usage));
        out.println();
        LINES.print(out, "TABLE", "SIZE", "PER DAY", "RETENTION", "FULL SIZE");
        tables.forEach(usage -> print(out, usage));
        out.println();
        LINES.print(out, "DISK", "SIZE", "FREE", "DAYS LEFT", "");
        disks.forEach(load -> LINES.print(
                out,
                load.disk().name(),
                ByteSizes.of(load.disk().totalBytes()),
                ByteSizes.of(load.disk().freeBytes()),
                load.daysLeft().isPresent()
                        ? Long.toString((long) load.daysLeft().getAsDouble())
                        : "> 3650",
                ""));
        problems.forEach(problem -> out.println("! " + problem.part() + ": " + problem.reason()));
    }

    private static void print(PrintStream out, Usage usage) {
        LINES.print(
                out,
                usage.name(),
                ByteSizes.of(usage.bytes()),
                usage.bytesPerDay().isPresent()
                        ? ByteSizes.of(usage.bytesPerDay().getAsLong())
                        : UNKNOWN,
                usage.retention().map(DiskReport::days).orElse(NONE),
                usage.fullBytes().isPresent() ? ByteSizes.of(usage.fullBytes().getAsLong()) : NONE);
    }

    private static String days(Duration retention) {
        return retention.toHours() < 48 ? retention.toHours() + " h" : retention.toDays() + " days";
    }

    /** Sizes in bytes; null for what is unknown or has no limit. */
    public ObjectNode toJson() {
        ObjectNode report = new ObjectMapper().createObjectNode();
        add(report.putArray("topics"), topics);
        add(report.putArray("tables"), tables);
        ArrayNode array = report.putArray("disks");
        for (DiskLoad load : disks) {
            ObjectNode node = array.addObject()
                    .put("name", load.disk().name())
                    .put("total_bytes", load.disk().totalBytes())
                    .put("free_bytes", load.disk().freeBytes());
            OptionalDouble days = load.daysLeft();
            node.put("days_left", days.isPresent() ? Double.valueOf(days.getAsDouble()) : null);
        }
        ArrayNode unread = report.putArray("problems");
        problems.forEach(
                problem -> unread.addObject().put("part", problem.part()).put("reason", problem.reason()));
        return report;
    }

    private static void add(ArrayNode array, List<Usage> usages) {
        for (Usage usage : usages) {
            ObjectNode node = array.addObject().put("name", usage.name()).put("bytes", usage.bytes());
            put(node, "bytes_per_day", usage.bytesPerDay());
            node.put(
                    "retention_seconds",
                    usage.retention().map(Duration::toSeconds).orElse(null));
            put(node, "full_bytes", usage.fullBytes());
        }
    }

    private static void put(ObjectNode node, String key, OptionalLong value) {
        if (value.isPresent()) {
            node.put(key, value.getAsLong());
        } else {
            node.putNull(key);
        }
    }
}
