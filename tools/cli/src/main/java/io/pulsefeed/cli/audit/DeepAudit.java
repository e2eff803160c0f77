package io.pulsefeed.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.cli.audit.AccountedHours.Key;
import io.pulsefeed.cli.audit.AccountedHours.Sums;
import io.pulsefeed.cli.audit.RecordRows.NotARow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics again and compares them with their tables.
 *
 * <pre>
 * pass 1   digest per minute of what the topics say, compared with that of the table; offsets that the sink did not consume
 * pass 2   the rows of minutes that differ, by key; repeated for as many rows as fit in memory
 * </pre>
 */
final class DeepAudit {

    /** Rows of minutes that differ, in memory at a time. */
    private static final long SLICE_ROWS = 50_000;

    private static final int MAX_SLICES = 40;

    private final TopicReader reader;
    private final Window window;
    private final List<Source> sources;
    private final Map<String, ComparedTable> tables;
    private final Map<String, Set<Long>> excludedHours;
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<String, List<Missing>> missing = new HashMap<>();
    private final Map<String, Long> extraRows = new HashMap<>();

    /**
     * A topic of a sink.
     *
     * @param mappings of the tables to compare
     */
    record Source(
            String sink,
            String topic,
            Map<TopicPartition, TopicReader.Range> ranges,
            AccountedHours accounts,
            List<RecordRows> mappings) {}

    /** A row that the table does not have. */
    private record Missing(
            Source source, ComparedTable table, TopicRecord record, @Nullable Object[] row, long minute) {}

    /** What the topics say about one key. */
    private static final class Expected {
        Source source;
        TopicRecord record;

        @Nullable
        Object[] row;

        long minute;
        long hash;
        int stored;
    }

    /**
     * @param tables by name
     * @param excludedHours hours that cannot be compared, by table
     */
    DeepAudit(
            TopicReader reader,
            Window window,
            List<Source> sources,
            Map<String, ComparedTable> tables,
            Map<String, Set<Long>> excludedHours) {
        this.reader = reader;
        this.window = window;
        this.sources = sources;
        this.tables = tables;
        this.excludedHours = excludedHours;
    }

    List<Finding> findings() {
        return findings;
    }

    List<String> notes() {
        return notes;
    }

    /** @param deficits rows that the sink has written and a table no longer has, by table and hour */
    void run(RowDeficits deficits) {
        Map<Source, Map<Key, Sums>> consumed = readDigests();
        Map<String, Set<Long>> differing = new LinkedHashMap<>();
        tables.forEach((name, table) -> {
            Set<Long> minutes = table.differingMinutes(window, minute -> isCompared(name, minute));
            if (!minutes.isEmpty()) {
                differing.put(name, minutes);
            }
        });
        differing.forEach(this::compareMinutes);
        DroppedRecords dropped = dropped(consumed);
        missing.forEach((table, rows) -> {
            Map<Long, Long> remaining = new HashMap<>();
            List<Missing> unexplained = new ArrayList<>();
            for (Missing row : rows) {
                if (dropped.contains(row.source(), row.record())) {
                    add(
                            row,
                            Stage.TRANSFORM,
                            "a transform or predicate of " + row.source().sink() + " dropped the record");
                } else {
                    unexplained.add(row);
                    remaining.merge(ComparedTable.hourOf(row.minute()), 1L, Long::sum);
                }
            }
            for (Missing row : unexplained) {
                long hour = ComparedTable.hourOf(row.minute());
                long extra = extraRows.getOrDefault(table + "/" + hour, 0L);
                if (dropped.isAmbiguous(row.source(), row.record())) {
                    add(row, Stage.TRANSFORM, "a transform dropped the record, or the row was deleted");
                } else if (deficits.of(table, hour) + extra >= remaining.getOrDefault(hour, 0L)) {
                    add(row, Stage.TABLE, "deleted by hand: the sink had written the row");
                } else if (deficits.isRebased(table, hour)) {
                    add(row, Stage.TABLE, "deleted by hand before the hour was sealed again after a replay");
                } else {
                    add(row, Stage.SINK, "the sink consumed the record, but did not write a row");
                }
            }
        });
        dropped.withoutRow().forEach(findings::add);
    }

