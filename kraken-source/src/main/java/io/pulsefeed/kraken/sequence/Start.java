package io.pulsefeed.kraken.sequence;

/**
 * Where a pair without a stored offset begins.
 *
 * @param timeNanos for {@link Kind#TIME}: nanoseconds since 1970
 */
public record Start(Kind kind, long timeNanos) {

    public static final Start LATEST = new Start(Kind.LATEST, 0);
    public static final Start SNAPSHOT = new Start(Kind.SNAPSHOT, 0);

    public enum Kind {
        /** With the first trade after the snapshot. */
        LATEST,
        /** With the trades of the snapshot, the latest 50. */
        SNAPSHOT,
        /** With the first trade at or after a time, from REST. */
        TIME
    }

    public static Start at(long timeNanos) {
        return new Start(Kind.TIME, timeNanos);
    }
}
