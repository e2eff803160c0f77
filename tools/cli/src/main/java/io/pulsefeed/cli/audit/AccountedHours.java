package io.pulsefeed.cli.audit;

import io.pulsefeed.cli.access.Database;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a sink has consumed of one topic, by partition and hour of the record. */
final class AccountedHours {

    private static final String HOURS =
            """
            SELECT partition, extract(epoch FROM hour)::bigint, first_offset, next_offset, consumed, offset_sum, offset_square_sum
            FROM pulsefeed_ledger WHERE sink = ? AND topic = ?""";

    private static final String DEAD =
            """
            SELECT partition, record_offset FROM pulsefeed_ledger_dead
            WHERE sink = ? AND topic = ? AND resolved_at IS NULL""";

    /** One partition and hour. */
    record Key(int partition, long hour) {}

    /** Number of records, and the sums of their offsets and of the squares of the offsets modulo 2^64. */
    record Sums(long count, long offsets, long squares) {

        static final Sums NONE = new Sums(0, 0, 0);

        Sums plus(long offset) {
            return new Sums(count + 1, offsets + offset, squares + offset * offset);
        }

        Sums minus(Sums other) {
            return new Sums(count - other.count, offsets - other.offsets, squares - other.squares);
        }
    }

    private final Map<Key, Sums> consumed = new HashMap<>();
    private final Map<Key, Long> firstOffsets = new HashMap<>();
    private final Map<Integer, TopicReader.Range> ranges = new HashMap<>();
    private final Map<Integer, Set<Long>> dead = new HashMap<>();

    AccountedHours(Database database, String sink, String topic) {
        for (List<@Nullable String> row : database.rows(HOURS, sink, topic)) {
            int partition = (int) number(row, 0);
            Key key = new Key(partition, number(row, 1));
            long first = number(row, 2);
            long next = number(row, 3);
            consumed.put(key, new Sums(number(row, 4), wrapped(row, 5), wrapped(row, 6)));
            firstOffsets.put(key, first);
            ranges.merge(
                    partition,
                    new TopicReader.Range(first, next),
                    (a, b) -> new TopicReader.Range(Math.min(a.start(), b.start()), Math.max(a.end(), b.end())));
        }
        database.rows(DEAD, sink, topic).forEach(row -> dead.computeIfAbsent((int) number(row, 0), p -> new HashSet<>())
                .add(number(row, 1)));
    }

    /** The counted offsets of each partition. */
    Map<Integer, TopicReader.Range> ranges() {
        return ranges;
    }

    Sums consumed(Key key) {
        return consumed.getOrDefault(key, Sums.NONE);
    }

    boolean isDead(int partition, long offset) {
        return dead.getOrDefault(partition, Set.of()).contains(offset);
    }

    /** The hours of which the topic no longer has all records. @param logStart the first offset of each partition */
    Set<Long> truncatedHours(Map<Integer, Long> logStart) {
        Set<Long> hours = new HashSet<>();
        firstOffsets.forEach((key, first) -> {
            if (first < logStart.getOrDefault(key.partition(), 0L)) {
                hours.add(key.hour());
            }
        });
        return hours;
    }

    private static long number(List<@Nullable String> row, int column) {
        return Long.parseLong(Objects.requireNonNull(row.get(column)));
    }

    private static long wrapped(List<@Nullable String> row, int column) {
        return new BigInteger(Objects.requireNonNull(row.get(column))).longValue();
    }
}