    private void add(Missing row, Stage stage, String cause) {
        findings.add(new Finding(
                Finding.Kind.MISSING,
                row.table().name(),
                row.table().label(row.row()) + " (" + DroppedRecords.coordinates(row.record()) + ")",
                stage,
                cause));
    }

    private boolean isCompared(String table, long minute) {
        return !excludedHours.getOrDefault(table, Set.of()).contains(ComparedTable.hourOf(minute));
    }

    private Map<Source, Map<Key, Sums>> readDigests() {
        Map<Source, Map<Key, Sums>> consumed = new HashMap<>();
        for (Source source : sources) {
            Map<Key, Sums> sums = new HashMap<>();
            consumed.put(source, sums);
            reader.read(source.ranges(), record -> {
                TopicReader.Range counted = source.accounts().ranges().get(record.partition());
                if (counted != null && record.offset() >= counted.start() && record.offset() < counted.end()) {
                    Key key = new Key(record.partition(), Math.floorDiv(record.timestampMs(), 3_600_000L) * 3600);
                    sums.merge(key, Sums.NONE.plus(record.offset()), (before, one) -> before.plus(record.offset()));
                }
                forEachRow(source, record, (mapping, row, minute) -> tables.get(
                                mapping.mapping().table())
                        .expect(minute, row));
            });
        }
        return consumed;
    }

    private interface RowConsumer {
        void accept(RecordRows mapping, @Nullable Object[] row, long minute);
    }

    private void forEachRow(Source source, TopicRecord record, RowConsumer consumer) {
        if (source.mappings().isEmpty() || source.accounts().isDead(record.partition(), record.offset())) {
            return;
        }
        try {
            JsonNode parsed = RecordRows.parse(record);
            for (RecordRows mapping : source.mappings()) {
                for (@Nullable Object[] row : mapping.of(record, parsed)) {
                    long micros = mapping.timeOf(row);
                    if (window.contains(micros)) {
                        consumer.accept(mapping, row, ComparedTable.minuteOf(micros));
                    }
                }
            }
        } catch (NotARow e) {
            // The sink has counted the record as ignored or as a dead letter.
        }
    }

    private void compareMinutes(String name, Set<Long> minutes) {
        ComparedTable table = tables.get(name);
        List<Set<Long>> slices = new ArrayList<>();
        Set<Long> slice = new TreeSet<>();
        long rows = 0;
        for (long minute : minutes) {
            slice.add(minute);
            rows += table.expectedRows(minute);
            if (rows >= SLICE_ROWS) {
                slices.add(slice);
                slice = new TreeSet<>();
                rows = 0;
            }
        }
        if (!slice.isEmpty()) {
            slices.add(slice);
        }
        if (slices.size() > MAX_SLICES) {
            notes.add(name + ": " + minutes.size() + " minutes differ, of which the first " + MAX_SLICES * SLICE_ROWS
                    + " rows were compared; use --since and --until");
        }
        slices.stream().limit(MAX_SLICES).forEach(part -> compareSlice(table, part));
    }

