package io.pulsefeed.deployment.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pulsefeed.deployment.analytics.MarketData.Article;
import io.pulsefeed.deployment.analytics.MarketData.Tick;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The rows of the analytics views match their definitions, on PostgreSQL and TimescaleDB, in any insertion order. */
@ExtendWith(WithServers.class)
class AnalyticsValuesIT {

    private static final Instant START = Instant.now().minus(Duration.ofDays(2)).truncatedTo(ChronoUnit.HOURS);

    /** By time, then coin or pair, then trade id of large trades. */
    private static final Comparator<List<Object>> BY_KEY = Comparator.<List<Object>, Instant>comparing(
                    row -> ((Timestamp) row.get(0)).toInstant())
            .thenComparing(row -> (String) row.get(1))
            .thenComparing(row -> row.get(row.size() - 1) instanceof Long number ? number : 0L);

    private static List<AnalyticsDatabase> databases;

    @BeforeAll
    static void start(Servers servers) {
        databases = servers.applied();
    }

    @BeforeEach
    void truncateTables() {
        databases.forEach(database -> database.execute("TRUNCATE ticker_data, trade_data, article_data"));
    }

    @Test
    void matchTheirDefinitionsAlsoAfterRepeatedInserts() {
        MarketData data = MarketData.random(START, 11);
        Map<String, List<List<Object>>> expected = expected(data);
        for (AnalyticsDatabase database : databases) {
            data.insert(database, 1);
            compare(database, expected);
            data.insert(database, 2);
            compare(database, expected);
        }
    }

    /** Windows are by event time: a late row changes only its own window. */
    @Test
    void lateRowsChangeOnlyTheirWindows() {
        MarketData all = MarketData.random(START, 12);
        Instant later = START.plusSeconds(3600);
        List<Tick> earlyTicks =
                all.ticks().stream().filter(t -> !t.time().isBefore(later)).toList();
        List<Article> earlyArticles =
                all.articles().stream().filter(a -> !a.time().isBefore(later)).toList();
        for (AnalyticsDatabase database : databases) {
            new MarketData(earlyTicks, all.trades(), earlyArticles).insert(database, 3);
            compare(database, expected(new MarketData(earlyTicks, all.trades(), earlyArticles)));
            all.insert(database, 4);
            compare(database, expected(all));
        }
    }

    private static Map<String, List<List<Object>>> expected(MarketData data) {
        Expected expected = new Expected(data);
        Map<String, List<List<Object>>> rows = new LinkedHashMap<>();
        rows.put("sentiment_data", expected.sentiment());
        rows.put("sentiment_hourly", expected.sentimentHourly());
        rows.put("prediction_data", expected.predictions());
        rows.put("ticker_ohlc_hourly", expected.hourlyPrices());
        rows.put("trade_candles_1m", expected.candles());
        rows.put("order_flow_1m", expected.orderFlow());
        rows.put("whale_trades", expected.whales());
        return rows;
    }

    private static void compare(AnalyticsDatabase database, Map<String, List<List<Object>>> expected) {
        expected.forEach((view, rows) -> {
            List<List<Object>> actual = new ArrayList<>(database.rows("SELECT * FROM " + view));
            actual.sort(BY_KEY);
            assertSame(database + " " + view, actual, rows);
        });
    }

    private static void assertSame(String where, List<List<Object>> actual, List<List<Object>> expected) {
        assertThat(expected).as(where).isNotEmpty();
        assertThat(keys(actual)).as(where).isEqualTo(keys(expected));
        for (int i = 0; i < expected.size(); i++) {
            for (int column = 0; column < expected.get(i).size(); column++) {
                Object expectedValue = expected.get(i).get(column);
                Object actualValue = actual.get(i).get(column);
                String as = where + ", column " + (column + 1) + " of " + expected.get(i);
                if (expectedValue instanceof Double number && actualValue != null) {
                    // The view sums in a different order.
                    assertThat((double) actualValue)
                            .as(as)
                            .isCloseTo(number, within(1e-9 * Math.max(1, Math.abs(number))));
                } else {
                    assertThat(normalized(actualValue)).as(as).isEqualTo(expectedValue);
                }
            }
        }
    }

