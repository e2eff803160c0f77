package io.pulsefeed.deployment.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.database.DefaultRetention;
import io.pulsefeed.cli.database.SchemaPlan;
import io.pulsefeed.testing.Checkout;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The default retention: new tables have it, tables of release 0.1.0 only after the user has accepted it. */
@ExtendWith(WithServers.class)
class DefaultRetentionIT {

    private static final String STORED = "SELECT table_name, interval_text FROM connect_sink_retention ORDER BY 1";

    private static <T> T retention(AnalyticsDatabase database, Function<DefaultRetention, T> work) {
        try (Database connection = Database.connect(database.url(), database.user(), database.password())) {
            return work.apply(SchemaPlan.of(connection, new io.pulsefeed.cli.Checkout(Checkout.ROOT))
                    .retention());
        }
    }

    private static List<String> lines(AnalyticsDatabase database) {
        return retention(database, DefaultRetention::offers).stream()
                .map(DefaultRetention.Offer::line)
                .toList();
    }

    @Test
    void newTablesHaveTheDefault(Servers servers) {
        for (AnalyticsDatabase database : servers.applied()) {
            assertThat(lines(database)).isEmpty();
            if (database.hasTimescale()) {
                assertThat(database.rows(STORED))
                        .containsExactly(
                                List.of("alert_data", "90 days"),
                                List.of("article_data", "90 days"),
                                List.of("book_data", "90 days"),
                                List.of("emotibit_event", "365 days"),
                                List.of("emotibit_metric", "365 days"),
                                List.of("emotibit_packet", "365 days"),
                                List.of("ticker_data", "90 days"),
                                List.of("trade_data", "90 days"));
            }
        }
    }

    @Test
    void upgradedTablesKeepTheirRowsUntilTheUserAccepts(Servers servers) {
        for (AnalyticsDatabase database : servers.empty()) {
            database.execute(Checkout.text("tests/system-tests/src/test/resources/upgrade/0.1.0/tables.sql"));
            database.execute(Checkout.text("tests/system-tests/src/test/resources/upgrade/0.1.0/rows.sql"));
            database.execute("INSERT INTO trade_data VALUES ('2020-01-01 10:00Z', 'OLD/USD', 1, 1, 'b', 1),"
                    + " ('2020-01-02 10:00Z', 'OLD/USD', 1, 1, 'b', 2), (now(), 'NEW/USD', 1, 1, 'b', 3)");
            List<List<Object>> before = database.rows("SELECT count(*) FROM trade_data");

            database.apply();

            assertThat(database.rows("SELECT count(*) FROM trade_data")).isEqualTo(before);
            if (!database.hasTimescale()) {
                assertThat(retention(database, DefaultRetention::accept)).isEmpty();
                continue;
            }
            assertThat(database.columns("SELECT * FROM trade_data")).isNotEmpty();
            assertThat(lines(database)).hasSize(7);
            List<List<Object>> older =
                    database.rows("SELECT count(*) FROM trade_data WHERE timestamp < now() - interval '100 days'");
            assertThat(lines(database))
                    .filteredOn(line -> line.startsWith("  trade_data: "))
                    .singleElement()
                    .asString()
                    .contains("keeps all rows")
                    .contains("90 days, would drop " + older.get(0).get(0) + " rows")
                    .endsWith("pulsefeed database apply --confirm");

            assertThat(retention(database, DefaultRetention::accept)).hasSize(7).anyMatch(change -> change.text()
                    .startsWith("set the retention of emotibit_packet to 365 days"));
            assertThat(database.rows(STORED)).hasSize(8);
            assertThat(lines(database)).isEmpty();
            assertThat(database.rows("SELECT count(*) FROM trade_data"))
                    .as("the sink drops chunks, not this command")
                    .isEqualTo(before);
        }
    }
}
