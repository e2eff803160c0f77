package io.pulsefeed.timescale.copy;

import java.util.concurrent.atomic.LongAdder;

/** Counts of replaced characters and late rows. Thread-safe. */
public final class ValueCounts {

    final LongAdder nulReplaced = new LongAdder();
    final LongAdder rowsLate = new LongAdder();
    final LongAdder surrogatesReplaced = new LongAdder();

    public long rowsLate() {
        return rowsLate.sum();
    }

    public long nulReplaced() {
        return nulReplaced.sum();
    }

    public long surrogatesReplaced() {
        return surrogatesReplaced.sum();
    }
}
