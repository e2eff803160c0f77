package io.pulsefeed.timescale.ledger;

import io.pulsefeed.timescale.ledger.Accounts.DeadLetter;
import io.pulsefeed.timescale.ledger.Accounts.RowAccount;
import io.pulsefeed.timescale.ledger.Accounts.RowKey;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/**
 * Writes accounts to the tables of {@code database/ledger.sql}, in the transaction of the rows. Knows the position of each partition
 * up to which records are counted. Used by the writer thread, with one connection.
 */
public final class Ledger {

    /** The position of a partition of which no record was counted. */
    public static final long UNKNOWN = -1;

    private static final String POSITION =
            "SELECT max(next_offset) FROM pulsefeed_ledger WHERE sink = ? AND topic = ? AND partition = ?";

    private static final String HOURS =
            """
            INSERT INTO pulsefeed_ledger AS l (sink, topic, partition, hour, first_offset, next_offset, consumed, written, ignored,
              dead_lettered, without_record, replayed, skipped, offset_sum, offset_square_sum, updated_at)
            SELECT ?, topic, partition, to_timestamp(hour), first_offset, next_offset, consumed, written, ignored,
              dead_lettered, without_record, replayed, skipped, offset_sum, offset_square_sum, now()
            FROM unnest(?::text[], ?::int[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                        ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::numeric[], ?::numeric[])
              AS n (topic, partition, hour, first_offset, next_offset, consumed, written, ignored, dead_lettered, without_record,
                    replayed, skipped, offset_sum, offset_square_sum)
            ON CONFLICT (sink, topic, partition, hour) DO UPDATE SET
              first_offset = least(l.first_offset, excluded.first_offset),
              next_offset = greatest(l.next_offset, excluded.next_offset),
              consumed = l.consumed + excluded.consumed, written = l.written + excluded.written,
              ignored = l.ignored + excluded.ignored, dead_lettered = l.dead_lettered + excluded.dead_lettered,
              without_record = l.without_record + excluded.without_record,
              replayed = l.replayed + excluded.replayed, skipped = l.skipped + excluded.skipped,
              offset_sum = (l.offset_sum + excluded.offset_sum) % 18446744073709551616,
              offset_square_sum = (l.offset_square_sum + excluded.offset_square_sum) % 18446744073709551616,
              updated_at = now()""";

    private static final String ROWS =
            """
            INSERT INTO pulsefeed_ledger_rows AS l (table_name, hour, sink, topic, partition, rows, keys_repeated, reason, sealed,
              updated_at)
            SELECT table_name, to_timestamp(hour), ?, topic, partition, rows, keys_repeated,
              CASE WHEN replay THEN 'replay' ELSE '' END, false, now()
            FROM unnest(?::text[], ?::bigint[], ?::text[], ?::int[], ?::bigint[], ?::bigint[], ?::bool[])
              AS n (table_name, hour, topic, partition, rows, keys_repeated, replay)
            ON CONFLICT (table_name, hour, sink, topic, partition) DO UPDATE SET
              rows = l.rows + excluded.rows, keys_repeated = l.keys_repeated + excluded.keys_repeated,
              reason = CASE WHEN excluded.reason <> '' THEN excluded.reason WHEN l.sealed THEN 'late' ELSE l.reason END,
              sealed = false, updated_at = now()""";

    private static final String DEAD =
            """
            INSERT INTO pulsefeed_ledger_dead (sink, topic, partition, record_offset, hour, reason, reported_at)
            SELECT ?, topic, partition, record_offset, to_timestamp(hour), reason, now()
            FROM unnest(?::text[], ?::int[], ?::bigint[], ?::bigint[], ?::text[])
              AS n (topic, partition, record_offset, hour, reason)
            ON CONFLICT (sink, topic, partition, record_offset)
              DO UPDATE SET reason = excluded.reason, reported_at = now(), resolved_at = NULL""";

    private static final String RESOLVED =
            """
            UPDATE pulsefeed_ledger_dead AS d SET resolved_at = now()
            FROM unnest(?::text[], ?::int[], ?::bigint[]) AS n (topic, partition, record_offset)
            WHERE d.sink = ? AND d.topic = n.topic AND d.partition = n.partition AND d.record_offset = n.record_offset
              AND d.resolved_at IS NULL""";

    private final Connection connection;
    private final String sink;
    private final Map<TopicPartition, Long> positions = new HashMap<>();

    /** @param sink name of the connector */
    public Ledger(Connection connection, String sink) {
        this.connection = connection;
        this.sink = sink;
    }

    /** Forgets the positions of partitions, because another task may have counted their records since. */
    public void forget(Collection<TopicPartition> partitions) {
        positions.keySet().removeAll(partitions);
    }

