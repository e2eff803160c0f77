package io.pulsefeed.cli.backfill;

import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Compares the trades that the connector has fetched with the rows of the sink. */
final class RowCheck {

    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final List<String> COLUMNS = List.of("pair", "trade_id", "timestamp");
    private static final Map<String, String> OTHER_NAMES = Map.of("XBT", "BTC", "XDG", "DOGE");

    private final Database database;
    private final String table;
    private final Period period;

    /** @throws UserError if the table has no trades with ids */
    RowCheck(Database database, String table, Period period) {
        this.database = database;
        this.table = table;
        this.period = period;
        if (!database.columns(table).containsAll(COLUMNS)) {
            throw new UserError("table " + table + " has not all of the columns " + String.join(", ", COLUMNS) + ".");
        }
    }

    /**
     * Waits until the sink has written all trades of a pair.
     *
     * @return the result as a sentence
     * @throws UserError if rows are missing at the deadline
     */
    String await(String pair, PairProgress progress, long deadlineMonoNs) {
        if (!progress.isStarted()) {
            return pair + ": no trades in this period";
        }
        if (progress.trades() < 0 || progress.firstId() < 0) {
            return pair + ": complete; not counted, because its offset was altered";
        }
        String ids = String.format(Locale.ROOT, "(ids %d to %d)", progress.firstId(), progress.lastId());
        while (true) {
            long rows = rows(pair, progress);
            if (rows >= progress.trades()) {
                String outside = progress.outside() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT, ", %,d of them with a time outside of the period", progress.outside());
                return String.format(
                        Locale.ROOT,
                        "%s: %,d trades %s, %,d rows in %s%s",
                        pair,
                        progress.trades(),
                        ids,
                        rows,
                        table,
                        outside);
            }
            if (System.nanoTime() > deadlineMonoNs) {
                throw new UserError(String.format(
                        Locale.ROOT,
                        "%s: only %,d of %,d trades %s are in %s. Check the sink with pulsefeed doctor, then run the same"
                                + " command again, or raise --timeout.",
                        pair,
                        rows,
                        progress.trades(),
                        ids,
                        table));
            }
            LockSupport.parkNanos(INTERVAL.toNanos());
        }
    }

    /**
     * The times limit the search to the chunks of the period. Rows outside are searched in the whole table, once those inside are
     * complete.
     */
    private long rows(String pair, PairProgress progress) {
        long inside = rows(pair, progress, "timestamp BETWEEN ? AND ?");
        return progress.outside() == 0 || inside < progress.trades() - progress.outside()
                ? inside
                : inside + rows(pair, progress, "NOT timestamp BETWEEN ? AND ?");
    }

    /** REST rounds times, so a row may be just outside of the period. */
    private long rows(String pair, PairProgress progress, String times) {
        return database.count(
                "SELECT count(DISTINCT trade_id) FROM " + Database.quoted(table)
                        + " WHERE pair IN (?, ?) AND trade_id BETWEEN ? AND ? AND " + times,
                pair,
                otherName(pair),
                progress.firstId(),
                progress.lastId(),
                OffsetDateTime.ofInstant(period.from().minusSeconds(1), ZoneOffset.UTC),
                OffsetDateTime.ofInstant(period.to().plusSeconds(1), ZoneOffset.UTC));
    }

    /** The name of a pair with {@code pair.spelling=common}. */
    static String otherName(String pair) {
        String[] assets = pair.split("/");
        return OTHER_NAMES.getOrDefault(assets[0], assets[0]) + "/" + OTHER_NAMES.getOrDefault(assets[1], assets[1]);
    }
}