    private void compareSlice(ComparedTable table, Set<Long> minutes) {
        Map<String, Expected> expected = new LinkedHashMap<>();
        for (Source source : sources) {
            if (source.mappings().stream().noneMatch(m -> m.mapping().table().equals(table.name()))) {
                continue;
            }
            reader.read(
                    source.ranges(),
                    record -> forEachRow(source, record, (mapping, row, minute) -> {
                        if (mapping.mapping().table().equals(table.name()) && minutes.contains(minute)) {
                            expect(expected, table, source, record, mapping, row, minute);
                        }
                    }));
        }
        Map<String, Integer> doubled = new LinkedHashMap<>();
        for (ComparedTable.Row row : table.rows(minutes, window)) {
            Expected match = find(expected, row);
            if (match == null) {
                unexpected(table, row);
            } else if (match.stored++ > 0) {
                doubled.merge(row.text(), 1, Integer::sum);
                count(table, match.minute);
            } else if (match.hash != row.hash()) {
                findings.add(new Finding(
                        Finding.Kind.ALTERED,
                        table.name(),
                        table.label(match.row) + " (" + DroppedRecords.coordinates(match.record) + ")",
                        Stage.TABLE,
                        "changed by hand: " + table.difference(match.row)));
            }
        }
        doubled.forEach((text, times) -> findings.add(new Finding(
                Finding.Kind.DOUBLED,
                table.name(),
                text,
                Stage.TABLE,
                (times + 1)
                        + " rows have the key, the topic has one; the table has no unique index that prevents it")));
        for (Expected entry : expected.values()) {
            if (entry.stored == 0) {
                missing.computeIfAbsent(table.name(), name -> new ArrayList<>())
                        .add(new Missing(entry.source, table, entry.record, entry.row, entry.minute));
            }
        }
    }

    private static void expect(
            Map<String, Expected> expected,
            ComparedTable table,
            Source source,
            TopicRecord record,
            RecordRows mapping,
            @Nullable Object[] row,
            long minute) {
        String key = table.keyOf(row);
        long hash = table.hash(row);
        String id = key;
        if (key.isEmpty()) {
            int copy = 0;
            do {
                id = "#" + hash + "/" + copy++;
            } while (expected.containsKey(id));
        }
        Expected entry = expected.get(id);
        if (entry != null && mapping.mapping().keepFirst()) {
            return;
        }
        entry = entry == null ? new Expected() : entry;
        entry.source = source;
        entry.record = record;
        entry.row = row;
        entry.minute = minute;
        entry.hash = hash;
        expected.put(id, entry);
    }

    private static @Nullable Expected find(Map<String, Expected> expected, ComparedTable.Row row) {
        if (!row.key().isEmpty()) {
            return expected.get(row.key());
        }
        for (int copy = 0; ; copy++) {
            Expected entry = expected.get("#" + row.hash() + "/" + copy);
            if (entry == null || entry.stored == 0) {
                return entry;
            }
        }
    }

    private void unexpected(ComparedTable table, ComparedTable.Row row) {
        findings.add(new Finding(
                Finding.Kind.UNEXPECTED, table.name(), row.text(), Stage.TABLE, "the topic has no such record"));
        count(table, row.minute());
    }

    private void count(ComparedTable table, long minute) {
        extraRows.merge(table.name() + "/" + ComparedTable.hourOf(minute), 1L, Long::sum);
    }

    /** The records that the topics have, but that did not reach the sink. */
    private DroppedRecords dropped(Map<Source, Map<Key, Sums>> consumed) {
        DroppedRecords dropped = new DroppedRecords();
        consumed.forEach((source, sums) -> sums.forEach((key, inTopic) -> {
            Sums difference = inTopic.minus(source.accounts().consumed(key));
            boolean isInWindow = key.hour() + 3600 > window.since().getEpochSecond()
                    && key.hour() < window.until().getEpochSecond();
            if (difference.count() > 0 && isInWindow) {
                List<TopicRecord> candidates = missing.values().stream()
                        .flatMap(List::stream)
                        .filter(row -> row.source() == source
                                && row.record().partition() == key.partition()
                                && Math.floorDiv(row.record().timestampMs(), 3_600_000L) * 3600 == key.hour())
                        .map(Missing::record)
                        .toList();
                dropped.solve(source, key, difference, new ArrayList<>(new HashSet<>(candidates)));
            }
        }));
        return dropped;
    }
}
