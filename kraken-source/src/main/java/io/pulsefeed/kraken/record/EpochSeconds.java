package io.pulsefeed.kraken.record;

/** Event times as the structured records carry them: epoch seconds in a double, which still holds microseconds. */
final class EpochSeconds {

    private EpochSeconds() {}

    static double of(long nanos) {
        return Math.floorDiv(nanos, 1000L) / 1e6;
    }
}
