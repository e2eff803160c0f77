package io.pulsefeed.admin.state;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * How fast a topic or a table grows: its bytes divided by the time that they cover, until its retention is reached.
 *
 * <pre>{@code
 *  bytes                ______________   bytes of the whole retention
 *                    ../
 *                  ../  bytesPerDay
 *  bytes now  ____/
 *                 now   now + daysOfGrowth
 * }</pre>
 *
 * @param daysOfGrowth time until the oldest data are deleted as fast as new data arrive; infinite without a retention
 */
record Growth(double bytesPerDay, double daysOfGrowth) {

    /** Data of a shorter time do not show a rate. */
    private static final Duration MIN_AGE = Duration.ofMinutes(10);

    private static final double MS_PER_DAY = Duration.ofDays(1).toMillis();

    /**
     * @param ageMs age of the oldest data
     * @param retentionMs negative without a retention
     * @return empty if the data are too young to show a rate
     */
    static Optional<Growth> of(long bytes, long ageMs, long retentionMs) {
        if (ageMs < MIN_AGE.toMillis()) {
            return Optional.empty();
        }
        double days = retentionMs < 0 ? Double.POSITIVE_INFINITY : Math.max(0, (retentionMs - ageMs) / MS_PER_DAY);
        return Optional.of(new Growth(bytes * MS_PER_DAY / ageMs, days));
    }

    /** The growth now. */
    double currentBytesPerDay() {
        return daysOfGrowth > 0 ? bytesPerDay : 0;
    }

    /** Days until {@code freeBytes} are used; infinite if all growth ends before that. */
    static double daysLeft(double freeBytes, Collection<Growth> growths) {
        List<Double> ends =
                growths.stream().map(Growth::daysOfGrowth).distinct().sorted().toList();
        double free = freeBytes;
        double day = 0;
        for (double end : ends) {
            double now = day;
            double rate = growths.stream()
                    .filter(growth -> growth.daysOfGrowth() > now)
                    .mapToDouble(Growth::bytesPerDay)
                    .sum();
            if (rate > 0 && free <= rate * (end - day)) {
                return day + Math.max(0, free) / rate;
            }
            free -= rate == 0 ? 0 : rate * (end - day);
            day = end;
        }
        return Double.POSITIVE_INFINITY;
    }
}
