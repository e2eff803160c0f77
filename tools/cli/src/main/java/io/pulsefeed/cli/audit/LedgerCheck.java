package io.pulsefeed.cli.audit;

import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.audit.Finding.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares the accounts in the database with each other and with the tables, without reading topics. */
final class LedgerCheck {

    private static final String LAW =
            """
            SELECT sink, topic, partition, max(next_offset) - min(first_offset)
              - sum(written + ignored + dead_lettered + without_record)
            FROM pulsefeed_ledger GROUP BY 1, 2, 3 ORDER BY 1, 2, 3""";

    private static final String UNCOUNTED =
            """
            SELECT o.connector, o.topic, o.partition, o.next_offset - l.next_offset
            FROM connect_sink_offsets o
            JOIN (SELECT sink, topic, partition, max(next_offset) AS next_offset FROM pulsefeed_ledger GROUP BY 1, 2, 3) l
              ON l.sink = o.connector AND l.topic = o.topic AND l.partition = o.partition
            WHERE o.next_offset > l.next_offset ORDER BY 1, 2, 3""";

    private static final String SUMMARY =
            """
            SELECT sink, topic, sum(consumed)::bigint, sum(written)::bigint, sum(ignored)::bigint, sum(dead_lettered)::bigint,
              sum(without_record)::bigint, sum(replayed)::bigint
            FROM pulsefeed_ledger WHERE hour >= to_timestamp(?) AND hour < to_timestamp(?) GROUP BY 1, 2 ORDER BY 1, 2""";

    private static final String TABLES =
            """
            SELECT s.table_name, s.time_column, string_agg(DISTINCT r.topic, ','),
              extract(epoch FROM nullif(s.complete_from, '-infinity'))::bigint
            FROM pulsefeed_ledger_start s JOIN pulsefeed_ledger_rows r USING (table_name) GROUP BY 1, 2, 4 ORDER BY 1""";

    private static final String EXPECTED =
            """
            SELECT extract(epoch FROM r.hour)::bigint, sum(r.rows)::bigint, bool_and(r.sealed), bool_or(r.reason = 'replay')
            FROM pulsefeed_ledger_rows r
            WHERE r.table_name = ? AND r.hour >= to_timestamp(?) AND r.hour < to_timestamp(?) GROUP BY 1 ORDER BY 1""";

    private static final String SEALED =
            """
            SELECT extract(epoch FROM hour)::bigint, digest, columns::text[], table_rows, to_char(sealed_at, 'YYYY-MM-DD HH24:MI')
            FROM pulsefeed_ledger_seal WHERE table_name = ? AND hour >= to_timestamp(?) AND hour < to_timestamp(?)""";

    private final Database database;
    private final Window window;
    private final Set<String> streams;
    private final Set<String> compared;
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** @param topics comma-separated */
    private record Tracked(String table, String timeColumn, String topics, long completeFrom) {}

    private record Hour(long start, long expected, boolean isSealed, boolean isReplayed) {}

    /**
     * @param streams topics and tables to check; empty for all
     * @param compared tables whose rows are already compared
     */
    LedgerCheck(Database database, Window window, Set<String> streams, Set<String> compared) {
        this.compared = compared;
        this.database = database;
        this.window = window;
        this.streams = streams;
    }

    void run() {
        database.rows(LAW).stream().filter(this::isWanted).forEach(row -> {
            if (!"0".equals(row.get(3))) {
                findings.add(new Finding(
                        Kind.INCONSISTENT,
                        text(row, 1),
                        partition(row),
                        Stage.SINK,
                        "the accounts of " + row.get(0) + " differ from its offsets by " + row.get(3)));
            }
        });
        database.rows(UNCOUNTED).stream()
                .filter(this::isWanted)
                .forEach(row -> findings.add(new Finding(
                        Kind.INCONSISTENT,
                        text(row, 1),
                        partition(row),
                        Stage.SINK,
                        row.get(0) + " has written " + row.get(3) + " offsets without the ledger (ledger.enabled)")));
        for (List<@Nullable String> row : database.rows(TABLES)) {
            Tracked table = new Tracked(
                    text(row, 0), text(row, 1), text(row, 2), row.get(3) == null ? Long.MIN_VALUE : number(row, 3));
            boolean isWantedTable = streams.isEmpty()
                    || streams.contains(table.table())
                    || Arrays.stream(table.topics().split(",")).anyMatch(streams::contains);
            if (isWantedTable && database.exists(table.table())) {
                if (!compared.contains(table.table())) {
                    checkTable(table);
                }
            } else if (isWantedTable) {
                findings.add(new Finding(
                        Kind.MISSING, table.table(), "the whole table", Stage.TABLE, "the table does not exist"));
            }
        }
    }

    List<Finding> findings() {
        return findings;
    }

    List<String> notes() {
        return notes;
    }

