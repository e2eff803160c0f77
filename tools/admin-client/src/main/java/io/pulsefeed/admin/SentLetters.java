package io.pulsefeed.admin;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * Which dead letters of one partition have been sent again. A command that sends only some of them leaves others before them, so one
 * offset is not sufficient. The offset of the first letter that was not sent, and ranges of sent letters after it, are stored as offset
 * and metadata of a consumer group:
 *
 * <pre>{@code
 *   sent   sent   open   sent   sent   open   sent
 *    10     11     12     13     14     15     16      offset 12, metadata sent:13-14,16-16
 * }</pre>
 */
public final class SentLetters {

    private static final String PREFIX = "sent:";

    /** Brokers reject metadata of more than 4,096 bytes by default. */
    private static final int MAX_LENGTH = 4_000;

    private final TreeMap<Long, Long> ranges;
    private long open;

    private SentLetters(long open, TreeMap<Long, Long> ranges) {
        this.open = open;
        this.ranges = ranges;
    }

    /** @param open offset of the first letter that has not been sent */
    public static SentLetters from(long open) {
        return new SentLetters(open, new TreeMap<>());
    }

    /** The state that {@link #committable} stored. Metadata of another form is ignored. */
    public static SentLetters parse(OffsetAndMetadata committed) {
        TreeMap<Long, Long> ranges = new TreeMap<>();
        if (committed.metadata() != null && committed.metadata().startsWith(PREFIX)) {
            for (String range : committed.metadata().substring(PREFIX.length()).split(",")) {
                String[] ends = range.split("-");
                if (range.matches("\\d{1,18}-\\d{1,18}")) {
                    ranges.put(Long.parseLong(ends[0]), Long.parseLong(ends[1]));
                }
            }
        }
        return new SentLetters(committed.offset(), ranges);
    }

    /** Offset of the first letter that has not been sent. */
    public long open() {
        return open;
    }

    public boolean contains(long offset) {
        Map.Entry<Long, Long> range = ranges.floorEntry(offset);
        return offset < open || range != null && offset <= range.getValue();
    }

    /** Marks the offsets from {@code first} to {@code last}, inclusive. */
    public void add(long first, long last) {
        if (last < first || last < open) {
            return;
        }
        long start = Math.max(first, open);
        long end = last;
        Map.Entry<Long, Long> before = ranges.floorEntry(start);
        if (before != null && before.getValue() >= start - 1) {
            start = before.getKey();
            end = Math.max(end, before.getValue());
        }
        for (Map.Entry<Long, Long> next = ranges.ceilingEntry(start);
                next != null && next.getKey() <= end + 1;
                next = ranges.ceilingEntry(start)) {
            end = Math.max(end, next.getValue());
            ranges.remove(next.getKey());
        }
        if (start == open) {
            open = end + 1;
        } else {
            ranges.put(start, end);
        }
    }

    /** Number of letters from {@code start} to {@code end}, exclusive, that have not been sent. */
    public long openBetween(long start, long end) {
        long sent = ranges.entrySet().stream()
                .mapToLong(range -> Math.max(0, Math.min(range.getValue() + 1, end) - Math.max(range.getKey(), start)))
                .sum();
        return Math.max(0, end - Math.max(start, open)) - sent;
    }

    /** Whether the ranges fit into the metadata of an offset. */
    public boolean isCommittable() {
        return metadata().length() <= MAX_LENGTH;
    }

    public OffsetAndMetadata committable() {
        return new OffsetAndMetadata(open, metadata());
    }

    private String metadata() {
        return ranges.isEmpty()
                ? ""
                : PREFIX
                        + ranges.entrySet().stream()
                                .map(range -> range.getKey() + "-" + range.getValue())
                                .collect(Collectors.joining(","));
    }
}
