package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.copy.CopyBuffer;
import io.pulsefeed.timescale.mapping.Rows;
import io.pulsefeed.timescale.mapping.TableLayout;
import java.util.Arrays;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The rows of one table in one batch, as the body of a binary COPY. Rows with the same key are reduced to one, because COPY
 * would conflict with itself, and ON CONFLICT DO UPDATE refuses to touch a row twice.
 */
final class TableBuffer implements Rows {

    /** Signature, flags and an empty extension; every COPY stream starts with it. */
    static final byte[] HEADER = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };

    private static final int EMPTY = 0;

    private final TableLayout layout;
    private final CopyBuffer bytes = new CopyBuffer(1 << 16);
    private int[] starts = new int[1024];
    private int[] keyEnds = new int[1024];
    private int[] records = new int[1024];
    private int rows;
    private int sealedRows;
    private int deadRows;
    private int rowStart;
    private int record;
    private int recordStart;
    private long newestMicros = Long.MIN_VALUE;
    /** Open addressing; holds row numbers from 1. */
    private int[] index = new int[4096];

    TableBuffer(TableLayout layout) {
        this.layout = layout;
        clear();
    }

    TableLayout layout() {
        return layout;
    }

    void clear() {
        bytes.truncate(0);
        bytes.putBytes(HEADER, 0, HEADER.length);
        if (sealedRows > 0) {
            Arrays.fill(index, EMPTY);
        }
        rows = 0;
        sealedRows = 0;
        deadRows = 0;
        newestMicros = Long.MIN_VALUE;
    }

    int rows() {
        return rows - deadRows;
    }

    int byteSize() {
        return bytes.size();
    }

    long newestMicros() {
        return newestMicros;
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

    /** End of the key's bytes; 0 when the row has no whole key. */
    int keyEnd(int row) {
        return keyEnds[row];
    }

    int recordOf(int row) {
        return records[row];
    }

    /** Says which record the next rows come from. */
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
    public void endRow(int keyEnd, long micros) {
        if (rows == starts.length) {
            starts = Arrays.copyOf(starts, rows * 2);
            keyEnds = Arrays.copyOf(keyEnds, rows * 2);
            records = Arrays.copyOf(records, rows * 2);
        }
        starts[rows] = rowStart;
        keyEnds[rows] = keyEnd;
        records[rows] = record;
        rows++;
        newestMicros = Math.max(newestMicros, micros);
    }

    /** Takes back the rows of a record that turned out bad. */
    void dropRecord() {
        bytes.truncate(recordStart);
        rows = sealedRows;
    }

    /** Keeps the rows of the record, now that all of them are good. @return how many rows had a key seen before */
    int keepRecord() {
        int repeated = 0;
        while (sealedRows < rows) {
            if (keyEnds[sealedRows] > 0 && isRepeated(sealedRows)) {
                repeated++;
            }
            sealedRows++;
        }
        return repeated;
    }

    private boolean isRepeated(int row) {
        if ((rows - deadRows) * 2 > index.length) {
            grow();
        }
        int slot = slotOf(row);
        int earlier = index[slot];
        if (earlier == EMPTY) {
            index[slot] = row + 1;
            return false;
        }
        deadRows++;
        if (layout.keepFirst()) {
            records[row] = -1 - records[row];
        } else {
            records[earlier - 1] = -1 - records[earlier - 1];
            index[slot] = row + 1;
        }
        return true;
    }

    private int slotOf(int row) {
        byte[] array = bytes.array();
        int from = starts[row] + 2;
        int to = keyEnds[row];
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + array[i];
        }
        hash ^= hash >>> 15;
        hash *= 0x2c1b3c6d;
        int mask = index.length - 1;
        int slot = (hash ^ hash >>> 13) & mask;
        while (index[slot] != EMPTY) {
            int other = index[slot] - 1;
            if (Arrays.equals(array, from, to, array, starts[other] + 2, keyEnds[other])) {
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

    /** Closes the gaps that repeated keys left. Call once, before the rows are written. */
    void compact() {
        if (deadRows > 0) {
            retain(row -> records[row] >= 0);
        }
        deadRows = 0;
    }

    long rowsOf(Set<Integer> recordNumbers) {
        return IntStream.range(0, rows)
                .filter(row -> recordNumbers.contains(records[row]))
                .count();
    }

    /** Keeps only some rows. */
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
                kept++;
                end += length;
            }
        }
        bytes.truncate(end);
        rows = kept;
        sealedRows = kept;
    }
}
