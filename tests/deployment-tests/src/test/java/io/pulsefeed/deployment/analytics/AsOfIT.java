package io.pulsefeed.deployment.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.Checkout;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code candles_as_of}, compared with a recorder that goes by the time of receipt. */
@ExtendWith(WithServers.class)
class AsOfIT {

    private static final Instant START = Instant.now().minus(Duration.ofDays(3)).truncatedTo(ChronoUnit.DAYS);

    private final Random random = new Random(18);

    /** Prices and volumes are whole numbers, so that sums do not depend on the order. */
    private record Trade(Instant time, Instant received, double price, double volume, String side, long id) {}

    /** A day with trades that arrive within a second, and some that arrive up to two hours late. */
    private List<Trade> day() {
        List<Trade> trades = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            Instant time = START.plusMillis(random.nextInt(86_400_000));
            int delay = random.nextInt(10) == 0 ? random.nextInt(7_200_000) : random.nextInt(1_000);
            trades.add(new Trade(
                    time,
                    time.plusMillis(delay),
                    100 + random.nextInt(50),
                    1 + random.nextInt(9),
                    random.nextBoolean() ? "b" : "s",
                    i));
        }
        return trades;
    }

    private static void write(AnalyticsDatabase database, List<Trade> trades) {
        database.insert(
                "trade_data (timestamp, pair, price, volume, side, trade_id, known_at)",
                trades.stream()
                        .map(trade -> new Object[] {
                            Timestamp.from(trade.time()),
                            "XBT/USD",
                            trade.price(),
                            trade.volume(),
                            trade.side(),
                            trade.id(),
                            Timestamp.from(trade.received())
                        })
                        .toList());
    }

    /** The candles of two hours before t: open, high, low, close, volume, buy volume, trades. */
    private static Map<Instant, List<Object>> recorded(List<Trade> trades, Instant t) {
        Instant since = t.minus(Duration.ofHours(2));
        Map<Instant, List<Trade>> minutes = new TreeMap<>();
        trades.stream()
                .filter(trade -> !trade.received().isAfter(t))
                .filter(trade -> !trade.time().truncatedTo(ChronoUnit.MINUTES).isBefore(since))
                .sorted(Comparator.comparing(Trade::time).thenComparing(Trade::id))
                .forEach(trade -> minutes.computeIfAbsent(
                                trade.time().truncatedTo(ChronoUnit.MINUTES), m -> new ArrayList<>())
                        .add(trade));
        Map<Instant, List<Object>> candles = new TreeMap<>();
        minutes.forEach((minute, in) -> candles.put(
                minute,
                List.of(
                        in.get(0).price(),
                        in.stream().mapToDouble(Trade::price).max().orElseThrow(),
                        in.stream().mapToDouble(Trade::price).min().orElseThrow(),
                        in.get(in.size() - 1).price(),
                        in.stream().mapToDouble(Trade::volume).sum(),
                        in.stream()
                                .filter(trade -> trade.side().equals("b"))
                                .mapToDouble(Trade::volume)
                                .sum(),
                        (long) in.size())));
        return candles;
    }

    @Test
    void candlesAreThoseOfARecorder(Servers servers) {
        List<Trade> trades = day();
        List<Instant> times =
                random.ints(1_000, 0, 86_400_000).mapToObj(START::plusMillis).toList();
        for (AnalyticsDatabase database : servers.applied()) {
            write(database, trades);
            Map<Instant, Map<Instant, List<Object>>> found = new TreeMap<>();
            for (List<Object> row : database.rows(
                    "SELECT q.t, c.bucket, c.open, c.high, c.low, c.close, c.volume, c.buy_volume, c.trades FROM unnest('{"
                            + String.join(
                                    ",", times.stream().map(Instant::toString).toList())
                            + "}'::timestamptz[]) q(t) CROSS JOIN LATERAL candles_as_of(q.t) c"
                            + " WHERE c.bucket >= q.t - interval '2 hours'")) {
                found.computeIfAbsent(((Timestamp) row.get(0)).toInstant(), t -> new TreeMap<>())
                        .put(((Timestamp) row.get(1)).toInstant(), row.subList(2, row.size()));
            }
            for (Instant t : times) {
                assertThat(found.getOrDefault(t, Map.of()))
                        .as("%s at %s", database, t)
                        .isEqualTo(recorded(trades, t));
            }
        }
    }

    @Test
    void aReplacedRowKeepsWhenItWasKnown(Servers servers) {
        for (AnalyticsDatabase database : servers.applied()) {
            database.execute("INSERT INTO ticker_data (timestamp, pair, last, known_at) VALUES"
                    + " ('2026-01-01 10:00Z', 'XBT/USD', 1, '2026-01-01 10:01Z')");
            database.execute(
                    "INSERT INTO ticker_data (timestamp, pair, last) VALUES ('2026-01-01 10:00Z', 'XBT/USD', 2)"
                            + " ON CONFLICT (pair, timestamp) DO UPDATE SET last = excluded.last");

            assertThat(database.rows("SELECT last, known_at = '2026-01-01 10:01Z' FROM ticker_data"))
                    .containsExactly(List.of(2.0, true));
            assertThat(database.rows("SELECT predicted_price FROM prediction_as_of('2026-01-01 10:00:59Z')"))
                    .isEmpty();
            assertThat(database.rows("SELECT predicted_price FROM prediction_as_of('2026-01-01 10:01Z')"))
                    .hasSize(2)
                    .containsOnly(List.of(2.0));
        }
    }

    /** The statements and figures of docs/look-ahead.md. */
    @Test
    void theProfitOfLookingAheadIsLost(Servers servers) {
        List<String> statements = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL)
                .matcher(Checkout.text("docs/look-ahead.md"))
                .results()
                .map(match -> match.group(1))
                .toList();
        String[] queries = statements.get(1).split(";\n");
        for (AnalyticsDatabase database : servers.applied()) {
            database.execute(statements.get(0));

            assertThat(database.rows(queries[0])).containsExactly(List.of(400L, 400L));
            assertThat(database.rows(queries[1])).containsExactly(List.of(0L, 398L));
        }
    }
}
