package io.pulsefeed.timescale.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of one transaction. Each offset between the position of a partition and its next offset is counted once: as a
 * record, or as an offset without a record. Records before the position are replayed: they are counted, but not in the sum.
 */
public final class Accounts {

    private static final Comparator<HourAccount> BY_KEY = Comparator.comparing(
                    (HourAccount account) -> account.partition.topic())
            .thenComparing(account -> account.partition.partition())
            .thenComparing(account -> account.hour);

    private final int nowHour;
    private final Map<TopicPartition, Partition> partitions = new HashMap<>();
    private final Map<RowKey, RowAccount> rows = new TreeMap<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private final List<DeadLetter> resolvable = new ArrayList<>();
    private @Nullable Partition last;

    /** Rows of one table and hour that come from one partition. */
    record RowKey(String table, int hour, String topic, int partition) implements Comparable<RowKey> {

        private static final Comparator<RowKey> ORDER = Comparator.comparing(RowKey::table)
                .thenComparing(RowKey::hour)
                .thenComparing(RowKey::topic)
                .thenComparing(RowKey::partition);

        @Override
        public int compareTo(RowKey other) {
            return ORDER.compare(this, other);
        }
    }

    /** Number of rows with a new key, and with a key that existed. */
    static final class RowAccount {
        long added;
        long repeated;
        boolean isReplay;
    }

    /** @param reason empty for a replayed record that was written */
    record DeadLetter(TopicPartition partition, long offset, int hour, String reason) {}

    private static final class Partition {
        final TopicPartition partition;
        final Map<Integer, HourAccount> hours = new HashMap<>();
        /** The next offset to count; {@link Ledger#UNKNOWN} before the first record. */
        long position;

        @Nullable
        HourAccount lastHour;

        Partition(TopicPartition partition, long position) {
            this.partition = partition;
            this.position = position;
        }

        HourAccount hour(int hour, long offset) {
            HourAccount account = lastHour;
            if (account == null || account.hour != hour) {
                account = hours.computeIfAbsent(hour, h -> new HourAccount(partition, h, offset));
                lastHour = account;
            }
            return account;
        }
    }

    /**
     * @param positions the next offset to count of each partition, {@link Ledger#UNKNOWN} if none was counted yet
     * @param nowEpochMs the time of records without a valid time
     */
    Accounts(Map<TopicPartition, Long> positions, long nowEpochMs) {
        this.nowHour = Hours.ofMillis(nowEpochMs);
        positions.forEach((partition, position) -> partitions.put(partition, new Partition(partition, position)));
    }

    /**
     * Counts a record.
     *
     * @param reason of a bad record; otherwise empty
     * @return whether an earlier transaction has counted it
     */
    public boolean addRecord(SinkRecord record, RecordOutcome outcome, String reason) {
        Partition partition = partitionOf(record);
        long offset = record.originalKafkaOffset();
        Long timestamp = record.timestamp();
        int hour = timestamp == null || !Hours.isValid(timestamp) ? nowHour : Hours.ofMillis(timestamp);
        if (partition.position == Ledger.UNKNOWN) {
            partition.position = offset;
        }
        boolean isReplay = offset < partition.position;
        HourAccount account = partition.hour(hour, isReplay ? partition.position : offset);
        if (isReplay) {
            account.replayed++;
        } else {
            advance(partition, account, offset);
            account.add(outcome, offset);
            partition.position = offset + 1;
        }
        if (outcome == RecordOutcome.DEAD_LETTERED) {
            deadLetters.add(new DeadLetter(partition.partition, offset, hour, reason));
        } else if (isReplay) {
            resolvable.add(new DeadLetter(partition.partition, offset, hour, ""));
        }
        return isReplay;
    }

    /** Counts the offsets before {@code offset} that no record has. */
    private static void advance(Partition partition, HourAccount account, long offset) {
        long missing = offset - partition.position;
        if (missing > 0) {
            account.withoutRecord += missing;
            account.firstOffset = Math.min(account.firstOffset, partition.position);
        }
    }

    /** Counts a row. @param existed whether the table already had a row with its key */
    public void addRow(String table, int hour, SinkRecord record, boolean existed, boolean isReplay, int count) {
        RowAccount account = rows.computeIfAbsent(
                new RowKey(table, hour, record.originalTopic(), record.originalKafkaPartition()),
                key -> new RowAccount());
        if (existed) {
            account.repeated += count;
        } else {
            account.added += count;
        }
        account.isReplay |= isReplay;
    }

    /** Counts records that the worker delivered again although they are written. */
    public void addSkipped(TopicPartition partition, long records) {
        Partition known = partitions.get(partition);
        if (known != null && known.position != Ledger.UNKNOWN) {
            (known.lastHour == null ? known.hour(nowHour, known.position) : known.lastHour).skipped += records;
        }
    }

    /** Counts the offsets without a record before the next offset of a partition. */
    public void advance(TopicPartition partition, long nextOffset) {
        Partition known = partitions.get(partition);
        if (known == null || known.position == Ledger.UNKNOWN || nextOffset <= known.position) {
            return;
        }
        HourAccount account = known.lastHour == null ? known.hour(nowHour, known.position) : known.lastHour;
        advance(known, account, nextOffset);
        account.nextOffset = Math.max(account.nextOffset, nextOffset);
        known.position = nextOffset;
    }

    private Partition partitionOf(SinkRecord record) {
        Partition partition = last;
        if (partition == null
                || partition.partition.partition() != record.originalKafkaPartition()
                || !partition.partition.topic().equals(record.originalTopic())) {
            partition = partitions.get(new TopicPartition(record.originalTopic(), record.originalKafkaPartition()));
            last = partition;
        }
        return partition;
    }

    List<HourAccount> hours() {
        return partitions.values().stream()
                .map(partition -> partition.hours.values())
                .flatMap(Collection::stream)
                .sorted(BY_KEY)
                .toList();
    }

    Map<RowKey, RowAccount> rows() {
        return rows;
    }

    List<DeadLetter> deadLetters() {
        return deadLetters;
    }

    /** Replayed records without an error, which may have been dead letters before. */
    List<DeadLetter> resolvable() {
        return resolvable;
    }

    /** The next offset to count of each partition, after the transaction. */
    Map<TopicPartition, Long> positions() {
        Map<TopicPartition, Long> positions = new HashMap<>();
        partitions.forEach((partition, state) -> positions.put(partition, state.position));
        return positions;
    }
}
