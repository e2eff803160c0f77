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
 * Trades of six pairs from the exchange's socket to rows: first without faults, then with {@code kill -9} of Kafka and Connect at
 * random times. Lost and duplicated trades are counted against the simulator's log. {@code -Dcrash.rounds=N} sets the number of
 * kills, {@code -Dcrash.seed=N} their times.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SimulatedTradesIT {

    private static final List<String> PAIRS =
            List.of("BTC/USD", "ETH/USD", "SOL/USD", "ADA/USD", "DOT/USD", "LINK/USD");
    private static final int TRADES = 100_000;
    private static final int TRADES_PER_SECOND = 5_000;
    private static final int ROUNDS = Integer.getInteger("crash.rounds", 2);
    private static final long SEED = Long.getLong("crash.seed", System.nanoTime());

    @TempDir
    private static Path home;

    private static TestStack stack;
    private static SimulatedExchange exchange;

    @BeforeAll
    static void start() throws IOException {
        exchange = SimulatedExchange.open(7, PAIRS);
        stack = TestStack.start(home, Map.of());
        stack.run("trades", "kraken-source", exchange.settings());
        stack.run("rows", "timescale-cryptoviz", Map.of());
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
        exchange.close();
    }

    @Test
    @Order(1)
    void writesEveryTradeOnce() {
        exchange.trade(TRADES, TRADES_PER_SECOND);
        awaitIdle();

        assertEveryTradeArrived();
        stack.stack()
                .residentBytes()
                .ifPresent(bytes -> System.out.printf(
                        "Resident memory of the stack after %d trades: %d MB%n", TRADES, bytes / 1_000_000));
    }

    @Test
    @Order(2)
    void writesEveryTradeOnceAcrossKills() {
        System.out.println("crash.seed=" + SEED);
        Random random = new Random(SEED);
        for (int round = 1; round <= ROUNDS; round++) {
            exchange.trade((TRADES + ROUNDS - 1) / ROUNDS, TRADES_PER_SECOND);
            Duration delay = Duration.ofMillis(500 + random.nextInt(5_000));
            long killAtNanos = System.nanoTime() + delay.toNanos();
            await().atMost(TestStack.LIMIT).until(() -> System.nanoTime() >= killAtNanos);
            System.out.printf("Round %d: kill -9 after %d trades%n", round, exchange.tradeCount());
            stack.killAndRestart();
            stack.connect().awaitRunning(List.of("trades", "rows"), TestStack.LIMIT);
            awaitIdle();
        }

        assertEveryTradeArrived();
    }

    private static void awaitIdle() {
        await().atMost(TestStack.LIMIT).until(exchange::isIdle);
    }

    private static void assertEveryTradeArrived() {
        long expected = exchange.tradeCount();
        await().atMost(TestStack.LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> stack.tables().count("trade_data") >= expected);

        Trades.assertTopicContains(
                exchange.emittedTrades(), stack.topic("rawtrade").records());
        Trades.assertTableContains(exchange.emittedTrades(), stack.tables());
        assertThat(stack.topic("dlq.timescale-cryptoviz").records()).isEmpty();
    }
}
