package io.pulsefeed.deployment.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pulsefeed.testing.Checkout;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Table {@code book_data} and its views, on PostgreSQL and TimescaleDB. */
@ExtendWith(WithServers.class)
class BookAnalyticsIT {

    /** Two pairs, with rows on both sides of the limit of 25 hours at which the views change their plan. */
    private static final String ROWS =
            """
            INSERT INTO book_data
              SELECT date_trunc('minute', now()) - age + second, pair, bid, 1, ask, 2, ask - bid, imbalance
              FROM (VALUES (interval '3 days'), ('25 hours'), ('2 minutes')) AS a (age),
                (VALUES
                  (interval '1 s', 'XBT/USD', 99.0, 101.0, 0.5),
                  ('59.999999 s', 'XBT/USD', 99.5, 100.5, -0.25),
                  ('60 s', 'XBT/USD', 199, 201, NULL),
                  ('30 s', 'XDG/EUR', 0.5, 1.5, 1)) AS b (second, pair, bid, ask, imbalance)
              ORDER BY random();
            """;

    @Test
    void viewsReturnTheLatestBookAndTheSpreadOfEachMinute(Servers servers) {
        for (AnalyticsDatabase database : servers.applied()) {
            database.execute(ROWS);

            assertThat(database.rows("SELECT pair, crypto_symbol, bid, bid_qty, ask, ask_qty, spread, imbalance,"
                            + " timestamp = date_trunc('minute', timestamp) FROM book_latest ORDER BY pair"))
                    .as(database.name())
                    .containsExactly(
                            Arrays.asList("XBT/USD", "BTC", 199.0, 1.0, 201.0, 2.0, 2.0, null, true),
                            List.of("XDG/EUR", "DOGE", 0.5, 1.0, 1.5, 2.0, 1.0, 1.0, false));
            List<List<Object>> minutes = database.rows("SELECT pair, avg_spread, min_spread, max_spread,"
                    + " avg_imbalance, samples, avg_spread_bps FROM book_spread_1m ORDER BY bucket, pair");
            assertThat(minutes).as(database.name()).hasSize(9);
            for (int age = 0; age < 3; age++) {
                List<Object> first = minutes.get(3 * age);
                assertThat(first.subList(0, 6)).containsExactly("XBT/USD", 1.5, 1.0, 2.0, 0.125, 2L);
                assertThat((Double) first.get(6)).isCloseTo(150, within(1e-9));
                assertThat(minutes.get(3 * age + 1).subList(0, 6)).containsExactly("XDG/EUR", 1.0, 1.0, 1.0, 1.0, 1L);
                assertThat(minutes.get(3 * age + 2).subList(0, 6)).containsExactly("XBT/USD", 2.0, 2.0, 2.0, null, 1L);
            }
        }
    }

    @Test
    void areEmptyWithoutRows(Servers servers) {
        for (AnalyticsDatabase database : servers.applied()) {
            for (String view : List.of("book_pairs", "book_latest", "book_spread_1m")) {
                assertThat(database.rows("SELECT * FROM " + view)).as(view).isEmpty();
            }
        }
    }

    /** For example the table of a sink that was upgraded before {@code database apply}. */
    @Test
    void existingInstallationsGetTheTableAndItsViews(Servers servers) {
        for (AnalyticsDatabase database : servers.empty()) {
            database.execute(Checkout.text("tests/system-tests/src/test/resources/upgrade/0.1.0/tables.sql"));
            database.execute(Checkout.text("database/tables/book_data.sql"));
            database.execute(ROWS);

            assertThat(database.apply())
                    .contains("created book_pairs", "created book_latest", "created book_spread_1m")
                    .doesNotContain("created book_data")
                    .noneMatch(line -> line.startsWith("!"));

            assertThat(database.rows("SELECT count(*) FROM book_spread_1m")).containsExactly(List.of(9L));
            assertThat(database.apply()).isEmpty();
            database.execute("DROP VIEW book_latest, book_spread_1m, book_pairs; DROP TABLE book_data");
            assertThat(database.apply()).contains("created book_data", "created book_latest");
            if (database.hasTimescale()) {
                assertThat(database.rows("SELECT time_interval::text FROM timescaledb_information.dimensions"
                                + " WHERE hypertable_schema = current_schema() AND hypertable_name = 'book_data'"))
                        .containsExactly(List.of("1 day"));
            }
        }
    }
}
