package io.pulsefeed.cli.disk;

import java.util.Collection;
import java.util.OptionalLong;

/**
 * A file system with topics or tables, or both.
 *
 * @param name what it holds
 */
public record Disk(String name, long totalBytes, long freeBytes) {

    private static final long MAX_DAYS = 3650;

    /** Full days until the disk is full, if the growth remains; empty for more than ten years. */
    public OptionalLong daysLeft(Collection<Usage> usages) {
        for (long day = 1; day <= MAX_DAYS; day++) {
            long days = day;
            if (usages.stream().mapToLong(usage -> usage.added(days)).sum() >= freeBytes) {
                return OptionalLong.of(day - 1);
            }
        }
        return OptionalLong.empty();
    }

    /** Whether two descriptions are probably of the same file system: its free space changes between two calls. */
    public boolean isSameAs(Disk other) {
        return totalBytes == other.totalBytes && Math.abs(freeBytes - other.freeBytes) < totalBytes / 100;
    }
}
