package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.mapping.BatchAppender;
import io.pulsefeed.timescale.mapping.RowAppender;
import io.pulsefeed.timescale.mapping.TableLayout;
import io.pulsefeed.timescale.mapping.TopicEncoder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** The content of one transaction: rows of several tables, and the next offset of each partition. Not thread-safe. */
final class SinkBatch implements BatchAppender {

    private static final int MAX_BUFFERS = 128;

    private final List<TableBuffer> tables = new ArrayList<>();
    private final Map<TopicPartition, Long> nextOffsets = new HashMap<>();
    /** By table name. */
    private final Map<String, OrderedTable> ordered = new HashMap<>();

    private final List<SinkRecord> records = new ArrayList<>();
    /** By record number. */
    private final NavigableMap<Integer, BadRecordException> badRecords = new TreeMap<>();
    /** Tables whose definition decided that a record is bad. */
    private final Set<String> tablesOfBadRecords = new HashSet<>();

    /** Numbers of records that produce no rows. */
    private final BitSet ignored = new BitSet();
    /** Records that the worker delivered again although they are written. */
    private final Map<TopicPartition, Long> skipped = new HashMap<>();

    private final int maxBytes;
    private long recordBytes;
    private long openedMonoNs;
    private @Nullable TableBuffer lastTable;
    private int repeatedKeys;

    /** A record to report before the commit moves the offset past it. */
    record BadRecord(SinkRecord record, BadRecordException error) {}