    private static List<List<Object>> keys(List<List<Object>> rows) {
        List<List<Object>> keys = new ArrayList<>();
        rows.forEach(row -> keys.add(List.of(normalized(row.get(0)), row.get(1))));
        return keys;
    }

    private static Object normalized(Object value) {
        return value instanceof Timestamp time ? time.toInstant() : value;
    }

    /** The price at the horizon is null until the horizon has passed, because a later price may still arrive. */
    @Test
    void setThePriceAtTheHorizonWhenItHasPassed() {
        for (AnalyticsDatabase database : databases) {
            database.execute("INSERT INTO ticker_data (timestamp, pair, last)"
                    + " SELECT now() - i * interval '10 s', 'XBT/USD', 100 + i FROM generate_series(1, 90) AS i");
            List<List<Object>> rows =
                    database.rows("SELECT actual_price IS NULL, timestamp > now() - interval '3 minutes',"
                            + " timestamp <= now() FROM prediction_data");

            assertThat(rows).as(database.name()).hasSizeGreaterThan(25).allSatisfy(row -> {
                assertThat(row.get(0)).isEqualTo(row.get(1));
                assertThat(row.get(2)).isEqualTo(true);
            });
        }
    }

    @Test
    void areEmptyWithoutRows() {
        for (AnalyticsDatabase database : databases) {
            for (String view : expected(MarketData.random(START, 13)).keySet()) {
                assertThat(database.rows("SELECT * FROM " + view)).as(view).isEmpty();
            }
        }
    }

    /** 0.525 and 0.475 are the thresholds of positive and negative, for single scores and means. */
    @Test
    void labelScoresLikeTheArticleSource() {
        double[][] scores = {{0.525}, {0.5249}, {0.475}, {0.4751}, {0.55, 0.5}, {0.45, 0.5}, {0.7, 0.35, 0.525}};
        String[] labels = {"positive", "neutral", "negative", "neutral", "positive", "negative", "positive"};
        for (AnalyticsDatabase database : databases) {
            insertArticles(database, scores);

            assertThat(database.rows("SELECT sentiment_label FROM sentiment_data ORDER BY timestamp"))
                    .extracting(row -> row.get(0))
                    .containsExactly((Object[]) labels);
        }
    }

    /** Confidence is low for one article, high for many that agree, and zero for two that contradict each other. */
    @Test
    void confidenceGrowsWithTheNumberOfAgreeingScores() {
        double[][] scores = {{0.9}, {0.9, 0.9, 0.9, 0.9}, {0.8, 1.0, 0.8, 1.0}, {0, 1}};
        for (AnalyticsDatabase database : databases) {
            insertArticles(database, scores);

            List<Double> confidence = database.rows("SELECT confidence FROM sentiment_data ORDER BY timestamp").stream()
                    .map(row -> (double) row.get(0))
                    .toList();
            assertThat(confidence.get(0)).isEqualTo(0.5);
            assertThat(confidence.get(1)).isCloseTo(0.8, within(1e-9));
            assertThat(confidence.get(2)).isCloseTo(0.64, within(1e-9));
            assertThat(confidence.get(3)).isZero();
        }
    }

    /** Articles about Bitcoin, those with {@code scores[i]} in window {@code i}. */
    private static void insertArticles(AnalyticsDatabase database, double[][] scores) {
        List<Object[]> rows = new ArrayList<>();
        for (int window = 0; window < scores.length; window++) {
            for (int i = 0; i < scores[window].length; i++) {
                Instant time = START.plusSeconds(180L * window + i);
                rows.add(new Article(time, window + "-" + i, List.of("bitcoin", "btc"), scores[window][i]).row());
            }
        }
        database.insert("article_data", rows);
    }
}
