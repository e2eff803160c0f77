package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.simulators.kraken.KrakenSimulator;
import io.pulsefeed.simulators.kraken.market.Trade;
import io.pulsefeed.system.Pulsefeed.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pulsefeed backfill kraken} from a simulated exchange to rows, interrupted and resumed. */
class BackfillCommandIT {

    private static final Map<String, String> PAIRS = Map.of("XBT/USD", "BTC/USD", "ETH/USD", "ETH/USD");

    @TempDir
    private static Path home;

    private static KrakenSimulator exchange;
    private static Instant from;
    private static Instant to;
    private static TestStack stack;
    private static Pulsefeed pulsefeed;

    @BeforeAll
    static void start() throws IOException {
        Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        from = start.minus(Duration.ofHours(13));
        to = start.minus(Duration.ofHours(1));
        exchange = KrakenSimulator.builder()
                .seed(9)
                .pairs(List.copyOf(PAIRS.values()))
                .tradesPerSecond(0)
                .startTime(start)
                .build()
                .start();
        stack = TestStack.start(home, Map.of());
        pulsefeed = new Pulsefeed(Map.of(
                "PULSEFEED_JDBC_URL", stack.stack().jdbcUrl(),
                "PULSEFEED_DB_USER", stack.stack().databaseUser(),
                "PULSEFEED_DB_PASSWORD", stack.stack().databasePassword()));
        Map<String, String> settings = new TreeMap<>(SimulatedExchange.urls(exchange));
        settings.put("pairs", "XBT/USD");
        settings.put("kraken.rest.interval.ms", "50");
        settings.put("kraken.rest.pair.interval.ms", "300");
        stack.run("kraken-source", "kraken-source", settings);
        stack.run("timescale-cryptoviz", "timescale-cryptoviz", Map.of());
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
        exchange.close();
    }

    private static List<String> command(String pairs) {
        return List.of(
                "backfill",
                "kraken",
                "--pair",
                pairs,
                "--from",
                from.toString(),
                "--to",
                to.toString(),
                "--timeout",
                "120s",
                "--connect-url",
                stack.stack().restUrl());
    }

    private static List<Long> expected(String symbol) {
        return exchange.logWithHistory(symbol).stream()
                .filter(trade -> trade.timestampNs() >= from.getEpochSecond() * 1_000_000_000L
                        && trade.timestampNs() < to.getEpochSecond() * 1_000_000_000L)
                .map(Trade::id)
                .toList();
    }

    private static List<String> backfills() {
        return stack.connect().connectors().stream()
                .filter(name -> name.contains("backfill"))
                .toList();
    }

    @Test
    void resumesAfterAnInterruptAndVerifiesEveryTrade() throws Exception {
        Process interrupted = pulsefeed.start(command("btc/usd,ETH/USD"), home.resolve("interrupted.out"));
        ConnectRest worker = stack.connect();
        await().atMost(TestStack.LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !backfills().isEmpty()
                        && !worker.offsets(backfills().get(0)).path("offsets").isEmpty());
        // As Ctrl-C does, this runs the shutdown hooks.
        interrupted.destroy();
        interrupted.waitFor();
        assertThat(backfills()).hasSize(1);
        await().atMost(TestStack.LIMIT)
                .until(() ->
                        worker.statusOrUnassigned(backfills().get(0)).state().equals("STOPPED"));
        assertThat(stack.topic("rawtrade").count())
                .isLessThan(expected("BTC/USD").size() + expected("ETH/USD").size());

        Result resumed = pulsefeed.run(command("btc/usd,ETH/USD"));

        assertThat(resumed.code()).as(resumed.out() + resumed.err()).isZero();
        assertThat(backfills()).isEmpty();
        List<String> lines = new ArrayList<>();
        PAIRS.forEach((pair, symbol) -> {
            List<Long> ids = expected(symbol);
            assertThat(ids).hasSizeGreaterThan(10_000);
            lines.add(String.format(
                    "%s: %,d trades (ids %d to %d), %,d rows in trade_data",
                    pair, ids.size(), ids.get(0), ids.get(ids.size() - 1), ids.size()));
            assertThat(stack.topic("rawtrade").records().stream()
                            .filter(record -> record.key().equals(pair))
                            .map(record -> Long.valueOf(Topic.header(record, "kraken.trade_id"))))
                    .isEqualTo(ids);
            assertThat(stack
                            .tables()
                            .rows("SELECT trade_id FROM trade_data WHERE pair = '" + pair + "' ORDER BY trade_id")
                            .stream()
                            .map(row -> Long.valueOf(row.get(0))))
                    .isEqualTo(ids);
        });
        assertThat(resumed.out()).contains(lines);

        int records = stack.topic("rawtrade").count();
        Result again = pulsefeed.run(command("btc/usd,ETH/USD"));
        assertThat(again.code()).as(again.out() + again.err()).isZero();
        assertThat(again.out()).contains(lines);
        assertThat(stack.topic("rawtrade").count()).isEqualTo(records);
    }

    @Test
    void reportsAPairThatDoesNotExist() {
        Result result = pulsefeed.run(command("FOO/BAR"));

        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(1);
        assertThat(result.err()).contains("Kraken does not know the pair FOO/BAR");
        backfills().forEach(stack.connect()::delete);
    }

    @Test
    void rejectsAPeriodThatHasNotEnded() {
        List<String> command = new ArrayList<>(command("XBT/USD"));
        command.set(command.indexOf("--to") + 1, Instant.now().plusSeconds(3600).toString());

        Result result = pulsefeed.run(command);

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--to must be in the past");
    }
}
