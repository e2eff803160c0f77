package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.mapping.Rows;
import io.pulsefeed.timescale.mapping.TableLayout;
import io.pulsefeed.timescale.mapping.TopicEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** What one transaction writes: rows of several tables, and how far they bring each partition. */
final class SinkBatch implements Function<TableLayout, Rows> {

    private final List<TableBuffer> tables = new ArrayList<>();
    private final Map<TopicPartition, Long> nextOffsets = new HashMap<>();
    private final List<SinkRecord> records = new ArrayList<>();
    private final List<BadRecord> badRecords = new ArrayList<>();
    private long recordBytes;
    private long openedNanos;
    private TableBuffer lastTable;
    private int repeatedKeys;

    /** A record to report before the batch's commit moves the offset past it. */
    record BadRecord(SinkRecord record, BadRecordException error) {}

    void clear() {
        tables.forEach(TableBuffer::clear);
        nextOffsets.clear();
        records.clear();
        badRecords.clear();
        recordBytes = 0;
        repeatedKeys = 0;
    }

    /** The layouts of tables hold only as long as the connection they were read on. */
    void forgetTables() {
        if (isEmpty()) {
            tables.clear();
            lastTable = null;
        }
    }

    boolean isEmpty() {
        return nextOffsets.isEmpty();
    }

    int size() {
        return records.size();
    }

    long byteSize() {
        long rowBytes = 0;
        for (int i = 0; i < tables.size(); i++) {
            rowBytes += tables.get(i).byteSize();
        }
        return recordBytes + rowBytes;
    }

    long openedNanos() {
        return openedNanos;
    }

    void open(long nanos) {
        this.openedNanos = nanos;
    }

    List<TableBuffer> tables() {
        return tables;
    }

    Map<TopicPartition, Long> nextOffsets() {
        return nextOffsets;
    }

    List<SinkRecord> records() {
        return records;
    }

    /** Bad records that were not reported yet: a transaction may be tried more than once. */
    List<BadRecord> takeBadRecords() {
        List<BadRecord> taken = List.copyOf(badRecords);
        badRecords.clear();
        return taken;
    }

    int rows() {
        return tables.stream().mapToInt(TableBuffer::rows).sum();
    }

    long newestMicros() {
        return tables.stream().mapToLong(TableBuffer::newestMicros).max().orElse(Long.MIN_VALUE);
    }

    int repeatedKeys() {
        return repeatedKeys;
    }

    /** Appends the record's rows: all of them, or none and the record is set aside as bad. */
    void add(SinkRecord record, TopicEncoder encoder) {
        for (TableBuffer table : tables) {
            table.beginRecord(records.size());
        }
        try {
            encoder.encode(record, this);
            for (TableBuffer table : tables) {
                repeatedKeys += table.keepRecord();
            }
        } catch (BadRecordException e) {
            dropRows();
            badRecords.add(new BadRecord(record, e));
        } catch (RuntimeException e) {
            // A kind of value that nobody thought of must not stop the records beside it.
            dropRows();
            badRecords.add(new BadRecord(
                    record, new BadRecordException(Reason.WRONG_TYPE, "the record could not be read: " + e, e)));
        }
        keep(record);
    }

    private void dropRows() {
        tables.forEach(TableBuffer::dropRecord);
    }

    /** A record that is in the batch already turned out bad. */
    void setAside(int number, BadRecordException error) {
        badRecords.add(new BadRecord(records.get(number), error));
    }

    void addBad(SinkRecord record, BadRecordException error) {
        badRecords.add(new BadRecord(record, error));
        keep(record);
    }

    /** Counts a record that gives no rows. */
    void keep(SinkRecord record) {
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
    public Rows apply(TableLayout layout) {
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
        TableBuffer table = new TableBuffer(layout);
        table.beginRecord(records.size());
        tables.add(table);
        return table;
    }
}
