package io.pulsefeed.deployment.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.TestDatabase;
import java.io.IOException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** The queries of the existing API return what it expects, and read only the rows of their time range. */
@ExtendWith(WithServers.class)
@TestInstance(Lifecycle.PER_CLASS)
class ReadSideIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The periods that the API knows; its "live" is the last minute. */
    private static final List<String> PERIODS =
            List.of("1 minute", "5 minutes", "15 minutes", "30 minutes", "1 hour", "24 hours", "7 days", "30 days");

    private static final String RECENT =
            """
            INSERT INTO ticker_data
              SELECT now() - i * interval '20 s', p.pair, 100 + i % 50, 99, 101, 5, 0
              FROM generate_series(0, 4320) AS i, unnest(ARRAY['XBT/USD', 'ETH/USD']) AS p (pair);
            INSERT INTO trade_data
              SELECT now() - i * interval '20 s', (ARRAY['XBT/USD', 'ETH/USD'])[1 + i % 2], 60000 + i % 100, 1 + i % 3,
                (ARRAY['b', 's'])[1 + (i / 2) % 2], i
              FROM generate_series(0, 8640) AS i;
            INSERT INTO article_data
              SELECT now() - i * interval '5 minutes', 'article ' || i, 'title', 'url', 'site', 'summary',
                string_to_array((ARRAY['bitcoin,btc', 'ethereum,eth,bitcoin,btc', 'solana,sol'])[1 + i % 3], ','), 0.5, 'neutral'
              FROM generate_series(0, 600) AS i;
            INSERT INTO alert_data SELECT now() - i * interval '1 hour', 'XBT/USD', 1, 1, 0.5, 'PRICE_UP' FROM generate_series(0, 600) AS i;
            ANALYZE;
            """;

    /** A month of older rows, which the queries must not read. */
    private static final String HISTORY =
            """
            INSERT INTO ticker_data
              SELECT now() - interval '1 day' - i * interval '15 s', 'XBT/USD', 100 + i % 50, 99, 101, 5, 0
              FROM generate_series(1, 172800) AS i;
            INSERT INTO trade_data
              SELECT now() - interval '2 days' - i * interval '15 s', 'XBT/USD', 60000 + i % 100, 1 + i % 3, 'b', 10000 + i
              FROM generate_series(1, 172800) AS i;
            INSERT INTO article_data
              SELECT now() - interval '3 days' - i * interval '2 minutes', 'older ' || i, 'title', 'url', 'site', 'summary',
                ARRAY['bitcoin', 'btc'], 0.5, 'neutral'
              FROM generate_series(1, 20000) AS i;
            INSERT INTO book_data
              SELECT now() - i * interval '1 minute', 'XBT/USD', 99, 1, 101, 1, 2, 0 FROM generate_series(1, 43200) AS i;
            ANALYZE;
            """;

    /** Maximum number of table rows that a query may read: a small multiple of the rows in its range. */
    private static final Map<String, Integer> QUERIES = new LinkedHashMap<>();

    static {
        QUERIES.put(coin("sentiment_data", "1 hour"), 200);
        QUERIES.put(coin("prediction_data", "1 hour"), 3_000);
        QUERIES.put(
                "SELECT * FROM sentiment_hourly WHERE bucket >= now() - interval '1 day' ORDER BY bucket DESC", 2_000);
        QUERIES.put(
                "SELECT * FROM ticker_ohlc_hourly WHERE pair = 'XBT/USD' AND bucket >= now() - interval '6 hours'",
                12_000);
        QUERIES.put(
                "SELECT * FROM trade_candles_1m WHERE pair = 'XBT/USD' AND bucket >= now() - interval '1 hour'",
                12_000);
        QUERIES.put(
                "SELECT * FROM order_flow_1m WHERE pair = 'XBT/USD' AND bucket BETWEEN now() - interval '20 days'"
                        + " AND now() - interval '20 days' + interval '1 hour'",
                12_000);
        QUERIES.put(
                "SELECT * FROM whale_trades WHERE timestamp >= now() - interval '1 hour' ORDER BY timestamp DESC LIMIT 500",
                1_000);
        QUERIES.put("SELECT * FROM book_latest WHERE pair = 'XBT/USD'", 100);
        // In the first hours of a day, the planner reads the whole chunk for each minute, because it has few pages. The
        // table has 43,200 rows.
        QUERIES.put(
                "SELECT * FROM book_spread_1m WHERE pair = 'XBT/USD' AND bucket >= now() - interval '1 hour'", 30_000);
        // The range is a month, but the API returns only the newest 1,000 windows.
        QUERIES.put(coin("prediction_data", "30 days"), 30_000);
    }

    private List<AnalyticsDatabase> databases;
    private Servers servers;

    private static String coin(String view, String period) {
        return "SELECT * FROM " + view + " WHERE crypto_symbol ILIKE 'btc' AND timestamp >= now() - interval '" + period
                + "' ORDER BY timestamp DESC LIMIT 1000";
    }

    private static String pair(String table, String period, int limit) {
        return "SELECT * FROM " + table + " WHERE pair = 'XBT/USD' AND timestamp >= now() - interval '" + period
                + "' ORDER BY timestamp DESC LIMIT " + limit;
    }

    @BeforeAll
    void fill(Servers servers) {
        this.servers = servers;
        databases = servers.applied();
        databases.forEach(database -> {
            database.execute(RECENT);
            database.execute(HISTORY);
        });
    }

    @Test
    void tablesHaveTheColumnsOfTheApi() {
        for (AnalyticsDatabase database : databases) {
            assertThat(database.columns("SELECT * FROM sentiment_data"))
                    .containsExactly(
                            "timestamp", "crypto_symbol", "sentiment_score", "sentiment_label", "source", "confidence");
            assertThat(database.columns("SELECT * FROM prediction_data"))
                    .containsExactly(
                            "timestamp",
                            "crypto_symbol",
                            "predicted_price",
                            "actual_price",
                            "model_name",
                            "confidence_interval_low",
                            "confidence_interval_high");
            assertThat(database.columns("SELECT * FROM sentiment_hourly"))
                    .containsExactly("bucket", "crypto_symbol", "avg_sentiment", "sample_count");
            assertThat(database.columns("SELECT * FROM ticker_ohlc_hourly"))
                    .containsExactly("bucket", "pair", "open", "high", "low", "close", "avg_volume");
            assertThat(types(database, "sentiment_data"))
                    .containsExactly(
                            "timestamp with time zone",
                            "character varying",
                            "double precision",
                            "character varying",
                            "character varying",
                            "double precision");
            assertThat(types(database, "prediction_data"))
                    .containsExactly(
                            "timestamp with time zone",
                            "character varying",
                            "double precision",
                            "double precision",
                            "character varying",
                            "double precision",
                            "double precision");
        }
    }

    private static List<Object> types(AnalyticsDatabase database, String view) {
        return database
                .rows(
                        "SELECT data_type FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '"
                                + view + "' ORDER BY ordinal_position")
                .stream()
                .map(row -> row.get(0))
                .toList();
    }

    @Test
    void everyEndpointReturnsNewestFirstWithinItsLimit() {
        for (AnalyticsDatabase database : databases) {
            for (String period : PERIODS) {
                assertResult(database, coin("sentiment_data", period), period, 1000, period.contains("hour"));
                assertResult(database, coin("prediction_data", period), period, 1000, true);
                assertResult(database, pair("ticker_data", period, 1000), period, 1000, true);
                assertResult(database, pair("trade_data", period, 5000), period, 5000, true);
                assertResult(database, pair("alert_data", period, 500), period, 500, true);
                String articles = "SELECT * FROM article_data WHERE timestamp >= now() - interval '" + period
                        + "' ORDER BY timestamp DESC LIMIT 100";
                assertResult(database, articles, period, 100, true);
            }
            assertThat(database.rows(coin("prediction_data", "30 days"))).hasSize(1000);
        }
    }

    /** @param isFilled whether the period must contain rows */
    private static void assertResult(
            AnalyticsDatabase database, String query, String period, int limit, boolean isFilled) {
        String bounded =
                query.replace("SELECT * FROM", "SELECT timestamp, timestamp >= now() - interval '" + period + "' FROM");
        List<List<Object>> rows = database.rows(bounded);
        assertThat(rows).as(query).hasSizeLessThanOrEqualTo(limit).allSatisfy(row -> assertThat(row.get(1))
                .isEqualTo(true));
        if (isFilled) {
            assertThat(rows).as("%s: %s", database, query).isNotEmpty();
        }
        List<Timestamp> times = rows.stream().map(row -> (Timestamp) row.get(0)).toList();
        List<Timestamp> sorted = new ArrayList<>(times);
        sorted.sort(java.util.Comparator.reverseOrder());
        assertThat(times).as(query).isEqualTo(sorted);
    }

    /** Coins are identified by ticker symbol, not by the names of Kraken or the articles. */
    @Test
    void coinsAreIdentifiedByTicker() {
        for (AnalyticsDatabase database : databases) {
            for (String view : List.of("sentiment_data", "prediction_data")) {
                List<List<Object>> symbols = database.rows("SELECT DISTINCT crypto_symbol FROM " + view
                        + " WHERE timestamp >= now() - interval '1 hour' ORDER BY 1");
                assertThat(symbols)
                        .extracting(row -> row.get(0))
                        .as(view)
                        .contains("BTC", "ETH")
                        .doesNotContain("XBT", "bitcoin");
            }
        }
    }

    /** Counts rows, because times depend on the machine. The tables contain 365,000 rows of a month. */
    @Test
    void queriesReadOnlyTheirTimeRange() throws IOException {
        for (AnalyticsDatabase database : databases) {
            for (Map.Entry<String, Integer> query : QUERIES.entrySet()) {
                String text =
                        String.valueOf(database.rows("EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) " + query.getKey())
                                .get(0)
                                .get(0));
                JsonNode plan = JSON.readTree(text).get(0).get("Plan");

                assertThat(plan.path("Actual Rows").asLong())
                        .as("%s: %s", database, query.getKey())
                        .isPositive();
                assertThat(rowsRead(plan))
                        .as("%s: %s%n%s", database, query.getKey(), plan.toPrettyString())
                        .isPositive()
                        .isLessThan(query.getValue());
            }
        }
    }

    /** Rows that the scans of tables and chunks read, including filtered ones. */
    private static double rowsRead(JsonNode node) {
        String relation = node.path("Relation Name").asText();
        boolean isTable = relation.endsWith("_data") || relation.startsWith("_hyper");
        double rows = isTable
                ? node.path("Actual Loops").asDouble()
                        * (node.path("Actual Rows").asDouble()
                                + node.path("Rows Removed by Filter").asDouble()
                                + node.path("Rows Removed by Index Recheck").asDouble())
                : 0;
        for (JsonNode child : node.path("Plans")) {
            rows += rowsRead(child);
        }
        return rows;
    }

    /** As in docker-compose.yml: one role owns everything, the other can read. The grants are those of the shipped file. */
    @Test
    void grafanaRoleReadsAllAnalytics() {
        TestDatabase server = servers.plain();
        server.execute(
                "CREATE ROLE pulsefeed LOGIN PASSWORD 'writer'; CREATE ROLE grafana_reader LOGIN PASSWORD 'reader'");
        server.execute("CREATE DATABASE granted OWNER pulsefeed");
        String url = server.url().replaceFirst("/[^/?]+(\\?|$)", "/granted$1");
        AnalyticsDatabase superuser = new AnalyticsDatabase("superuser", url, server.user(), server.password());
        Checkout.text("database/roles/pulsefeed.sql")
                .lines()
                .filter(line -> line.matches("(GRANT|REVOKE|ALTER DEFAULT PRIVILEGES) .*;"))
                .forEach(superuser::execute);

        new AnalyticsDatabase("owner", url, "pulsefeed", "writer").apply();

        AnalyticsDatabase reader = new AnalyticsDatabase("reader", url, "grafana_reader", "reader");
        List<String> files = Checkout.files("database/analytics", ".sql").stream()
                .map(file -> file.getFileName().toString().replaceFirst("^\\d+_(.*)\\.sql$", "$1"))
                .filter(name -> !name.startsWith("pulsefeed_"))
                .toList();
        assertThat(files).hasSizeGreaterThan(8);
        files.forEach(name -> {
            String source = name.endsWith("_as_of") ? name + "(now())" : name;
            assertThat(reader.rows("SELECT * FROM " + source + " LIMIT 0")).isEmpty();
        });
    }
}
