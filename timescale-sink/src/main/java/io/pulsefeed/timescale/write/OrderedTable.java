package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.copy.CopyBuffer;
import io.pulsefeed.timescale.mapping.RowAppender;
import io.pulsefeed.timescale.mapping.TableLayout;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The rows of a table in a batch, if they have several layouts. Each layout has a buffer, and buffers are written one after
 * another, so a key must not occur in two of them. A row whose key is already in another buffer starts a new generation of
 * buffers, which is written after the current one. Rows with the same key are therefore applied in the order of arrival. If keys can
 * be equal for the server although their bytes differ, such as 1.0 and 1.00, a generation has rows of one layout only.
 *
 * <pre>
 * row      k1 {v}   k2 {v}   k2 {w}            k2 delete         k1 {v}
 * buffer   v, 0     v, 0     w, generation 1   d, generation 2   v, generation 2
 * </pre>
 */
final class OrderedTable implements RowAppender {

    private final int maxBytes;
    private final Consumer<TableBuffer> onCreated;
    private final Map<TableLayout, TableBuffer> current = new IdentityHashMap<>();
    private TableBuffer target;
    private boolean isFirstGeneration = true;
    private int record;

    /**
     * @param maxBytes bytes that the rows of one record may have in a buffer
     * @param onCreated receives the buffers in the order in which they must be written
     */
    OrderedTable(int maxBytes, Consumer<TableBuffer> onCreated) {
        this.maxBytes = maxBytes;
        this.onCreated = onCreated;
    }

    /** @param recordNumber in the batch */
    RowAppender appenderOf(TableLayout layout, int recordNumber) {
        record = recordNumber;
        target = bufferOf(layout);
        return this;
    }

    private TableBuffer bufferOf(TableLayout layout) {
        TableBuffer buffer = current.get(layout);
        if (buffer == null) {
            buffer = TableBuffer.ofVariant(layout, maxBytes, isFirstGeneration);
            buffer.beginRecord(record);
            current.put(layout, buffer);
            onCreated.accept(buffer);
        }
        return buffer;
    }

    @Override
    public CopyBuffer beginRow() {
        return target.beginRow();
    }

    @Override
    public void endRow(int keyEnd, long epochMicros) {
        if (current.size() > 1 && mustFollowAnotherBuffer(keyEnd)) {
            TableBuffer previous = target;
            current.clear();
            isFirstGeneration = false;
            target = bufferOf(previous.layout());
            target.takeRow(previous, keyEnd, epochMicros);
        } else {
            target.endRow(keyEnd, epochMicros);
        }
    }

    private boolean mustFollowAnotherBuffer(int keyEnd) {
        boolean isExact = keyEnd > 0 && target.layout().hasExactKey();
        for (TableBuffer buffer : current.values()) {
            if (buffer != target && (isExact ? buffer.containsKeyOf(target, keyEnd) : buffer.rows() > 0)) {
                return true;
            }
        }
        return false;
    }
}
