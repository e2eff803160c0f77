package io.pulsefeed.cli.database;

import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.access.DatabaseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refreshes continuous aggregates. Their refresh policies cover the last hours only, so a change of older rows (a replay, a backfill, late
 * trades) requires a refresh. Plain views require none.
 */
public final class AggregateRefresh {

    private static final String AGGREGATES =
            "SELECT view_name, hypertable_name FROM timescaledb_information.continuous_aggregates"
                    + " WHERE view_schema = current_schema()";

    /** Objects that are continuous aggregates in the Community edition of TimescaleDB. */
    private static final List<String> NAMES = List.of("ticker_ohlc_hourly", "trade_candles_1m");

    /** Newer rows are not materialized yet, but aggregated at query time; the refresh policies materialize them later. */
    private static final Duration REAL_TIME = Duration.ofHours(1);

    private final Database database;
    private final Edition edition;
    private final Clock clock;

    /** A continuous aggregate and its hypertable. */
    private record Aggregate(String name, String table) {}

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

        boolean isEmpty() {
            return from != null && !from.isBefore(to);
        }

        String sql(String aggregate) {
            return "CALL refresh_continuous_aggregate('" + aggregate + "', "
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
        List<String> names = aggregates().stream()
                .filter(aggregate -> tables.contains(aggregate.table()))
                .map(Aggregate::name)
                .toList();
        Range range = Range.of(from, to, clock.instant());
        if (names.isEmpty()) {
            return List.of("Nothing to refresh: these tables have no continuous aggregates.");
        }
        if (range.isEmpty()) {
            return List.of("Nothing to refresh: the last hours are aggregated at query time.");
        }
        return refresh(names, range);
    }

    /** Materializes all existing rows in new aggregates, because the refresh policies cover the last hours only. */
    List<String> materialize(Collection<String> created) {
        if (edition != Edition.COMMUNITY) {
            return List.of();
        }
        List<String> existing = aggregates().stream().map(Aggregate::name).toList();
        List<String> lines = new ArrayList<>();
        try {
            lines.addAll(refresh(
                    existing.stream().filter(created::contains).toList(),
                    Range.of(Instant.MIN, clock.instant(), clock.instant())));
        } catch (DatabaseException e) {
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
                .map(row -> new Aggregate(row.get(0), row.get(1)))
                .filter(aggregate -> NAMES.contains(aggregate.name()))
                .toList();
    }

    private List<String> refresh(List<String> names, Range range) {
        database.disableNetworkTimeout();
        List<String> lines = new ArrayList<>();
        for (String name : names) {
            database.execute(range.sql(name));
            lines.add("refreshed " + name + " from " + (range.from() == null ? "the start" : range.from()) + " to "
                    + range.to());
        }
        return lines;
    }
}
