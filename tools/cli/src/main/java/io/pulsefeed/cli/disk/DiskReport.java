package io.pulsefeed.cli.disk;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.cli.output.ByteSizes;
import io.pulsefeed.cli.output.Table;
import io.pulsefeed.cli.output.Table.Column;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The disk use of a stack.
 *
 * @param topics largest first
 * @param disks each with what grows on it
 * @param problems one line for each part that could not be read
 */
public record DiskReport(List<Usage> topics, List<Usage> tables, List<Load> disks, List<String> problems) {

    private static final Table LINES =
            new Table(Column.left(28), Column.right(10), Column.right(10), Column.right(10), Column.right(10));
    private static final String UNKNOWN = "?";
    private static final String NONE = "-";

    /** A disk, and what grows on it. */
    public record Load(Disk disk, List<Usage> usages) {

        /** As {@link Disk#daysLeft}. */
        public OptionalLong daysLeft() {
            return disk.daysLeft(usages);
        }
    }

    /** @param database the disk of the database, if it is known */
    public static DiskReport of(
            TopicUsages.Cluster cluster, List<Usage> tables, Optional<Disk> database, List<String> problems) {
        List<Usage> topics = cluster.topics().stream()
                .sorted(Comparator.comparingLong(Usage::bytes).reversed())
                .toList();
        return new DiskReport(topics, tables, loads(cluster.disks(), topics, tables, database), problems);
    }

    private static List<Load> loads(
            List<Disk> brokers, List<Usage> topics, List<Usage> tables, Optional<Disk> database) {
        List<Disk> distinct = new ArrayList<>();
        brokers.stream()
                .filter(disk -> distinct.stream().noneMatch(disk::isSameAs))
                .forEach(distinct::add);
        boolean isShared =
                distinct.size() == 1 && database.isPresent() && database.get().isSameAs(distinct.get(0));
        if (isShared) {
            Disk disk = distinct.get(0);
            return List.of(new Load(
                    new Disk("brokers and database", disk.totalBytes(), disk.freeBytes()),
                    Stream.concat(topics.stream(), tables.stream()).toList()));
        }
        List<Load> loads = new ArrayList<>();
        // Topics grow on all disks; the one with the least space is full first.
        distinct.stream().min(Comparator.comparingLong(Disk::freeBytes)).ifPresent(disk -> {
            int count = distinct.size();
            String name = count == 1 ? "brokers" : "brokers (" + count + " disks)";
            loads.add(new Load(
                    new Disk(name, distinct.stream().mapToLong(Disk::totalBytes).sum(), disk.freeBytes() * count),
                    topics));
        });
        database.ifPresent(disk -> loads.add(new Load(disk, tables)));
        return loads;
    }

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
                load.daysLeft().isPresent() ? Long.toString(load.daysLeft().getAsLong()) : "> 3650",
                ""));
        problems.forEach(problem -> out.println("! " + problem));
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
        for (Load load : disks) {
            ObjectNode node = array.addObject()
                    .put("name", load.disk().name())
                    .put("total_bytes", load.disk().totalBytes())
                    .put("free_bytes", load.disk().freeBytes());
            put(node, "days_left", load.daysLeft());
        }
        problems.forEach(report.putArray("problems")::add);
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
