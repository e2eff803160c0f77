package io.pulsefeed.cli.database;

import io.pulsefeed.admin.Change;
import io.pulsefeed.admin.Change.Action;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.output.ProgressBar;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refreshes continuous aggregates. Their refresh policies cover the last days only, so a change of older rows (a replay, a backfill, late
 * trades) requires a refresh. Plain views require none. A refresh deletes the candles of times without rows, so it never starts before the
 * oldest row: retention drops rows, but not their candles.
 */
public final class AggregateRefresh {

    private static final String AGGREGATES =
            "SELECT view_name, hypertable_name, format('%I.%I', materialization_hypertable_schema,"
                    + " materialization_hypertable_name) FROM timescaledb_information.continuous_aggregates"
                    + " WHERE view_schema = current_schema()";

    /** Objects that are continuous aggregates in the Community edition of TimescaleDB. */
    static final List<String> NAMES = List.of("ticker_ohlc_hourly", "trade_candles_1m", "emotibit_signal_1m");

    /** Its table can have millions of rows per device and day, which {@code apply} must not wait for. */
    private static final String OF_PACKETS = "emotibit_signal_1m";

    private static final Duration OF_PACKETS_RANGE = Duration.ofDays(7);

    /** Newer rows are not materialized yet, but aggregated at query time; the refresh policies materialize them later. */
    private static final Duration REAL_TIME = Duration.ofHours(1);

    /** A longer range is refreshed in several transactions. */
    private static final Duration PIECE = Duration.ofDays(7);

    private final Database database;
    private final Edition edition;
    private final Clock clock;

    /**
     * A continuous aggregate.
     *
     * @param table hypertable of its rows
     * @param candles hypertable of its materialized buckets
     */
    record Aggregate(String name, String table, String candles) {}

    /**
     * A time range in whole hours, because a refresh covers whole buckets only.
     *
     * @param from null for all data before {@code to}
     */
    record Range(@Nullable Instant from, Instant to) {

        /** The hours from {@code from} to {@code to} that ended at least an hour before {@code now}. */
        static Range of(Instant from, Instant to, Instant now) {
            Instant end = to.truncatedTo(ChronoUnit.HOURS).equals(to)
                    ? to
                    : to.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
            Instant last = now.minus(REAL_TIME).truncatedTo(ChronoUnit.HOURS);
            // The sink rejects rows before 1970.
            Instant start = from.isAfter(Instant.EPOCH) ? from.truncatedTo(ChronoUnit.HOURS) : null;
            return new Range(start, end.isAfter(last) ? last : end);
        }

        Range notBefore(Instant start) {
            return from != null && !from.isBefore(start) ? this : new Range(start, to);
        }

        boolean isEmpty() {
            return from != null && !from.isBefore(to);
        }

        private long hours() {
            return from == null ? 0 : ChronoUnit.HOURS.between(from, to);
        }

        /** Ranges of at most {@link #PIECE} that cover this range. */
        List<Range> pieces() {
            if (from == null) {
                return List.of(this);
            }
            List<Range> pieces = new ArrayList<>();
            for (Instant start = from; start.isBefore(to); start = start.plus(PIECE)) {
                Instant end = start.plus(PIECE);
                pieces.add(new Range(start, end.isBefore(to) ? end : to));
            }
            return pieces;
        }

        /** @param function qualified name of the procedure */
        String sql(String function, String aggregate) {
            return "CALL " + function + "('" + aggregate + "', "
                    + (from == null ? "NULL" : "timestamptz '" + from + "'") + ", timestamptz '" + to + "')";
        }
    }

    AggregateRefresh(Database database, Edition edition) {
        this.database = database;
        this.edition = edition;
        this.clock = Clock.systemUTC();
    }

    public static AggregateRefresh on(Database database) {
        return new AggregateRefresh(database, Edition.of(database));
    }

    /**
     * Refreshes the continuous aggregates of these tables.
     *
     * @return the refreshed aggregates, or the reason why none was refreshed
     */
    public List<Change> refresh(Collection<String> tables, Instant from, Instant to) {
        return refresh(tables, from, to, ProgressBar.silent("", ""));
    }

    /** The same; {@code progress} counts hours. */
    public List<Change> refresh(Collection<String> tables, Instant from, Instant to, ProgressBar progress) {
        if (edition != Edition.COMMUNITY) {
            return nothing("the analytics of this database are plain views, which are always current");
        }
        List<Aggregate> aggregates = aggregates().stream()
                .filter(aggregate -> tables.contains(aggregate.table()))
                .toList();
        Range range = Range.of(from, to, clock.instant());
        if (aggregates.isEmpty()) {
            return nothing("these tables have no continuous aggregates");
        }
        if (range.isEmpty()) {
            return nothing("the last hours are aggregated at query time");
        }
        return refresh(aggregates, range, progress);
    }

