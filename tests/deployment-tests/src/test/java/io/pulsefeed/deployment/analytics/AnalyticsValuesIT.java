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

/** The analytics hold what their definitions say, on PostgreSQL and on TimescaleDB, in whatever order the rows came. */
@ExtendWith(WithServers.class)
class AnalyticsValuesIT {

    private static final Instant START = Instant.now().minus(Duration.ofDays(2)).truncatedTo(ChronoUnit.HOURS);

    /** Time and coin or pair; of several large trades at once, the number. */
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
    void empty() {
        databases.forEach(database -> database.execute("TRUNCATE ticker_data, trade_data, article_data"));
    }

    @Test
    void areThoseOfTheDefinitionsAndStayTheSameWhenRowsComeAgain() {
        MarketData data = MarketData.random(START, 11);
        Map<String, List<List<Object>>> expected = expected(data);
        for (AnalyticsDatabase database : databases) {
            data.insert(database, 1);
            compare(database, expected);
            data.insert(database, 2);
            compare(database, expected);
        }
    }

    /** By event time: what arrives late changes the window that it belongs to, and no other. */
    @Test
    void changeOnlyInTheWindowsOfWhatCameLate() {
        MarketData all = MarketData.random(START, 12);
        Instant later = START.plusSeconds(3600);
        List<Tick> early =
                all.ticks().stream().filter(t -> !t.time().isBefore(later)).toList();
        List<Article> seen =
                all.articles().stream().filter(a -> !a.time().isBefore(later)).toList();
        for (AnalyticsDatabase database : databases) {
            new MarketData(early, all.trades(), seen).insert(database, 3);
            compare(database, expected(new MarketData(early, all.trades(), seen)));
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
            List<List<Object>> shown = new ArrayList<>(database.rows("SELECT * FROM " + view));
            shown.sort(BY_KEY);
            assertSame(database + " " + view, shown, rows);
        });
    }

    private static void assertSame(String where, List<List<Object>> shown, List<List<Object>> expected) {
        assertThat(expected).as(where).isNotEmpty();
        assertThat(keys(shown)).as(where).isEqualTo(keys(expected));
        for (int i = 0; i < expected.size(); i++) {
            for (int column = 0; column < expected.get(i).size(); column++) {
                Object wanted = expected.get(i).get(column);
                Object found = shown.get(i).get(column);
                String as = where + ", column " + (column + 1) + " of " + expected.get(i);
                if (wanted instanceof Double number && found != null) {
                    // A view sums in another order than this test.
                    assertThat((double) found).as(as).isCloseTo(number, within(1e-9 * Math.max(1, Math.abs(number))));
                } else {
                    assertThat(plain(found)).as(as).isEqualTo(wanted);
                }
            }
        }
    }

    private static List<List<Object>> keys(List<List<Object>> rows) {
        List<List<Object>> keys = new ArrayList<>();
        rows.forEach(row -> keys.add(List.of(plain(row.get(0)), row.get(1))));
        return keys;
    }

    private static Object plain(Object value) {
        return value instanceof Timestamp time ? time.toInstant() : value;
    }

    /** A price within the horizon is no answer before the horizon is over: the last one may still come. */
    @Test
    void knowThePriceAtTheHorizonOnlyWhenItIsOver() {
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

    /** 0.525 and 0.475 are the first positive and the first negative score, as single scores and as means. */
    @Test
    void labelsScoresAsTheArticleSourceDoes() {
        String[] btc = {"bitcoin", "btc"};
        double[][] scores = {{0.525}, {0.5249}, {0.475}, {0.4751}, {0.55, 0.5}, {0.45, 0.5}, {0.7, 0.35, 0.525}};
        String[] labels = {"positive", "neutral", "negative", "neutral", "positive", "negative", "positive"};
        for (AnalyticsDatabase database : databases) {
            List<Object[]> rows = new ArrayList<>();
            for (int window = 0; window < scores.length; window++) {
                for (int i = 0; i < scores[window].length; i++) {
                    Instant time = START.plusSeconds(180L * window + i);
                    rows.add(new Article(time, window + "-" + i, List.of(btc), scores[window][i]).row());
                }
            }
            database.insert("article_data", rows);

            assertThat(database.rows("SELECT sentiment_label FROM sentiment_data ORDER BY timestamp"))
                    .extracting(row -> row.get(0))
                    .containsExactly((Object[]) labels);
        }
    }

    /** One article is little, many that agree are much, and two that contradict each other are nothing. */
    @Test
    void areSurerOfManyScoresThatAgree() {
        double[][] scores = {{0.9}, {0.9, 0.9, 0.9, 0.9}, {0.8, 1.0, 0.8, 1.0}, {0, 1}};
        for (AnalyticsDatabase database : databases) {
            List<Object[]> rows = new ArrayList<>();
            for (int window = 0; window < scores.length; window++) {
                for (int i = 0; i < scores[window].length; i++) {
                    Instant time = START.plusSeconds(180L * window + i);
                    rows.add(new Article(time, window + "-" + i, List.of("btc"), scores[window][i]).row());
                }
            }
            database.insert("article_data", rows);

            List<Double> confidence = database.rows("SELECT confidence FROM sentiment_data ORDER BY timestamp").stream()
                    .map(row -> (double) row.get(0))
                    .toList();
            assertThat(confidence.get(0)).isEqualTo(0.5);
            assertThat(confidence.get(1)).isCloseTo(0.8, within(1e-9));
            assertThat(confidence.get(2)).isCloseTo(0.64, within(1e-9));
            assertThat(confidence.get(3)).isZero();
        }
    }
}
