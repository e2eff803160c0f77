package io.pulsefeed.admin.state;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Free space and its use. Growth is measured over the last days, until the retention is reached.
 *
 * @param daysLeft days until the first disk is full; null for more than ten years or if the growth is unknown
 * @param bytesPerDay growth of all topics and tables now; null if it is unknown, as in the first ten minutes
 * @param topicBytes bytes of each topic over all replicas
 * @param tableBytes bytes of each table with its indexes; empty without a database
 * @param full disks that are full or have failed, one sentence each
 */
public record DiskState(
        List<Volume> volumes,
        @Nullable Double daysLeft,
        @Nullable Double bytesPerDay,
        Map<String, Long> topicBytes,
        Map<String, Long> tableBytes,
        List<String> full) {

    /**
     * The disk of a broker. With one broker the tables are assumed to be on the same disk.
     *
     * @param freeBytes null if the broker does not report it
     * @param totalBytes null if the broker does not report it
     */
    public record Volume(int broker, @Nullable Long freeBytes, @Nullable Long totalBytes) {}
}
