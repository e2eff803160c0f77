package io.pulsefeed.cli.audit;

import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.audit.DeepAudit.Source;
import io.pulsefeed.cli.audit.MappingReader.UnsupportedMapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Which topics and tables a deep audit compares. What it cannot compare is noted. */
final class AuditPlan {

    private static final String STARTS =
            """
            SELECT table_name, extract(epoch FROM nullif(complete_from, '-infinity'))::bigint FROM pulsefeed_ledger_start""";

    private static final String HOURS =
            """
            SELECT DISTINCT extract(epoch FROM hour)::bigint FROM pulsefeed_ledger_rows
            WHERE table_name = ? AND hour >= to_timestamp(?) AND hour < to_timestamp(?)""";

    private static final String TYPES =
            """
            SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
            WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped""";

    private final Database database;
    private final Window window;
    private final Set<String> streams;
    private final Map<String, Long> completeFrom = new HashMap<>();
    private final List<Source> sources = new ArrayList<>();
    private final Map<String, ComparedTable> tables = new LinkedHashMap<>();
    private final Map<String, Set<Long>> excludedHours = new HashMap<>();
    private final Set<String> unsupported = new HashSet<>();
    private final List<String> notes = new ArrayList<>();

    AuditPlan(Database database, Window window, Set<String> streams) {
        this.database = database;
        this.window = window;
        this.streams = streams;
        database.rows(STARTS)
                .forEach(row ->
                        completeFrom.put(row.get(0), row.get(1) == null ? Long.MIN_VALUE : Long.parseLong(row.get(1))));
    }

    /**
     * Adds the accounted topics of a sink.
     *
     * @param config of the connector
     * @param starts the first offset of the window that each partition still has
     * @param logStarts the first offset of each partition
     */
    void add(
            String sink,
            Map<String, String> config,
            Function<Set<TopicPartition>, Map<TopicPartition, Long>> starts,
            Function<Set<TopicPartition>, Map<TopicPartition, Long>> logStarts) {
        MappingReader reader = new MappingReader(config);
        for (List<@Nullable String> row :
                database.rows("SELECT DISTINCT topic FROM pulsefeed_ledger WHERE sink = ? ORDER BY 1", sink)) {
            String topic = Objects.requireNonNull(row.get(0));
            List<String> names = reader.tables(topic);
            if (!streams.isEmpty() && !streams.contains(topic) && names.stream().noneMatch(streams::contains)) {
                continue;
            }
            AccountedHours accounts = new AccountedHours(database, sink, topic);
            Map<TopicPartition, TopicReader.Range> ranges = new HashMap<>();
            Set<TopicPartition> partitions = accounts.ranges().keySet().stream()
                    .map(number -> new TopicPartition(topic, number))
                    .collect(Collectors.toSet());
            Map<TopicPartition, Long> from = starts.apply(partitions);
            accounts.ranges()
                    .forEach((number, range) -> ranges.put(
                            new TopicPartition(topic, number),
                            new TopicReader.Range(
                                    from.getOrDefault(new TopicPartition(topic, number), range.end()), range.end())));
            Map<Integer, Long> first = new HashMap<>();
            logStarts.apply(partitions).forEach((partition, offset) -> first.put(partition.partition(), offset));
            sources.add(new Source(sink, topic, ranges, accounts, mappings(reader, topic, names)));
            Set<Long> truncated = accounts.truncatedHours(first);
            truncated.removeIf(hour -> hour + 3600 <= window.since().getEpochSecond()
                    || hour >= window.until().getEpochSecond());
            if (!truncated.isEmpty()) {
                notes.add(truncated.size() + " hours of " + topic + ", whose records the topic no longer has");
                names.forEach(name -> exclude(name, truncated));
            }
        }
    }

    private List<RecordRows> mappings(MappingReader reader, String topic, List<String> names) {
        List<RecordRows> mappings = new ArrayList<>();
        for (String name : names) {
            if (!database.exists(name) || !completeFrom.containsKey(name)) {
                continue;
            }
            try {
                mappings.add(rows(reader.read(topic, name)));
            } catch (UnsupportedMapping e) {
                unsupported.add(name);
                notes.add("the rows of " + name + " with topic " + topic + ": the mapping uses " + e.getMessage());
            }
        }
        return mappings;
    }