    /** @param maxBytes bytes that the rows of one record may have */
    SinkBatch(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    void clear() {
        boolean hadManyTables = isFragmented();
        tables.removeIf(table -> hadManyTables || table.layout().isVariant());
        ordered.clear();
        lastTable = null;
        tables.forEach(TableBuffer::clear);
        nextOffsets.clear();
        records.clear();
        badRecords.clear();
        tablesOfBadRecords.clear();
        ignored.clear();
        skipped.clear();
        recordBytes = 0;
        repeatedKeys = 0;
    }

    /** Drops the table buffers of an empty batch, because their layouts are only valid for one session. */
    void forgetTables() {
        if (isEmpty()) {
            tables.clear();
            lastTable = null;
        }
    }

    boolean isEmpty() {
        return nextOffsets.isEmpty();
    }

    /** Whether rows are spread over so many buffers that more would use much memory and many statements. */
    boolean isFragmented() {
        return tables.size() > MAX_BUFFERS;
    }

    /** Number of records. */
    int size() {
        return records.size();
    }

    /** Bytes of records and encoded rows. */
    long byteSize() {
        long rowBytes = 0;
        for (int i = 0; i < tables.size(); i++) {
            rowBytes += tables.get(i).byteSize();
        }
        return recordBytes + rowBytes;
    }

    /** When the first record was added; the start of the linger time. */
    long openedMonoNs() {
        return openedMonoNs;
    }

    void open(long nowMonoNs) {
        this.openedMonoNs = nowMonoNs;
    }

    SinkRecord record(int number) {
        return records.get(number);
    }

    boolean isBad(int recordNumber) {
        return !badRecords.isEmpty() && badRecords.containsKey(recordNumber);
    }

    /** @param recordNumber of a bad record */
    BadRecordException errorOf(int recordNumber) {
        return badRecords.get(recordNumber);
    }

    /** Whether the record produces no rows. */
    boolean isIgnored(int recordNumber) {
        return ignored.get(recordNumber);
    }

    /** Counts a record that the worker delivered again although it is written. */
    void addSkipped(TopicPartition partition) {
        skipped.merge(partition, 1L, Long::sum);
    }

    Map<TopicPartition, Long> skipped() {
        return skipped;
    }

    List<TableBuffer> tables() {
        return tables;
    }

    /** Tables whose definition matters for the batch: those with rows, and those that bad records were encoded for. */
    Set<String> tablesToCheck() {
        Set<String> names = tablesWithRows();
        names.addAll(tablesOfBadRecords);
        return names;
    }

    Set<String> tablesWithRows() {
        Set<String> names = new HashSet<>();
        for (TableBuffer table : tables) {
            if (table.rows() > 0) {
                names.add(table.layout().table());
            }
        }
        return names;
    }

    Map<TopicPartition, Long> nextOffsets() {
        return nextOffsets;
    }

    /** The offsets of the next records of the partitions in a part of the batch. */
    Map<TopicPartition, Long> nextOffsets(RecordRange range) {
        if (range.to() == records.size()) {
            return nextOffsets;
        }
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (SinkRecord record : records.subList(range.from(), range.to())) {
            offsets.put(
                    new TopicPartition(record.originalTopic(), record.originalKafkaPartition()),
                    record.originalKafkaOffset() + 1);
        }
        return offsets;
    }

    /** Returns and removes the bad records of a part of the batch, because a transaction can be attempted more than once. */
    List<BadRecord> takeBadRecords(RecordRange range) {
        NavigableMap<Integer, BadRecordException> part = badRecords.subMap(range.from(), true, range.to(), false);
        List<BadRecord> taken = part.entrySet().stream()
                .map(entry -> new BadRecord(records.get(entry.getKey()), entry.getValue()))
                .toList();
        part.clear();
        return taken;
    }

    int rows() {
        return tables.stream().mapToInt(TableBuffer::rows).sum();
    }

    /** Time of the newest row in microseconds since 1970; {@link Long#MIN_VALUE} if there is none. */
    long newestEpochMicros() {
        return tables.stream().mapToLong(TableBuffer::newestEpochMicros).max().orElse(Long.MIN_VALUE);
    }

    /** Number of rows that another row with the same key replaced. */
    int repeatedKeys() {
        return repeatedKeys;
    }

    /** Appends the rows of the record: all of them, or none if one is invalid, in which case the record is a bad record. */
    void add(SinkRecord record, TopicEncoder encoder) {
        add(record, encoder, () -> encoder.encode(record, this));
    }

    /** Appends the deletion of the row that the key of the record identifies. */
    void addTombstone(SinkRecord record, TopicEncoder encoder) {
        add(record, encoder, () -> encoder.encodeTombstone(record, this));
    }

    private void add(SinkRecord record, TopicEncoder encoder, Runnable encoding) {
        for (TableBuffer table : tables) {
            table.beginRecord(records.size());
        }
        try {
            encoding.run();
            boolean hasRows = false;
            for (TableBuffer table : tables) {
                hasRows |= table.hasRowsOfRecord();
                repeatedKeys += table.endRecord();
            }
            if (!hasRows) {
                ignored.set(records.size());
            }
        } catch (BadRecordException e) {
            rejectRecord(encoder, e);
        } catch (RuntimeException e) {
            // An unexpected kind of value must not stop the other records.
            rejectRecord(encoder, new BadRecordException(Reason.WRONG_TYPE, "the record could not be read: " + e, e));
        }
        append(record);
    }

    private void rejectRecord(TopicEncoder encoder, BadRecordException error) {
        tables.forEach(TableBuffer::dropRecord);
        badRecords.put(records.size(), error);
        encoder.tables().forEach(table -> tablesOfBadRecords.add(table.layout().table()));
    }

    /** Marks records of the batch as bad and removes their rows. */
    void reject(Map<Integer, BadRecordException> errors) {
        if (!errors.isEmpty()) {
            badRecords.putAll(errors);
            tables.forEach(table -> table.retain(row -> !errors.containsKey(table.recordOf(row))));
        }
    }

    void addBad(SinkRecord record, BadRecordException error) {
        badRecords.put(records.size(), error);
        append(record);
    }

    /** Counts a record that produces no rows. */
    void addWithoutRows(SinkRecord record) {
        ignored.set(records.size());
        append(record);
    }

    private void append(SinkRecord record) {
        records.add(record);
        if (record.value() instanceof byte[] bytes) {
            recordBytes += bytes.length;
        } else if (record.value() instanceof String text) {
            recordBytes += text.length() * 2L;
        }
    }

    void advance(TopicPartition partition, long nextOffset) {
        nextOffsets.put(partition, nextOffset);
    }

    @Override
    public RowAppender appenderOf(TableLayout layout) {
        if (layout.isVariant()) {
            OrderedTable table =
                    ordered.computeIfAbsent(layout.table(), name -> new OrderedTable(maxBytes, tables::add));
            return table.appenderOf(layout, records.size());
        }
        if (lastTable == null || lastTable.layout() != layout) {
            lastTable = tableOf(layout);
        }
        return lastTable;
    }

    private TableBuffer tableOf(TableLayout layout) {
        for (TableBuffer table : tables) {
            if (table.layout() == layout) {
                return table;
            }
        }
        TableBuffer table = new TableBuffer(layout, maxBytes);
        table.beginRecord(records.size());
        tables.add(table);
        return table;
    }
}
