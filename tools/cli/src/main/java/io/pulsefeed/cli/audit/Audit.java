package io.pulsefeed.cli.audit;

import io.pulsefeed.admin.KafkaAdmin;
import io.pulsefeed.admin.SinkSettings;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Runs all checks on one snapshot of the database, so that rows, offsets and accounts belong together while the sinks write. */
final class Audit {

    private static final long MARGIN_MS = 3_600_000;

    private static final String POSITIONS =
            """
            SELECT sink, topic, partition, max(next_offset) FROM pulsefeed_ledger GROUP BY 1, 2, 3 ORDER BY 1, 2, 3""";

    private final Database database;
    private final KafkaAdmin admin;
    private final TopicReader reader;
    private final Window window;
    private final Set<String> streams;

    Audit(Database database, KafkaAdmin admin, TopicReader reader, Window window, Set<String> streams) {
        this.database = database;
        this.admin = admin;
        this.reader = reader;
        this.window = window;
        this.streams = streams;
        if (!database.exists("pulsefeed_ledger")) {
            throw new UserError(
                    "the database has no ledger. Set ledger.enabled=true for the sinks; it starts with their next record.");
        }
    }

    /** The sinks that have accounts. */
    List<String> sinks() {
        return database.rows("SELECT DISTINCT sink FROM pulsefeed_ledger ORDER BY 1").stream()
                .map(row -> Objects.requireNonNull(row.get(0)))
                .toList();
    }

    AuditReport run(List<SinkSettings> sinks, boolean deep) {
        List<Finding> findings = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        List<StreamSummary> summaries = new ArrayList<>();
        database.execute("SET TIME ZONE 'UTC'");
        database.inTransaction(() -> {
            database.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            Set<String> compared = Set.of();
            if (deep) {
                AuditPlan plan = new AuditPlan(database, window, streams);
                sinks.forEach(sink -> plan.add(sink.name(), config(sink), this::starts, admin::earliestOffsets));
                DeepAudit audit = plan.audit(reader);
                audit.run(new RowDeficits(database));
                findings.addAll(audit.findings());
                notes.addAll(plan.notes());
                notes.addAll(audit.notes());
                compared = plan.comparedTables();
            }
            LedgerCheck ledger = new LedgerCheck(database, window, streams, compared);
            ledger.run();
            findings.addAll(ledger.findings());
            notes.addAll(ledger.notes());
            summaries.addAll(ledger.summary());
            findings.addAll(pending());
            findings.addAll(new DeadLetterCheck(database, window, streams).findings(sinks, admin, reader));
            findings.addAll(new SourceCheck(database, window, streams).findings());
            findings.addAll(new ArticleCheck(database, window, streams).findings(this::isUnread, findings));
        });
        return new AuditReport(window, summaries, findings, notes);
    }

    private static Map<String, String> config(SinkSettings sink) {
        Map<String, String> config = new HashMap<>();
        sink.config()
                .properties()
                .forEach(entry -> config.put(entry.getKey(), entry.getValue().asText()));
        return config;
    }

    /** Rows can have other times than their records, so reading starts an hour earlier. */
    private Map<TopicPartition, Long> starts(Set<TopicPartition> partitions) {
        return admin.offsetsForTime(partitions, Math.max(0, window.firstHour() * 1000 - MARGIN_MS));
    }

    /** Whether a topic has records, of any time, that a sink has not read yet. */
    private boolean isUnread(String topic) {
        Map<TopicPartition, Long> next = new HashMap<>();
        database.rows(POSITIONS).stream()
                .filter(row -> topic.equals(row.get(1)))
                .forEach(row ->
                        next.merge(partition(row), Long.parseLong(Objects.requireNonNull(row.get(3))), Math::min));
        return !countRecords(next, admin.lastStableOffsets(next.keySet())).isEmpty();
    }

    /** Records by partition: the last offsets of a partition can be transaction markers. */
    private Map<TopicPartition, Long> countRecords(Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, TopicReader.Range> ranges = new HashMap<>();
        starts.forEach((partition, offset) -> {
            long end = ends.getOrDefault(partition, 0L);
            if (end > offset) {
                ranges.put(partition, new TopicReader.Range(offset, end));
            }
        });
        Map<TopicPartition, Long> records = new HashMap<>();
        reader.read(
                ranges, record -> records.merge(new TopicPartition(record.topic(), record.partition()), 1L, Long::sum));
        return records;
    }

    private static TopicPartition partition(List<@Nullable String> row) {
        return new TopicPartition(
                Objects.requireNonNull(row.get(1)), Integer.parseInt(Objects.requireNonNull(row.get(2))));
    }

    /** Records of the window that the topics have, and that the sinks have not reached yet. */
    private List<Finding> pending() {
        Map<TopicPartition, Long> next = new HashMap<>();
        Map<TopicPartition, String> sinks = new HashMap<>();
        database.rows(POSITIONS).stream()
                .filter(row -> streams.isEmpty() || streams.contains(row.get(1)))
                .forEach(row -> {
                    TopicPartition partition = partition(row);
                    next.merge(partition, Long.parseLong(Objects.requireNonNull(row.get(3))), Math::min);
                    sinks.merge(partition, Objects.requireNonNull(row.get(0)), (a, b) -> a + ", " + b);
                });
        Map<TopicPartition, Long> ends =
                new HashMap<>(admin.offsetsForTime(next.keySet(), window.until().toEpochMilli()));
        Map<TopicPartition, Long> stable = admin.lastStableOffsets(next.keySet());
        next.keySet().forEach(partition -> ends.merge(partition, stable.getOrDefault(partition, 0L), Math::min));
        Map<TopicPartition, Long> records = countRecords(next, ends);
        List<Finding> findings = new ArrayList<>();
        records.forEach((partition, count) -> findings.add(new Finding(
                Finding.Kind.MISSING,
                partition.topic(),
                count + " records of " + partition + " from offset " + next.get(partition),
                Stage.SINK,
                "not written yet by " + sinks.get(partition))));
        return findings;
    }
}
