package io.pulsefeed.admin.state;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Free space and its use. Growth is the size of a topic or table divided by the time that it covers, until its retention is reached.
 *
 * @param daysLeft days until the first broker's disk is full; null if nothing grows or the data cover less than ten minutes
 * @param bytesPerDay growth of all topics and tables now; null if the data cover less than ten minutes
 * @param topicBytes bytes of each topic over all replicas
 * @param tableBytes bytes of each table with its indexes; empty without a database
 */
public record DiskState(
        List<Volume> volumes,
        @Nullable Double daysLeft,
        @Nullable Double bytesPerDay,
        Map<String, Long> topicBytes,
        Map<String, Long> tableBytes) {

    /**
     * The disk of a broker. With one broker the tables are assumed to be on the same disk.
     *
     * @param freeBytes -1 if the broker does not report it
     * @param totalBytes -1 if the broker does not report it
     */
    public record Volume(int broker, long freeBytes, long totalBytes) {}
}
