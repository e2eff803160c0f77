package io.pulsefeed.kraken.record;

/** Event times in struct records: epoch seconds in a double, exact to the microsecond. */
final class EpochSeconds {

    private EpochSeconds() {}

    static double of(long timeEpochNs) {
        return Math.floorDiv(timeEpochNs, 1000L) / 1e6;
    }
}
