package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.copy.CopyBuffer;
import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.ledger.Hours;
import io.pulsefeed.timescale.mapping.RowAppender;
import io.pulsefeed.timescale.mapping.TableLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one table in one batch, in the format of binary COPY. Keeps one row per key, because COPY would fail on duplicates
 * within the batch, and ON CONFLICT DO UPDATE rejects a second change of the same row. Not thread-safe.
 */
final class TableBuffer implements RowAppender {

    /** Header of a binary COPY stream: signature, flags and an empty extension. */
    static final byte[] HEADER = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };

    private static final int EMPTY = 0;
    /** Capacity that an unusually large batch does not leave behind. */
    private static final int RETAINED_BYTES = 1 << 22;

    private final TableLayout layout;
    private final int maxBytes;
    private final boolean isFirstGeneration;
    private final CopyBuffer bytes;
    private int[] starts;
    private int[] keyEnds;
    private int[] records;
    /** Hours since 1970 of the time of each row. */
    private int[] hours;
    /** Whether the table had a row with the key before the row was written. */
    private boolean[] existed;

    private int rows;
    /** Rows of complete records. */
    private int completeRows;
    /** Rows that another row with the same key replaces; their record number is negative. */
    private int replacedRows;
    /** Rows before {@link #compact}; null if it removed none. */
    private @Nullable Snapshot snapshot;

    private boolean hasRepeatedKeys;
    /** The rows that {@link #compact} removed. */
    private final List<Replaced> replaced = new ArrayList<>();

    private int rowStart;
    private int record;
    private int recordStart;
    private long newestEpochMicros = Long.MIN_VALUE;
    /** Hash table of keys with open addressing; an entry is a row number plus 1. */
    private int[] index;

    /** Rows, including those that another row with the same key replaces. */
    private record Snapshot(byte[] bytes, int[] starts, int[] keyEnds, int[] records, int[] hours) {}

    /** A row that another row with the same key replaced, by its record number and hour. */
    record Replaced(int record, int hour) {}

    /** @param maxBytes bytes that the rows of one record may have */
    TableBuffer(TableLayout layout, int maxBytes) {
        this(layout, maxBytes, true, 1024);
    }

    private TableBuffer(TableLayout layout, int maxBytes, boolean isFirstGeneration, int rowCapacity) {
        this.layout = layout;
        this.maxBytes = maxBytes;
        this.isFirstGeneration = isFirstGeneration;
        this.bytes = new CopyBuffer(rowCapacity * 64);
        this.starts = new int[rowCapacity];
        this.keyEnds = new int[rowCapacity];
        this.records = new int[rowCapacity];
        this.hours = new int[rowCapacity];
        this.existed = new boolean[rowCapacity];
        this.index = new int[rowCapacity * 4];
        clear();
    }

    /**
     * A buffer of a table with several layouts.
     *
     * @param isFirstGeneration false if another buffer of the batch contains rows with the same keys
     */
    static TableBuffer ofVariant(TableLayout layout, int maxBytes, boolean isFirstGeneration) {
        return new TableBuffer(layout, maxBytes, isFirstGeneration, 16);
    }

    boolean isFirstGeneration() {
        return isFirstGeneration;
    }

    TableLayout layout() {
        return layout;
    }

    void clear() {
        bytes.shrink(RETAINED_BYTES);
        bytes.truncate(0);
        bytes.putBytes(HEADER, 0, HEADER.length);
        if (completeRows > 0) {
            Arrays.fill(index, EMPTY);
        }
        rows = 0;
        completeRows = 0;
        replacedRows = 0;
        snapshot = null;
        hasRepeatedKeys = false;
        replaced.clear();
        newestEpochMicros = Long.MIN_VALUE;
    }

    int rows() {
        return rows - replacedRows;
    }

    int byteSize() {
        return bytes.size();
    }

    long newestEpochMicros() {
        return newestEpochMicros;
    }

    CopyBuffer bytes() {
        return bytes;
    }

    int rowStart(int row) {
        return starts[row];
    }

    int rowEnd(int row) {
        return row + 1 < rows ? starts[row + 1] : bytes.size();
    }

    /** End of the key columns; 0 if a key column is null. */
    int keyEnd(int row) {
        return keyEnds[row];
    }

    int recordOf(int row) {
        return records[row];
    }

    /** Hours since 1970 of the time of the row; {@link Hours#NONE} if it has none. */
    int hourOf(int row) {
        return hours[row];
    }

    /** Whether the table already had a row with the key of a written row. */
    boolean existed(int row) {
        return existed[row];
    }

    void markExisted(int row, boolean value) {
        existed[row] = value;
    }

    /** Forgets which rows existed, before a new attempt to write them. */
    void clearExisted() {
        Arrays.fill(existed, 0, rows, false);
    }

    /** The rows of some records that other rows of the batch with the same key replaced. */
    List<Replaced> replaced(RecordRange range) {
        return replaced.isEmpty()
                ? replaced
                : replaced.stream()
                        .filter(row -> row.record() >= range.from() && row.record() < range.to())
                        .toList();
    }

    /** Whether the current record has rows. */
    boolean hasRowsOfRecord() {
        return rows > completeRows;
    }

    /** The first row of this or a later record. Call it after {@link #compact}. */
    int firstRowOf(int record) {
        int from = 0;
        int to = rows;
        while (from < to) {
            int middle = from + to >>> 1;
            if (records[middle] < record) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** Starts a record. @param number in the batch, from 0 */
    void beginRecord(int number) {
        record = number;
        recordStart = bytes.size();
    }

    @Override
    public CopyBuffer beginRow() {
        rowStart = bytes.size();
        return bytes;
    }

    @Override
    public void endRow(int keyEnd, long epochMicros) {
        if (bytes.size() - recordStart > maxBytes) {
            throw new BadRecordException(
                    Reason.TOO_LARGE,
                    "the rows of the record in table " + layout.table() + " have more bytes than batch.max.bytes ("
                            + maxBytes + ")");
        }
        if (rows == starts.length) {
            starts = Arrays.copyOf(starts, rows * 2);
            keyEnds = Arrays.copyOf(keyEnds, rows * 2);
            records = Arrays.copyOf(records, rows * 2);
            hours = Arrays.copyOf(hours, rows * 2);
            existed = Arrays.copyOf(existed, rows * 2);
        }
        starts[rows] = rowStart;
        keyEnds[rows] = keyEnd;
        records[rows] = record;
        hours[rows] = Hours.ofMicros(epochMicros);
        rows++;
        newestEpochMicros = Math.max(newestEpochMicros, epochMicros);
    }

    /** Moves the incomplete last row of another buffer of the table to this one. */
    void takeRow(TableBuffer source, int keyEnd, long epochMicros) {
        beginRow();
        int length = source.bytes.size() - source.rowStart;
        bytes.putBytes(source.bytes.array(), source.rowStart, length);
        source.bytes.truncate(source.rowStart);
        endRow(rowStart + keyEnd - source.rowStart, epochMicros);
    }

    /** Whether a row has the key of the incomplete last row of another buffer of the table. */
    boolean containsKeyOf(TableBuffer other, int keyEnd) {
        byte[] key = other.bytes.array();
        int from = other.rowStart + 2;
        if (index[slotOf(key, from, keyEnd)] != EMPTY) {
            return true;
        }
        for (int row = completeRows; row < rows; row++) {
            if (keyEnds[row] > 0 && Arrays.equals(key, from, keyEnd, bytes.array(), starts[row] + 2, keyEnds[row])) {
                return true;
            }
        }
        return false;
    }

    /** Removes the rows of the current record. */
    void dropRecord() {
        bytes.truncate(recordStart);
        rows = completeRows;
    }

    /** Completes the current record. @return number of rows whose key already occurred in the batch */
    int endRecord() {
        int repeated = 0;
        while (completeRows < rows) {
            if (keyEnds[completeRows] > 0 && isRepeated(completeRows)) {
                repeated++;
            }
            completeRows++;
        }
        return repeated;
    }

    private boolean isRepeated(int row) {
        if ((rows - replacedRows) * 2 > index.length) {
            grow();
        }
        int slot = slotOf(row);
        int earlier = index[slot];
        if (earlier == EMPTY) {
            index[slot] = row + 1;
            return false;
        }
        replacedRows++;
        if (layout.keepFirst()) {
            records[row] = -1 - records[row];
        } else {
            records[earlier - 1] = -1 - records[earlier - 1];
            keepReceived(earlier - 1, row);
            index[slot] = row + 1;
        }
        return true;
    }

    /** Copies the last column, a time, to the row that replaces {@code earlier}. */
    private void keepReceived(int earlier, int row) {
        if (layout.keepsReceived()) {
            byte[] array = bytes.array();
            System.arraycopy(array, rowEnd(earlier) - Long.BYTES, array, rowEnd(row) - Long.BYTES, Long.BYTES);
        }
    }

    private int slotOf(int row) {
        return slotOf(bytes.array(), starts[row] + 2, keyEnds[row]);
    }

    private int slotOf(byte[] array, int from, int to) {
        byte[] own = bytes.array();
        int mask = index.length - 1;
        int slot = KeyHash.of(array, from, to) & mask;
        while (index[slot] != EMPTY) {
            int other = index[slot] - 1;
            if (Arrays.equals(array, from, to, own, starts[other] + 2, keyEnds[other])) {
                return slot;
            }
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        int[] old = index;
        index = new int[old.length * 2];
        for (int entry : old) {
            if (entry != EMPTY) {
                index[slotOf(entry - 1)] = entry;
            }
        }
    }

    /** Removes the replaced rows. Call it once, before the rows are written. */
    void compact() {
        if (replacedRows > 0) {
            snapshot = new Snapshot(
                    Arrays.copyOf(bytes.array(), bytes.size()),
                    Arrays.copyOf(starts, rows),
                    Arrays.copyOf(keyEnds, rows),
                    Arrays.copyOf(records, rows),
                    Arrays.copyOf(hours, rows));
            for (int row = 0; row < rows; row++) {
                if (records[row] < 0) {
                    replaced.add(new Replaced(-1 - records[row], hours[row]));
                }
            }
            retain(row -> records[row] >= 0);
        }
        replacedRows = 0;
    }

    /** Reverts {@link #compact}: if the server rejects a row, those that it replaces must be written. */
    void restore() {
        Snapshot rowsBefore = snapshot;
        if (rowsBefore == null) {
            return;
        }
        snapshot = null;
        replaced.clear();
        hasRepeatedKeys = true;
        bytes.truncate(0);
        bytes.putBytes(rowsBefore.bytes, 0, rowsBefore.bytes.length);
        rows = rowsBefore.records.length;
        completeRows = rows;
        System.arraycopy(rowsBefore.starts, 0, starts, 0, rows);
        System.arraycopy(rowsBefore.keyEnds, 0, keyEnds, 0, rows);
        System.arraycopy(rowsBefore.hours, 0, hours, 0, rows);
        for (int row = 0; row < rows; row++) {
            int number = rowsBefore.records[row];
            records[row] = number < 0 ? -1 - number : number;
        }
    }

    /** Whether the buffer contains replaced rows. */
    boolean hasRepeatedKeys() {
        return hasRepeatedKeys;
    }

    /** The rows of a range in the order of arrival, without those that a later row of the range replaces. */
    int[] lastOfKeys(int from, int to) {
        if (!hasRepeatedKeys || layout.keepFirst()) {
            return IntStream.range(from, to).toArray();
        }
        Set<ByteBuffer> later = new HashSet<>();
        int[] last = IntStream.iterate(to - 1, row -> row >= from, row -> row - 1)
                .filter(row -> keyEnds[row] == 0 || later.add(keyOf(row)))
                .toArray();
        return IntStream.rangeClosed(1, last.length)
                .map(i -> last[last.length - i])
                .toArray();
    }

    private ByteBuffer keyOf(int row) {
        int start = starts[row] + 2;
        return ByteBuffer.wrap(bytes.array(), start, keyEnds[row] - start);
    }

    /** Removes all other rows. */
    void retain(IntPredicate wanted) {
        int kept = 0;
        int end = HEADER.length;
        byte[] array = bytes.array();
        for (int row = 0; row < rows; row++) {
            int start = starts[row];
            int length = rowEnd(row) - start;
            if (wanted.test(row)) {
                System.arraycopy(array, start, array, end, length);
                starts[kept] = end;
                keyEnds[kept] = keyEnds[row] == 0 ? 0 : keyEnds[row] - start + end;
                records[kept] = records[row];
                hours[kept] = hours[row];
                existed[kept] = existed[row];
                kept++;
                end += length;
            }
        }
        bytes.truncate(end);
        rows = kept;
        completeRows = kept;
    }
}
