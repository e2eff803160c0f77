package io.pulsefeed.timescale.copy;

import java.util.concurrent.atomic.LongAdder;

/** Counts of replaced characters, late rows and implausible times. Thread-safe. */
public final class ValueCounts {

    final LongAdder nulReplaced = new LongAdder();
    final LongAdder rowsLate = new LongAdder();
    final LongAdder surrogatesReplaced = new LongAdder();
    final LongAdder timesImplausible = new LongAdder();

    /** Rows whose time probably has a unit other than the one in the mapping. */
    public long timesImplausible() {
        return timesImplausible.sum();
    }

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