    private static List<Change> nothing(String reason) {
        return List.of(Change.none("continuous aggregates", reason, "Nothing to refresh: " + reason + "."));
    }

    /**
     * Materializes existing rows in new aggregates, because the refresh policies cover the last days only: all rows, but only the EmotiBit
     * packets of the last 7 days.
     */
    List<Change> materialize(Collection<String> created, ProgressBar progress) {
        if (edition != Edition.COMMUNITY) {
            return List.of();
        }
        List<Aggregate> aggregates = aggregates();
        List<String> existing = aggregates.stream().map(Aggregate::name).toList();
        List<Change> changes = new ArrayList<>();
        try {
            List<Aggregate> empty = aggregates.stream()
                    .filter(aggregate -> created.contains(aggregate.name()))
                    .toList();
            for (Aggregate aggregate : empty) {
                changes.addAll(materialize(aggregate, progress));
            }
        } catch (UserError e) {
            // Not fatal: the aggregates exist and cover new rows, and a worker may wait for this command.
            changes.add(Change.none(
                    "continuous aggregates",
                    e.getMessage(),
                    "! existing rows were not materialized: " + e.getMessage()
                            + " Try again with: pulsefeed database refresh --from earliest"));
        }
        NAMES.stream()
                .filter(name -> created.contains(name) && !existing.contains(name))
                .map(
                        name -> Change.none(
                                name,
                                "the server rejected a continuous aggregate",
                                "! " + name
                                        + ": the server rejected a continuous aggregate; created a view instead, which is slower"))
                .forEach(changes::add);
        return changes;
    }

    private List<Change> materialize(Aggregate aggregate, ProgressBar progress) {
        Instant now = clock.instant();
        Instant from = aggregate.name().equals(OF_PACKETS)
                ? now.minus(OF_PACKETS_RANGE).truncatedTo(ChronoUnit.HOURS)
                : Instant.EPOCH;
        boolean hasEarlier =
                new RefreshStart(database).find(aggregate).filter(from::isAfter).isPresent();
        List<Change> changes = new ArrayList<>(refresh(List.of(aggregate), Range.of(from, now, now), progress));
        changes.removeIf(change -> !change.isApplied());
        if (hasEarlier) {
            changes.add(Change.none(
                            aggregate.name(),
                            "earlier rows are not materialized",
                            "! " + aggregate.name() + " has no rows before " + from
                                    + ". To add them: pulsefeed database refresh --from earliest")
                    .with("from", from.toString()));
        }
        return changes;
    }

    private List<Aggregate> aggregates() {
        return database.rows(AGGREGATES).stream()
                .map(row -> new Aggregate(row.get(0), row.get(1), row.get(2)))
                .filter(aggregate -> NAMES.contains(aggregate.name()))
                .toList();
    }

    private List<Change> refresh(List<Aggregate> aggregates, Range wanted, ProgressBar progress) {
        database.disableNetworkTimeout();
        String function = database.timescaleFunction("refresh_continuous_aggregate");
        RefreshStart starts = new RefreshStart(database);
        Map<Aggregate, Range> ranges = new LinkedHashMap<>();
        aggregates.forEach(aggregate -> starts.find(aggregate)
                .map(wanted::notBefore)
                .filter(range -> !range.isEmpty())
                .ifPresent(range -> ranges.put(aggregate, range)));
        long total = ranges.values().stream().mapToLong(Range::hours).sum();
        long done = 0;
        List<Change> changes = new ArrayList<>();
        for (Aggregate aggregate : aggregates) {
            Range range = ranges.get(aggregate);
            if (range == null) {
                changes.add(withoutRows(aggregate));
                continue;
            }
            for (Range piece : range.pieces()) {
                progress.update(done, total);
                database.execute(piece.sql(function, aggregate.name()));
                done += piece.hours();
            }
            changes.add(refreshed(aggregate, range, range.equals(wanted), range.sql(function, aggregate.name())));
        }
        return changes;
    }

    private static Change withoutRows(Aggregate aggregate) {
        String reason = aggregate.table() + " has no rows in this range; existing candles are kept";
        return Change.none(aggregate.name(), reason, "nothing to refresh in " + aggregate.name() + ": " + reason)
                .with("table", aggregate.table());
    }

    private static Change refreshed(Aggregate aggregate, Range range, boolean isWhole, String sql) {
        return Change.applied(
                        Action.REFRESH,
                        aggregate.name(),
                        "refreshed " + aggregate.name() + " from " + range.from() + " to " + range.to()
                                + (isWhole ? "" : " (from the oldest row; older candles are kept)"))
                .with("table", aggregate.table())
                .with("from", range.from() == null ? null : range.from().toString())
                .with("to", range.to().toString())
                .with("sql", sql);
    }
}
