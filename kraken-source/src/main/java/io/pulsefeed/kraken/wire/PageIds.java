package io.pulsefeed.kraken.wire;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The trade ids of a page of REST {@code Trades}. Ids are contiguous, so the rows around it determine the id of a row without a usable
 * one. Rows with id 0 existed until 2024-06-13.
 *
 * <pre>
 *   row                        0    1    2     3     4    5
 *   id                       100  101  777  9000   104  105
 *   id minus row             100  100  775  8997   100  100    rows 2 and 3 lie between rows that agree
 *   id after correction      100  101  102   103   104  105
 * </pre>
 */
final class PageIds {

    /** More rows in a row with odd ids are taken as they are. */
    private static final int MAX_ODD = 10;

    private final long[] ids;
    private final Map<Long, Integer> rowsByBase = new HashMap<>();

    private PageIds(long[] ids) {
        this.ids = ids;
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] > 0) {
                rowsByBase.merge(base(i), 1, Integer::sum);
            }
        }
    }

    /**
     * The ids of the rows, corrected where the others determine them.
     *
     * @param ids in the order of the page; 0 if a row has no usable id
     * @return one id per row; 0 if it is unknown
     */
    static long[] of(long[] ids) {
        PageIds page = new PageIds(ids.clone());
        page.correctBetween();
        page.fillIn();
        return page.ids;
    }

    /** Equal for rows that continue each other's ids. */
    private long base(int row) {
        return ids[row] - row;
    }

    private int rowsLike(int row) {
        return ids[row] <= 0 ? 0 : rowsByBase.getOrDefault(base(row), 0);
    }

    private void correctBetween() {
        int before = 0;
        while (before < ids.length) {
            int after = ids[before] <= 0 ? before + 1 : nextLike(before);
            if (after - before > 1) {
                correct(before + 1, after);
            }
            before = after;
        }
    }

    /** The next row that continues the ids of {@code row}, if all rows before it have rarer ids; otherwise the next row. */
    private int nextLike(int row) {
        long base = base(row);
        int rows = rowsLike(row);
        int end = Math.min(ids.length, row + MAX_ODD + 2);
        for (int i = row + 1; i < end; i++) {
            if (ids[i] > 0 && base(i) == base) {
                return i;
            }
            if (rowsLike(i) >= rows) {
                break;
            }
        }
        return row + 1;
    }

    /** Rows in the wrong order keep their ids. The others get those that are left. */
    private void correct(int from, int to) {
        long first = ids[from - 1] + 1;
        long end = first + to - from;
        Set<Long> taken = new HashSet<>();
        List<Integer> odd = new ArrayList<>();
        for (int i = from; i < to; i++) {
            if (ids[i] < first || ids[i] >= end || !taken.add(ids[i])) {
                odd.add(i);
            }
        }
        Deque<Long> left = new ArrayDeque<>();
        for (long id = first; id < end; id++) {
            if (!taken.contains(id)) {
                left.add(id);
            }
        }
        odd.forEach(row -> ids[row] = left.remove());
    }

    /** Rows without an id at the start or the end of a page, or next to unused ids. */
    private void fillIn() {
        long[] known = ids.clone();
        for (int i = 0; i < ids.length; i++) {
            if (known[i] > 0) {
                continue;
            }
            int before = i - 1;
            while (before >= 0 && known[before] <= 0) {
                before--;
            }
            int after = i + 1;
            while (after < known.length && known[after] <= 0) {
                after++;
            }
            long fromBefore = before < 0 ? 0 : known[before] + i - before;
            long fromAfter = after == known.length ? 0 : known[after] - (after - i);
            boolean determined = fromBefore == fromAfter || fromBefore == 0 || fromAfter == 0;
            ids[i] = determined ? Math.max(0, Math.max(fromBefore, fromAfter)) : 0;
        }
    }
}
