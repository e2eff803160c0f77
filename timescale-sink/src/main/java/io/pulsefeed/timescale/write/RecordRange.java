package io.pulsefeed.timescale.write;

/**
 * Consecutive records of a batch, by their numbers.
 *
 * @param to after the last record
 */
record RecordRange(int from, int to) {

    int size() {
        return to - from;
    }

    RecordRange firstHalf() {
        return new RecordRange(from, middle());
    }

    RecordRange secondHalf() {
        return new RecordRange(middle(), to);
    }

    private int middle() {
        return from + to >>> 1;
    }
}
