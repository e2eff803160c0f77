package io.pulsefeed.cli.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.admin.Change;
import io.pulsefeed.cli.output.JsonOutput;
import io.pulsefeed.cli.output.Table;
import io.pulsefeed.cli.output.Table.Column;
import io.pulsefeed.cli.replay.RangeScan.Content;
import io.pulsefeed.cli.replay.ReplayRanges.Range;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Output of a replay: lines while it proceeds, or one JSON object at its end. */
final class ReplayReport {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Table TABLE = new Table(Column.left(28), Column.text());

    private final PrintStream out;
    private final boolean asJson;
    private final ObjectNode root = JSON.createObjectNode();

    ReplayReport(PrintStream out, boolean asJson, String connector, boolean dryRun) {
        this.out = out;
        this.asJson = asJson;
        root.put("connector", connector).put("dry_run", dryRun);
    }

    /** What is replayed in each partition. */
    void ranges(ReplayRanges ranges, Map<TopicPartition, Content> contents) {
        ArrayNode partitions = root.putArray("partitions");
        ranges.ranges().forEach((partition, range) -> {
            Content content = contents.get(partition);
            long records = content == null ? 0 : content.records();
            ObjectNode node = partitions
                    .addObject()
                    .put("topic", partition.topic())
                    .put("partition", partition.partition())
                    .put("records", records)
                    .put("start", range.start())
                    .put("end", range.end())
                    .put("truncated", range.truncated());
            if (content != null && records > 0) {
                node.put("first", Instant.ofEpochMilli(content.firstEpochMs()).toString());
                line(TABLE.format(partition, text(range, content)));
            } else {
                line(TABLE.format(partition, "nothing to replay"));
            }
        });
    }

    private static String text(Range range, Content content) {
        return String.format(
                Locale.ROOT,
                "%,d records from offset %d (%s)%s",
                content.records(),
                range.start(),
                Instant.ofEpochMilli(content.firstEpochMs()),
                range.truncated() ? ", the first record of the partition" : "");
    }

    void replayed(long records, double seconds) {
        root.put("records", records).put("seconds", Math.rint(seconds * 10) / 10);
        line(String.format(Locale.ROOT, "%,d records replayed in %.1f s.", records, seconds));
    }

    /** Rows by table; those of {@code after} include new records that arrived in the meantime. */
    void rows(Map<String, Long> before, Map<String, Long> after) {
        ArrayNode tables = root.putArray("tables");
        after.forEach((table, rows) -> {
            long earlier = before.getOrDefault(table, 0L);
            tables.addObject().put("table", table).put("before", earlier).put("after", rows);
            line(TABLE.format(table, String.format(Locale.ROOT, "%,d rows before, %,d after", earlier, rows)));
        });
    }

    void refreshed(List<Change> changes) {
        root.set("refresh", JSON.valueToTree(changes));
        changes.forEach(change -> line(change.text()));
    }

    void line(String text) {
        if (!asJson) {
            out.println(text);
        }
    }

    void close() {
        if (asJson) {
            JsonOutput.print(out, root);
        }
    }
}
