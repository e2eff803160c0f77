package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.error.SqlErrorKind;
import io.pulsefeed.timescale.mapping.TableLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which statement writes each table: COPY, or after an error of a batch one that accepts such rows, for the next 64 batches.
 *
 * <pre>
 * COPY --duplicate key--> MERGE --repeated key--> ORDERED_MERGE
 * </pre>
 *
 * <p>Otherwise each batch of a replay would fail first.
 */
final class WritePaths {

    private static final int CHANGED_BATCHES = 64;

    private final boolean alwaysMerge;
    private final Map<String, Integer> mergesLeft = new HashMap<>();
    private final Map<String, Integer> orderedLeft = new HashMap<>();

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
        return alwaysMerge || mergesLeft.containsKey(table);
    }

    /** Changes the path of a table after an error. @return whether the batch must be written again */
    boolean change(String table, SqlErrorKind error) {
        if (error == SqlErrorKind.DUPLICATE_KEY && !isMerged(table)) {
            mergesLeft.put(table, CHANGED_BATCHES);
            return true;
        }
        if (error == SqlErrorKind.REPEATED_KEY && !isOrdered(table)) {
            mergesLeft.put(table, CHANGED_BATCHES);
            orderedLeft.put(table, CHANGED_BATCHES);
            return true;
        }
        return false;
    }

    void onWritten(SinkBatch batch) {
        Set<String> tables =
                batch.tables().stream().map(rows -> rows.layout().table()).collect(Collectors.toSet());
        for (Map<String, Integer> left : java.util.List.of(mergesLeft, orderedLeft)) {
            tables.forEach(table -> left.computeIfPresent(table, (name, batches) -> batches > 1 ? batches - 1 : null));
        }
    }
}
