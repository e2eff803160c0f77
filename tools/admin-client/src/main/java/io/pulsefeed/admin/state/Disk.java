package io.pulsefeed.admin.state;

import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A file system with topics or tables, or both.
 *
 * @param name what it holds
 */
public record Disk(String name, long totalBytes, long freeBytes) {

    private static final double MAX_DAYS = 3650;

    /** Days until the disk is full, if the growth remains; empty for more than ten years. */
    public OptionalDouble daysLeft(Collection<Usage> usages) {
        List<Double> ends =
                usages.stream().map(Usage::daysOfGrowth).distinct().sorted().toList();
        double free = freeBytes;
        double day = 0;
        for (double end : ends) {
            double now = day;
            double rate = usages.stream()
                    .filter(usage -> usage.daysOfGrowth() > now)
                    .mapToDouble(usage -> usage.bytesPerDay().orElse(0))
                    .sum();
            if (rate > 0 && free <= rate * (end - day)) {
                double full = day + Math.max(0, free) / rate;
                return full > MAX_DAYS ? OptionalDouble.empty() : OptionalDouble.of(full);
            }
            free -= rate == 0 ? 0 : rate * (end - day);
            day = end;
        }
        return OptionalDouble.empty();
    }

    /** Whether two descriptions are probably of the same file system: its free space changes between two calls. */
    boolean isSameAs(Disk other) {
        return totalBytes == other.totalBytes && Math.abs(freeBytes - other.freeBytes) < totalBytes / 100;
    }
}
