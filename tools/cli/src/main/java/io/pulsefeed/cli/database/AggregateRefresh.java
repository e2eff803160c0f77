package io.pulsefeed.cli.database;

import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.access.DatabaseError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Brings continuous aggregates up to date with their tables. Their policies look at the last hours only, so whatever changes
 * older rows (a replay, a backfill, trades that come late) must be followed by this. Plain views need nothing.
 */
public final class AggregateRefresh {

    private static final String AGGREGATES =
            "SELECT view_name, hypertable_name FROM timescaledb_information.continuous_aggregates"
                    + " WHERE view_schema = current_schema()";

    /** Those that their files make continuous aggregates where the server has them. */
    private static final List<String> NAMES = List.of("ticker_ohlc_hourly", "trade_candles_1m");

    /** Younger rows are not stored in an aggregate yet, but added when it is read; the policies see to them. */
    private static final Duration LIVE = Duration.ofHours(1);

    private final Database database;
    private final Edition edition;
    private final Clock clock;

    /** An aggregate and the table that it is made from. */
    private record Aggregate(String name, String table) {}

    /**
     * Whole hours, since an aggregate can only be refreshed by whole buckets.
     *
     * @param from null for the beginning
     */
    record Range(Instant from, Instant to) {

        /** The hours that hold {@code from} to {@code to}, as far as they are over for an hour at {@code now}. */
        static Range of(Instant from, Instant to, Instant now) {
            Instant end = to.truncatedTo(ChronoUnit.HOURS).equals(to)
                    ? to
                    : to.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
            Instant last = now.minus(LIVE).truncatedTo(ChronoUnit.HOURS);
            // Before 1970 there is no row: the sink takes none.
            Instant begin = from.isBefore(Instant.EPOCH) ? null : from.truncatedTo(ChronoUnit.HOURS);
            return new Range(begin, end.isAfter(last) ? last : end);
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
     * Refreshes what is made from these tables.
     *
     * @return what was done, or why nothing was to be done
     */
    public List<String> refresh(Collection<String> tables, Instant from, Instant to) {
        if (edition != Edition.COMMUNITY) {
            return List.of(
                    "Nothing to refresh: the analytics of this database are plain views, made from the rows when asked.");
        }
        List<String> names = aggregates().stream()
                .filter(aggregate -> tables.contains(aggregate.table()))
                .map(Aggregate::name)
                .toList();
        Range range = Range.of(from, to, clock.instant());
        if (names.isEmpty()) {
            return List.of("Nothing to refresh: no continuous aggregate is made from these tables.");
        }
        if (range.isEmpty()) {
            return List.of("Nothing to refresh: the last hours are added when they are asked for.");
        }
        return refresh(names, range);
    }

    /** The whole history of new aggregates: a policy would only ever look at the last hours. */
    List<String> fill(Collection<String> created) {
        if (edition != Edition.COMMUNITY) {
            return List.of();
        }
        List<String> there = aggregates().stream().map(Aggregate::name).toList();
        List<String> lines = new ArrayList<>();
        try {
            lines.addAll(refresh(
                    there.stream().filter(created::contains).toList(),
                    Range.of(Instant.MIN, clock.instant(), clock.instant())));
        } catch (DatabaseError e) {
            // They are made and right for what comes; the worker that waits for this command need not wait for the
            // past.
            lines.add("! not filled with the past: " + e.getMessage()
                    + " Try again with: pulsefeed database refresh --from earliest");
        }
        NAMES.stream()
                .filter(name -> created.contains(name) && !there.contains(name))
                .map(name ->
                        "! " + name + ": the server refused a continuous aggregate; it is a view, as right and slower")
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
        database.waitForAnyAnswer();
        List<String> lines = new ArrayList<>();
        for (String name : names) {
            database.execute(range.sql(name));
            lines.add("refreshed " + name + " from " + (range.from() == null ? "the beginning" : range.from()) + " to "
                    + range.to());
        }
        return lines;
    }
}
