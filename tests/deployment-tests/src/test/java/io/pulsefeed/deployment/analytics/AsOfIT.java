package io.pulsefeed.deployment.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.Checkout;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The functions {@code .._as_of}, compared with a recorder that goes by the time of receipt. */
@ExtendWith(WithServers.class)
class AsOfIT {

    private static final Instant START = Instant.now().minus(Duration.ofDays(3)).truncatedTo(ChronoUnit.DAYS);
    private static final int TIMES = 1_000;

    /**
     * Rows of a function of the database and of the recorder, from {@code since} before t on.
     *
     * @param columns the first is a time
     */
    private record Comparison(
            String columns,
            String function,
            boolean once,
            Duration since,
            BiFunction<AsOfRecorder, Instant, List<List<Object>>> recorded) {

        Map<Instant, List<List<Object>>> found(AnalyticsDatabase database, List<Instant> times) {
            String time = columns.replaceFirst(",.*", "");
            // With OFFSET 0, the condition selects the windows before rows are read.
            String sql = "SELECT q.t, f.* FROM unnest('{"
                    + times.stream().map(Instant::toString).collect(Collectors.joining(",")) + "}'::timestamptz[]) q(t)"
                    + " CROSS JOIN LATERAL (SELECT " + columns + " FROM " + function + "(q.t) f WHERE " + time
                    + " BETWEEN q.t - interval '" + since.toMinutes()
                    + " minutes' AND q.t + interval '1 minute' OFFSET 0) f ORDER BY 1, 2, 3";
            Map<Instant, List<List<Object>>> found = new HashMap<>();
            for (List<Object> row : (once ? database.withStoriesOnce() : database).rows(sql)) {
                found.computeIfAbsent(((Timestamp) row.get(0)).toInstant(), t -> new ArrayList<>())
                        .add(row.subList(1, row.size()));
            }
            return found;
        }
    }

    private static final List<Comparison> COMPARISONS = List.of(
            sentiment(false),
            sentiment(true),
            new Comparison(
                    "f.timestamp, f.crypto_symbol, f.predicted_price, f.actual_price, f.confidence_interval_low,"
                            + " f.confidence_interval_high",
                    "prediction_as_of",
                    false,
                    Duration.ofMinutes(10),
                    (recorder, t) -> recorder.predictions(t, Duration.ofMinutes(10))),
            new Comparison(
                    "f.bucket, f.pair, f.open, f.high, f.low, f.close, f.volume, f.buy_volume, f.sell_volume,"
                            + " f.trades::float8, f.vwap",
                    "candles_as_of",
                    false,
                    Duration.ofMinutes(20),
                    (recorder, t) -> recorder.candles(t, Duration.ofMinutes(20))));

    private static Comparison sentiment(boolean once) {
        Duration since = Duration.ofHours(once ? 1 : 3);
        return new Comparison(
                "f.timestamp, f.crypto_symbol, f.sentiment_score, f.sentiment_label, f.confidence",
                "sentiment_as_of",
                once,
                since,
                (recorder, t) -> recorder.sentiment(t, since, once));
    }

    /** The data reaches the tables through the sink, in the order of receipt, and once more by a replay of the topics. */
    @Test
    void functionsReturnWhatARecorderKnew(Servers servers) {
        ReceivedDay day = ReceivedDay.of(START, 18);
        AsOfRecorder recorder = new AsOfRecorder(day, false);
        AsOfRecorder lookingAhead = new AsOfRecorder(day, true);
        List<Instant> all = new Random(18)
                .ints(TIMES, 0, 86_400_000)
                .mapToObj(START::plusMillis)
                .toList();
        for (AnalyticsDatabase database : servers.applied()) {
            SinkRun.write(database, day.topics());
            database.execute("DELETE FROM connect_sink_offsets; DELETE FROM trade_data WHERE trade_id % 7 = 0");
            SinkRun.write(database, day.topics());
            database.execute("ANALYZE");
            for (Comparison comparison : COMPARISONS) {
                // The comparison of texts is slow, and both servers run the same functions.
                boolean isReduced = comparison.once() || !database.hasTimescale();
                List<Instant> times = isReduced ? all.subList(0, TIMES / 10) : all;
                Map<Instant, List<List<Object>>> found = comparison.found(database, times);
                List<String> differences = new ArrayList<>();
                int leaks = 0;
                for (Instant t : times) {
                    List<List<Object>> known = comparison.recorded().apply(recorder, t);
                    List<List<Object>> rows = found.getOrDefault(t, List.of());
                    if (!isSame(rows, known)) {
                        differences.add(t + ": " + rows + " instead of " + known);
                    }
                    leaks += isSame(comparison.recorded().apply(lookingAhead, t), known) ? 0 : 1;
                }
                assertThat(differences)
                        .as("%s of %s", comparison.function(), database)
                        .isEmpty();
                assertThat(leaks)
                        .as("times at which %s would look ahead", comparison.function())
                        .isGreaterThan(times.size() / 10);
            }
        }
    }

    private static boolean isSame(List<List<Object>> a, List<List<Object>> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            for (int j = 0; j < a.get(i).size(); j++) {
                if (!isSame(a.get(i).get(j), b.get(i).get(j))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The deviations of the server are rounded in another order. */
    private static boolean isSame(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Double x && b instanceof Double y) {
            return Math.abs(x - y) < 1e-9;
        }
        return a instanceof Timestamp time ? time.toInstant().equals(b) : Objects.equals(a, b);
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
