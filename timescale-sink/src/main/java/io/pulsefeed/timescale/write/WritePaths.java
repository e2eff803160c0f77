package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.error.SqlErrorKind;
import io.pulsefeed.timescale.mapping.TableLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which statement writes each table: COPY, or after an error of a batch one that accepts such rows, for the next 64 batches with
 * rows of the table.
 *
 * <pre>
 * COPY --duplicate key--> MERGE --repeated key--> ORDERED_MERGE
 *   ^                      |  ^
 *   +-- no row existed ----+--+-- a row existed, in the last 8 of 64 batches
 * </pre>
 *
 * <p>Otherwise each batch of a replay would fail first. A table whose rows are usually replaced is not tried with COPY again, because
 * the server logs each failure. Valid for the life of a task. Used by the writer thread.
 */
final class WritePaths {

    private static final int CHANGED_BATCHES = 64;
    /** The last of these batches, in which the rows that existed are counted. */
    private static final int COUNTED_BATCHES = 8;

    private final boolean alwaysMerge;
    private final Map<String, Merges> merges = new HashMap<>();
    private final Map<String, Integer> orderedLeft = new HashMap<>();

    private static final class Merges {
        private int left = CHANGED_BATCHES;
        private boolean replacesRows;
    }

    /** @param alwaysMerge whether rows of any batch can already exist */
    WritePaths(boolean alwaysMerge) {
        this.alwaysMerge = alwaysMerge;
    }

    boolean usesMerge(TableBuffer rows) {
        TableLayout layout = rows.layout();
        boolean canExist = isMerged(layout.table()) || !rows.isFirstGeneration() || rows.hasRepeatedKeys();
        return !layout.copyable() || canExist && layout.keyColumns() > 0;
    }

    /** Whether keys that differ in bytes can be equal in the server, so that rows must be merged in the order of arrival. */
    boolean isOrdered(String table) {
        return orderedLeft.containsKey(table);
    }

    private boolean isMerged(String table) {
        return alwaysMerge || merges.containsKey(table);
    }

    /** Whether the number of merged rows that existed decides about the next batches. */
    boolean needsExisting(String table) {
        Merges merged = merges.get(table);
        return merged != null && !merged.replacesRows && merged.left <= COUNTED_BATCHES;
    }

    /** @param existing number of merged rows that existed */
    void onMerged(String table, int existing) {
        Merges merged = merges.get(table);
        if (merged != null && merged.left <= COUNTED_BATCHES) {
            merged.replacesRows |= existing > 0;
        }
    }

    /** Changes the path of a table after an error. @return whether the batch must be written again */
    boolean change(String table, SqlErrorKind error) {
        if (error == SqlErrorKind.DUPLICATE_KEY && !isMerged(table)) {
            merges.put(table, new Merges());
            return true;
        }
        if (error == SqlErrorKind.REPEATED_KEY && !isOrdered(table)) {
            merges.put(table, new Merges());
            orderedLeft.put(table, CHANGED_BATCHES);
            return true;
        }
        return false;
    }

    void onWritten(SinkBatch batch) {
        Set<String> tables = batch.tablesWithRows();
        for (String table : tables) {
            orderedLeft.computeIfPresent(table, (name, left) -> left > 1 ? left - 1 : null);
            merges.computeIfPresent(table, (name, merged) -> next(merged));
        }
    }

    private static @Nullable Merges next(Merges merged) {
        merged.left--;
        if (merged.left > 0) {
            return merged;
        }
        return merged.replacesRows ? new Merges() : null;
    }
}