    private RecordRows rows(TableMapping mapping) throws UnsupportedMapping {
        Map<String, String> types = new HashMap<>();
        database.rows(TYPES, Database.quoted(mapping.table())).forEach(row -> types.put(row.get(0), row.get(1)));
        List<MappedField> fields = mapping.fields().stream()
                .filter(field -> types.containsKey(field.column()))
                .toList();
        List<RowColumn> columns = fields.stream()
                .map(field -> new RowColumn(field.column(), typeOf(field, types)))
                .toList();
        int time = -1;
        for (int i = columns.size() - 1; i >= 0; i--) {
            time = columns.get(i).type() == RowColumn.Type.TIME ? i : time;
        }
        List<Integer> key = new ArrayList<>();
        for (String name : mapping.key()) {
            for (int i = 0; i < columns.size(); i++) {
                if (columns.get(i).name().equals(name)) {
                    key.add(i);
                }
            }
        }
        if (time < 0) {
            throw new UnsupportedMapping("no timestamptz column");
        }
        if (key.stream().anyMatch(i -> columns.get(i).type() == RowColumn.Type.OTHER)) {
            throw new UnsupportedMapping("a key column of a type that is not compared");
        }
        columns.stream()
                .filter(column -> column.type() == RowColumn.Type.OTHER)
                .forEach(column ->
                        notes.add("column " + column.name() + " of " + mapping.table() + ", because of its type"));
        ComparedTable table = new ComparedTable(database, mapping.table(), columns, key, time);
        ComparedTable before = tables.putIfAbsent(mapping.table(), table);
        if (before != null && !before.hasColumns(columns)) {
            throw new UnsupportedMapping("other columns than another topic");
        }
        TableMapping used = new TableMapping(
                mapping.topic(),
                mapping.table(),
                fields,
                mapping.key(),
                mapping.keepFirst(),
                mapping.when(),
                mapping.unwrap(),
                mapping.values(),
                mapping.spread());
        return new RecordRows(used, columns, time);
    }

    /** The text of headers and keys is only compared as a single value. */
    private static RowColumn.Type typeOf(MappedField field, Map<String, String> types) {
        RowColumn.Type type = RowColumn.Type.of(types.get(field.column()));
        boolean isJson =
                field.origin() == MappedField.Origin.VALUE || field.origin() == MappedField.Origin.SPREAD_VALUE;
        return isJson || type.isSingle() ? type : RowColumn.Type.OTHER;
    }

    private void exclude(String table, Set<Long> hours) {
        excludedHours.computeIfAbsent(table, name -> new TreeSet<>()).addAll(hours);
    }

    /** The audit of what was added. */
    DeepAudit audit(TopicReader reader) {
        tables.keySet().removeAll(unsupported);
        DroppedChunks retention = new DroppedChunks(database);
        for (String table : tables.keySet()) {
            long complete = completeFrom.getOrDefault(table, Long.MAX_VALUE);
            Set<Long> hours = new TreeSet<>();
            for (List<@Nullable String> row : database.rows(HOURS, table, window.firstHour(), window.endHour())) {
                long hour = Long.parseLong(Objects.requireNonNull(row.get(0)));
                if (hour >= complete && retention.hasDropped(table, hour)) {
                    hours.add(hour);
                }
            }
            exclude(table, hours);
            for (long hour = window.firstHour(); hour < Math.min(window.endHour(), complete); hour += 3600) {
                exclude(table, Set.of(hour));
            }
        }
        List<Source> compared = sources.stream()
                .map(source -> new Source(
                        source.sink(),
                        source.topic(),
                        source.ranges(),
                        source.accounts(),
                        source.mappings().stream()
                                .filter(mapping ->
                                        tables.containsKey(mapping.mapping().table()))
                                .toList()))
                .toList();
        return new DeepAudit(reader, window, compared, tables, excludedHours);
    }

    /** The tables whose rows are compared. */
    Set<String> comparedTables() {
        return tables.keySet();
    }

    List<String> notes() {
        return notes;
    }
}
