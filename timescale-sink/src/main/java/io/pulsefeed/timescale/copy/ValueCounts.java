package io.pulsefeed.timescale.copy;

import java.util.concurrent.atomic.LongAdder;

/** Counts of replaced characters and late rows. Thread-safe. */
public final class ValueCounts {

    final LongAdder nulReplaced = new LongAdder();
    final LongAdder rowsLate = new LongAdder();
    final LongAdder surrogatesReplaced = new LongAdder();

    final LongAdder timesImplausible = new LongAdder();

    /** Rows whose time has probably another unit than the mapping says. */
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