    List<StreamSummary> summary() {
        return database.rows(SUMMARY, window.firstHour(), window.endHour()).stream()
                .filter(this::isWanted)
                .map(row -> new StreamSummary(
                        text(row, 0),
                        text(row, 1),
                        number(row, 2),
                        number(row, 3),
                        number(row, 4),
                        number(row, 5),
                        number(row, 6),
                        number(row, 7)))
                .toList();
    }

    private void checkTable(Tracked table) {
        List<Hour> hours = database.rows(EXPECTED, table.table(), window.firstHour(), window.endHour()).stream()
                .map(row -> new Hour(number(row, 0), number(row, 1), "t".equals(row.get(2)), "t".equals(row.get(3))))
                .toList();
        var actual = database
                .rows("SELECT extract(epoch FROM date_trunc('hour', " + Database.quoted(table.timeColumn())
                        + "))::bigint, count(*) FROM " + Database.quoted(table.table()) + " WHERE "
                        + between(table, window.firstHour(), window.endHour()) + " GROUP BY 1")
                .stream()
                .collect(Collectors.toMap(row -> number(row, 0), row -> number(row, 1)));
        long oldest = actual.keySet().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
        DroppedChunks retention = new DroppedChunks(database);
        long dropped = 0;
        for (Hour hour : hours) {
            long rows = actual.getOrDefault(hour.start(), 0L);
            actual.remove(hour.start());
            if (hour.start() < table.completeFrom()) {
                continue;
            }
            if (rows == 0 && hour.start() < oldest && retention.hasDropped(table.table(), hour.start())) {
                dropped++;
            } else if (rows != hour.expected() && !hour.isReplayed()) {
                findings.add(
                        rows < hour.expected()
                                ? new Finding(
                                        Kind.MISSING,
                                        table.table(),
                                        (hour.expected() - rows) + " rows of hour "
                                                + Instant.ofEpochSecond(hour.start()),
                                        Stage.TABLE,
                                        "the sink has written " + hour.expected() + " rows, the table has " + rows
                                                + "; --deep identifies them")
                                : new Finding(
                                        Kind.UNEXPECTED,
                                        table.table(),
                                        (rows - hour.expected()) + " rows of hour "
                                                + Instant.ofEpochSecond(hour.start()),
                                        Stage.TABLE,
                                        "the sink has written " + hour.expected() + " rows, the table has " + rows
                                                + "; --deep identifies them"));
            }
        }
        actual.forEach((hour, rows) -> {
            if (hour >= table.completeFrom()) {
                findings.add(new Finding(
                        Kind.UNEXPECTED,
                        table.table(),
                        rows + " rows of hour " + Instant.ofEpochSecond(hour),
                        Stage.TABLE,
                        "the sink has not written them; --deep identifies them"));
            }
        });
        if (dropped > 0) {
            notes.add(dropped + " hours of " + table.table() + ", which its retention has dropped");
        }
        checkSeals(table, hours);
    }

    private void checkSeals(Tracked table, List<Hour> hours) {
        Set<Long> closed =
                hours.stream().filter(Hour::isSealed).map(Hour::start).collect(Collectors.toSet());
        for (var seal : database.rows(SEALED, table.table(), window.firstHour(), window.endHour())) {
            long hour = number(seal, 0);
            if (!closed.contains(hour)) {
                continue;
            }
            String columns = Arrays.stream(
                            text(seal, 2).replaceAll("[{}\"]", "").split(","))
                    .map(Database::quoted)
                    .collect(Collectors.joining(", "));
            List<@Nullable String> now = database.rows("SELECT count(*), coalesce(sum(hashtextextended(ROW(" + columns
                            + ")::text, 0)), 0) FROM " + Database.quoted(table.table()) + " WHERE "
                            + between(table, hour, hour + 3600))
                    .get(0);
            boolean hasSameRows = Objects.equals(now.get(0), seal.get(3));
            if (hasSameRows && !Objects.equals(now.get(1), seal.get(1))) {
                findings.add(new Finding(
                        Kind.ALTERED,
                        table.table(),
                        "rows of hour " + Instant.ofEpochSecond(hour),
                        Stage.TABLE,
                        "changed after the hour was sealed at " + seal.get(4) + " UTC; --deep identifies them"));
            }
        }
    }

    private static String between(Tracked table, long from, long to) {
        String time = Database.quoted(table.timeColumn());
        return time + " >= to_timestamp(" + from + ") AND " + time + " < to_timestamp(" + to + ")";
    }

    /** @param row with a topic as second column */
    private boolean isWanted(List<@Nullable String> row) {
        return streams.isEmpty() || streams.contains(row.get(1));
    }

    private static String partition(List<@Nullable String> row) {
        return row.get(1) + "-" + row.get(2);
    }

    private static String text(List<@Nullable String> row, int column) {
        return Objects.requireNonNull(row.get(column));
    }

    private static long number(List<@Nullable String> row, int column) {
        return Long.parseLong(text(row, column));
    }
}
