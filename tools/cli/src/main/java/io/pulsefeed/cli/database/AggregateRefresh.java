package io.pulsefeed.cli.database;

import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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

    /** Newer rows are not materialized yet, but aggregated at query time; the refresh policies materialize them later. */
    private static final Duration REAL_TIME = Duration.ofHours(1);

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
            Instant start = from.isBefore(Instant.EPOCH) ? null : from.truncatedTo(ChronoUnit.HOURS);
            return new Range(start, end.isAfter(last) ? last : end);
        }

        Range notBefore(Instant start) {
            return from != null && !from.isBefore(start) ? this : new Range(start, to);
        }

        boolean isEmpty() {
            return from != null && !from.isBefore(to);
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
     * @return one line for each aggregate, or the reason why none was refreshed
     */
    public List<String> refresh(Collection<String> tables, Instant from, Instant to) {
        if (edition != Edition.COMMUNITY) {
            return List.of(
                    "Nothing to refresh: the analytics of this database are plain views, which are always current.");
        }
        List<Aggregate> aggregates = aggregates().stream()
                .filter(aggregate -> tables.contains(aggregate.table()))
                .toList();
        Range range = Range.of(from, to, clock.instant());
        if (aggregates.isEmpty()) {
            return List.of("Nothing to refresh: these tables have no continuous aggregates.");
        }
        if (range.isEmpty()) {
            return List.of("Nothing to refresh: the last hours are aggregated at query time.");
        }
        return refresh(aggregates, range);
    }

    /** Materializes all existing rows in new aggregates, because the refresh policies cover the last days only. */
    List<String> materialize(Collection<String> created) {
        if (edition != Edition.COMMUNITY) {
            return List.of();
        }
        List<Aggregate> aggregates = aggregates();
        List<String> existing = aggregates.stream().map(Aggregate::name).toList();
        List<String> lines = new ArrayList<>();
        try {
            List<Aggregate> empty = aggregates.stream()
                    .filter(aggregate -> created.contains(aggregate.name()))
                    .toList();
            refresh(empty, Range.of(Instant.MIN, clock.instant(), clock.instant())).stream()
                    .filter(line -> line.startsWith("refreshed"))
                    .forEach(lines::add);
        } catch (UserError e) {
            // Not fatal: the aggregates exist and cover new rows, and a worker may wait for this command.
            lines.add("! existing rows were not materialized: " + e.getMessage()
                    + " Try again with: pulsefeed database refresh --from earliest");
        }
        NAMES.stream()
                .filter(name -> created.contains(name) && !existing.contains(name))
                .map(name -> "! " + name
                        + ": the server rejected a continuous aggregate; created a view instead, which is slower")
                .forEach(lines::add);
        return lines;
    }

    private List<Aggregate> aggregates() {
        return database.rows(AGGREGATES).stream()
                .map(row -> new Aggregate(row.get(0), row.get(1), row.get(2)))
                .filter(aggregate -> NAMES.contains(aggregate.name()))
                .toList();
    }

    private List<String> refresh(List<Aggregate> aggregates, Range wanted) {
        database.disableNetworkTimeout();
        String function = database.timescaleFunction("refresh_continuous_aggregate");
        RefreshStart starts = new RefreshStart(database);
        List<String> lines = new ArrayList<>();
        for (Aggregate aggregate : aggregates) {
            Optional<Instant> start = starts.find(aggregate);
            Range range = start.map(wanted::notBefore).orElse(wanted);
            if (start.isEmpty() || range.isEmpty()) {
                lines.add("nothing to refresh in " + aggregate.name() + ": " + aggregate.table()
                        + " has no rows in this range; existing candles are kept");
            } else {
                database.execute(range.sql(function, aggregate.name()));
                lines.add("refreshed " + aggregate.name() + " from " + range.from() + " to " + range.to()
                        + (range.equals(wanted) ? "" : " (from the oldest row; older candles are kept)"));
            }
        }
        return lines;
    }
}
