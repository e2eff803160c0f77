package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trades of six pairs from the exchange's socket to rows: first in peace, then with {@code kill -9} of Kafka and Connect at random moments.
 * Lost and duplicated are counted against the exchange's own log. More kills with {@code -Dcrash.rounds=N}, another course of events
 * with {@code -Dcrash.seed=N}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SimulatedTradesIT {

    private static final List<String> PAIRS =
            List.of("BTC/USD", "ETH/USD", "SOL/USD", "ADA/USD", "DOT/USD", "LINK/USD");
    private static final int TRADES = 100_000;
    private static final int PER_SECOND = 5_000;
    private static final int ROUNDS = Integer.getInteger("crash.rounds", 3);
    private static final long SEED = Long.getLong("crash.seed", System.nanoTime());

    @TempDir
    private static Path home;

    private static TestStack stack;
    private static Venue venue;

    @BeforeAll
    static void start() throws IOException {
        venue = Venue.open(7, PAIRS);
        stack = TestStack.start(home, Map.of());
        stack.run("trades", "kraken-source", venue.settings());
        stack.run("rows", "timescale-cryptoviz", Map.of());
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
        venue.close();
    }

    @Test
    @Order(1)
    void losesAndDoublesNothing() {
        venue.trade(TRADES, PER_SECOND);
        awaitQuiet();

        assertEveryTradeArrived();
        stack.stack()
                .residentBytes()
                .ifPresent(bytes -> System.out.printf(
                        "Resident memory of the stack after %d trades: %d MB%n", TRADES, bytes / 1_000_000));
    }

    @Test
    @Order(2)
    void losesAndDoublesNothingOverKillNine() {
        System.out.println("crash.seed=" + SEED);
        Random random = new Random(SEED);
        for (int round = 1; round <= ROUNDS; round++) {
            venue.trade((TRADES + ROUNDS - 1) / ROUNDS, PER_SECOND);
            Duration moment = Duration.ofMillis(500 + random.nextInt(5_000));
            long due = System.nanoTime() + moment.toNanos();
            await().atMost(TestStack.LIMIT).until(() -> System.nanoTime() >= due);
            System.out.printf("Round %d: kill -9 with %d trades out%n", round, venue.tradeCount());
            stack.killAndRestart();
            stack.connect().awaitRunning(List.of("trades", "rows"), TestStack.LIMIT);
            awaitQuiet();
        }

        assertEveryTradeArrived();
    }

    private static void awaitQuiet() {
        await().atMost(TestStack.LIMIT).until(venue::isQuiet);
    }

    private static void assertEveryTradeArrived() {
        long expected = venue.tradeCount();
        await().atMost(TestStack.LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> stack.tables().count("trade_data") >= expected);

        Trades.assertTopicHolds(venue.truth(), stack.topic("rawtrade").records());
        Trades.assertTableHolds(venue.truth(), stack.tables());
        assertThat(stack.topic("dlq.timescale-cryptoviz").records()).isEmpty();
    }
}
