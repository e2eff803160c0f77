package io.pulsefeed.cli.database;

import io.pulsefeed.admin.Change;
import io.pulsefeed.admin.Change.Action;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The default retention of built-in hypertables, from {@code database/retention.sql}. New tables get it when they are created. Existing
 * tables keep all their rows until the user accepts it.
 */
public final class DefaultRetention {

    private static final Pattern DEFAULT = Pattern.compile("\\('(\\w+)', '(\\d+ \\w+)'\\)");

    private static final String WITHOUT =
            """
            SELECT h.hypertable_name FROM timescaledb_information.hypertables h
            WHERE h.hypertable_schema = current_schema() AND NOT EXISTS (SELECT FROM timescaledb_information.jobs j
              WHERE j.proc_name = 'policy_retention' AND j.hypertable_schema = h.hypertable_schema
                AND j.hypertable_name = h.hypertable_name)""";

    /** Only whole chunks are dropped. */
    private static final String OLDER =
            """
            SELECT count(*) FROM %1$s WHERE timestamp < (SELECT max(c.range_end) FROM timescaledb_information.chunks c
              WHERE c.hypertable_schema = current_schema() AND c.hypertable_name = '%2$s' AND c.range_end <= now() - interval '%3$s')""";

    private final Database database;
    private final Edition edition;
    private final String sql;

    DefaultRetention(Database database, Edition edition, String sql) {
        this.database = database;
        this.edition = edition;
        this.sql = sql;
    }

    /**
     * A table that keeps all its rows.
     *
     * @param interval default of a new table
     * @param rows rows in chunks that are older; null if counting takes too long
     */
    public record Offer(String table, String interval, @Nullable Long rows) {

        private String count() {
            return rows == null ? "an unknown number of rows" : String.format(Locale.ROOT, "%,d rows", rows);
        }

        /** Describes what {@code --confirm} would delete. */
        public String line() {
            return "  " + table
                    + ": has no retention in the database and keeps all rows, unless the sink's file sets one."
                    + " The default of new tables, " + interval + ", would drop " + count()
                    + " now. Accept it for all such tables with: pulsefeed database apply --confirm";
        }

        Change accepted() {
            return Change.applied(
                            Action.SET_RETENTION,
                            table,
                            "set the retention of " + table + " to " + interval + "; its sink drops " + count()
                                    + " within an hour, unless its file sets another retention")
                    .with("from", null)
                    .with("to", interval)
                    .with("rows", rows);
        }
    }

    private Map<String, String> defaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        Matcher matcher = DEFAULT.matcher(sql);
        while (matcher.find()) {
            defaults.put(matcher.group(1), matcher.group(2));
        }
        return defaults;
    }

    /** The existing tables without a retention in the database. */
    public List<Offer> offers() {
        if (edition == Edition.PLAIN) {
            return List.of();
        }
        List<String> stored = database.exists("connect_sink_retention")
                ? names("SELECT table_name FROM connect_sink_retention r JOIN pg_class c ON c.oid = r.table_oid")
                : List.of();
        List<String> without = names(WITHOUT);
        List<Offer> offers = new ArrayList<>();
        defaults().forEach((table, interval) -> {
            if (without.contains(table) && !stored.contains(table)) {
                offers.add(new Offer(table, interval, olderRows(table, interval)));
            }
        });
        return offers;
    }

    private List<String> names(String query) {
        return database.rows(query).stream()
                .map(row -> Objects.requireNonNull(row.get(0)))
                .toList();
    }

    private @Nullable Long olderRows(String table, String interval) {
        database.execute("SET statement_timeout = '10s'");
        try {
            return database.count(String.format(OLDER, Database.quoted(table), table, interval));
        } catch (UserError e) {
            return null;
        } finally {
            database.execute("SET statement_timeout = 0");
        }
    }

    /** Accepts the offers: the sinks delete rows afterwards. */
    public List<Change> accept() {
        List<Offer> offers = offers();
        offers.forEach(offer -> database.inTransaction(() -> set(offer.table())));
        return offers.stream().map(Offer::accepted).toList();
    }

    /** Sets the default of a table that the caller's transaction has created; nothing on a server without TimescaleDB. */
    void set(String table) {
        database.execute("SET LOCAL pulsefeed.new_table = " + database.literal(table));
        database.execute(sql);
    }
}