    /** Starts the accounts of a transaction that writes records of these partitions. */
    public Accounts open(Collection<TopicPartition> partitions, long nowEpochMs) throws SQLException {
        Map<TopicPartition, Long> current = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Long position = positions.get(partition);
            if (position == null) {
                position = readPosition(partition);
                positions.put(partition, position);
            }
            current.put(partition, position);
        }
        return new Accounts(current, nowEpochMs);
    }

    private long readPosition(TopicPartition partition) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(POSITION)) {
            statement.setString(1, sink);
            statement.setString(2, partition.topic());
            statement.setInt(3, partition.partition());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                long position = row.getLong(1);
                return row.wasNull() ? UNKNOWN : position;
            }
        }
    }

    /** Adds the accounts of a transaction to the tables. Call it last, because it locks rows that other tasks may change. */
    public void write(Accounts accounts) throws SQLException {
        List<HourAccount> hours = accounts.hours();
        if (!hours.isEmpty()) {
            writeHours(hours);
        }
        if (!accounts.rows().isEmpty()) {
            writeRows(List.copyOf(accounts.rows().entrySet()));
        }
        if (!accounts.deadLetters().isEmpty()) {
            writeDead(accounts.deadLetters());
        }
        if (!accounts.resolvable().isEmpty()) {
            resolve(accounts.resolvable());
        }
    }

    public void onCommitted(Accounts accounts) {
        positions.putAll(accounts.positions());
    }

    private void writeHours(List<HourAccount> hours) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(HOURS)) {
            statement.setString(1, sink);
            bind(statement, 2, "text", hours, account -> account.partition.topic());
            bind(statement, 3, "int4", hours, account -> account.partition.partition());
            bind(statement, 4, "int8", hours, account -> Hours.toSeconds(account.hour));
            bind(statement, 5, "int8", hours, account -> account.firstOffset);
            bind(statement, 6, "int8", hours, account -> account.nextOffset);
            bind(statement, 7, "int8", hours, HourAccount::consumed);
            bind(statement, 8, "int8", hours, account -> account.written);
            bind(statement, 9, "int8", hours, account -> account.ignored);
            bind(statement, 10, "int8", hours, account -> account.deadLettered);
            bind(statement, 11, "int8", hours, account -> account.withoutRecord);
            bind(statement, 12, "int8", hours, account -> account.replayed);
            bind(statement, 13, "int8", hours, account -> account.skipped);
            bind(statement, 14, "numeric", hours, account -> unsigned(account.offsetSum));
            bind(statement, 15, "numeric", hours, account -> unsigned(account.offsetSquareSum));
            statement.executeUpdate();
        }
    }

    private void writeRows(List<Map.Entry<RowKey, RowAccount>> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ROWS)) {
            statement.setString(1, sink);
            bind(statement, 2, "text", rows, row -> row.getKey().table());
            bind(statement, 3, "int8", rows, row -> Hours.toSeconds(row.getKey().hour()));
            bind(statement, 4, "text", rows, row -> row.getKey().topic());
            bind(statement, 5, "int4", rows, row -> row.getKey().partition());
            bind(statement, 6, "int8", rows, row -> row.getValue().added);
            bind(statement, 7, "int8", rows, row -> row.getValue().repeated);
            bind(statement, 8, "bool", rows, row -> row.getValue().isReplay);
            statement.executeUpdate();
        }
    }

    private void writeDead(List<DeadLetter> dead) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DEAD)) {
            statement.setString(1, sink);
            bind(statement, 2, "text", dead, letter -> letter.partition().topic());
            bind(statement, 3, "int4", dead, letter -> letter.partition().partition());
            bind(statement, 4, "int8", dead, DeadLetter::offset);
            bind(statement, 5, "int8", dead, letter -> Hours.toSeconds(letter.hour()));
            bind(statement, 6, "text", dead, DeadLetter::reason);
            statement.executeUpdate();
        }
    }

    private void resolve(List<DeadLetter> written) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RESOLVED)) {
            bind(statement, 1, "text", written, letter -> letter.partition().topic());
            bind(statement, 2, "int4", written, letter -> letter.partition().partition());
            bind(statement, 3, "int8", written, DeadLetter::offset);
            statement.setString(4, sink);
            statement.executeUpdate();
        }
    }

    private static BigDecimal unsigned(long value) {
        return new BigDecimal(Long.toUnsignedString(value));
    }

    private <T> void bind(PreparedStatement statement, int index, String type, List<T> items, Function<T, Object> value)
            throws SQLException {
        statement.setArray(
                index, connection.createArrayOf(type, items.stream().map(value).toArray()));
    }
}
