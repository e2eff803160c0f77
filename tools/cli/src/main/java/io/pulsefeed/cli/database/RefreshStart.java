package io.pulsefeed.cli.database;

import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.database.AggregateRefresh.Aggregate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The first hour that a refresh can recompute completely.
 *
 * <pre>
 *   rows       dropped      |   oldest row ............
 *   hours   |        |      ^ |        |        |
 *   start                     ^ next hour, if this one has lost rows
 * </pre>
 */
final class RefreshStart {

    private static final String CHUNKS =
            "SELECT " + utc("range_start") + ", " + utc("range_end") + " FROM timescaledb_information.chunks"
                    + " WHERE hypertable_schema = current_schema() AND hypertable_name = ? ORDER BY range_start";

    private final Database database;

    RefreshStart(Database database) {
        this.database = database;
    }

    /** @return empty if the table has no rows */
    Optional<Instant> find(Aggregate aggregate) {
        // Chunk by chunk, because not every table has an index that starts with the time.
        for (List<String> chunk : database.rows(CHUNKS, aggregate.table())) {
            String oldest = database.rows("SELECT " + utc("min(timestamp)") + " FROM "
                            + Database.quoted(aggregate.table()) + " WHERE timestamp >= timestamptz '" + chunk.get(0)
                            + "' AND timestamp < timestamptz '" + chunk.get(1) + "'")
                    .get(0)
                    .get(0);
            if (oldest != null) {
                return Optional.of(start(aggregate, Instant.parse(oldest), Instant.parse(chunk.get(0))));
            }
        }
        return Optional.empty();
    }

    private Instant start(Aggregate aggregate, Instant oldest, Instant chunkStart) {
        Instant hour = oldest.truncatedTo(ChronoUnit.HOURS);
        Instant next = hour.plus(Duration.ofHours(1));
        // An older candle shows that rows were deleted. Within the first hour, only the start of the chunk can show it.
        boolean hasLostRows = hasCandle(aggregate, Instant.EPOCH, hour)
                || chunkStart.isAfter(hour) && hasCandle(aggregate, hour, next);
        return hasLostRows && oldest.isAfter(hour) ? next : hour;
    }

    private boolean hasCandle(Aggregate aggregate, Instant from, Instant to) {
        return !database.rows("SELECT 1 FROM " + aggregate.candles() + " WHERE bucket >= timestamptz '" + from
                        + "' AND bucket < timestamptz '" + to + "' LIMIT 1")
                .isEmpty();
    }

    private static String utc(String time) {
        return "to_char(" + time + " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";
    }
}
