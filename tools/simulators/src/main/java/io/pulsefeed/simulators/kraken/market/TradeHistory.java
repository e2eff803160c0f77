package io.pulsefeed.simulators.kraken.market;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** The trades of one pair in order. Positions are contiguous; ids can have gaps. */
public interface TradeHistory {

    /** Number of trades that have happened. */
    int size();

    /** The trade at {@code position}, where 0 is the oldest trade that the exchange serves. */
    Trade at(int position);

    /** Time of the trade at {@code position} in nanoseconds since the epoch; never decreases. */
    long timestampNs(int position);

    /** First position whose time is at or after {@code timestampNs}; {@link #size()} when there is none. */
    default int firstAtOrAfter(long timestampNs) {
        int low = 0;
        int high = size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (timestampNs(middle) < timestampNs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The trades at {@code [from, to)}, computed on access. */
    default List<Trade> range(int from, int to) {
        if (from < 0 || from > to || to > size()) {
            throw new IndexOutOfBoundsException("[" + from + ", " + to + ") of " + size());
        }
        return new Range(this, from, to);
    }

    /** An immutable view: past trades never change. */
    final class Range extends AbstractList<Trade> implements RandomAccess {

        private final TradeHistory history;
        private final int from;
        private final int to;

        private Range(TradeHistory history, int from, int to) {
            this.history = history;
            this.from = from;
            this.to = to;
        }

        @Override
        public Trade get(int index) {
            if (index < 0 || index >= size()) {
                throw new IndexOutOfBoundsException(index);
            }
            return history.at(from + index);
        }

        @Override
        public int size() {
            return to - from;
        }
    }
}
