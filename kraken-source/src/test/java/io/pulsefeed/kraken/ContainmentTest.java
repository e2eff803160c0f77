package io.pulsefeed.kraken;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.kraken.metrics.ReconnectCause;
import io.pulsefeed.simulators.kraken.Fault;
import io.pulsefeed.simulators.kraken.KrakenSimulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One odd pair, subscription or row does not affect the others. In virtual time. */
class ContainmentTest {

    private final KrakenSimulator simulator = KrakenSimulator.builder()
            .seed(11)
            .virtualTime(VirtualTimeRun.START)
            .tradesPerSecond(6)
            .pairs(List.of("BTC/USD", "ETH/USD", "ADA/USD"))
            .build();

    @AfterEach
    void close() {
        simulator.close();
    }

    private static void assertComplete(VirtualTimeRun run, String... symbols) {
        for (String symbol : symbols) {
            assertThat(run.received(symbol))
                    .as(symbol)
                    .isEqualTo(run.expected(symbol))
                    .hasSizeGreaterThan(50);
        }
    }

    @Test
    void keepsTheConnectionWhenOnePairIsNeverAcknowledged() throws InterruptedException {
        simulator.inject(Fault.ACK_MISSING_PAIR);
        VirtualTimeRun run = new VirtualTimeRun(simulator, 1, Map.of());
        run.run(Duration.ofMinutes(5));
        assertThat(run.metrics.totalReconnects()).isZero();
        assertComplete(run, "BTC/USD", "ETH/USD");
        assertThat(run.received("ADA/USD")).as("REST delivers the pair").hasSizeGreaterThan(50);
        simulator.clear();
        run.run(Duration.ofMinutes(6));
        assertThat(run.metrics.totalReconnects()).isZero();
        assertComplete(run, "ADA/USD");
        assertThat(run.tickers).containsKey("ADA/USD");
    }

    @Test
    void subscribesAPairThatIsListedLater() throws InterruptedException {
        simulator.inject(Fault.DELISTED);
        VirtualTimeRun run = new VirtualTimeRun(simulator, 1, Map.of());
        run.run(Duration.ofMinutes(2));
        assertThat(run.tickers).doesNotContainKey("ADA/USD");
        simulator.clear();
        run.run(Duration.ofMinutes(6));
        assertThat(run.metrics.totalReconnects()).isZero();
        assertThat(run.tickers).containsKey("ADA/USD");
        assertComplete(run, "BTC/USD", "ETH/USD", "ADA/USD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ticker", "trade,ticker"})
    void renewsADeadTickerSubscription(String channels) throws InterruptedException {
        VirtualTimeRun run = new VirtualTimeRun(simulator, 1, Map.of("channels", channels));
        run.run(Duration.ofSeconds(20));
        simulator.inject(Fault.MUTE_TICKER);
        run.tickers.clear();
        run.run(Duration.ofSeconds(90));
        run.tickers.clear();
        run.run(Duration.ofSeconds(10));
        assertThat(run.tickers).containsOnlyKeys("XBT/USD", "ETH/USD", "ADA/USD");
        assertThat(run.metrics.resubscriptions.sum()).isEqualTo(3);
        assertThat(run.metrics.totalReconnects()).isZero();
    }

    @Test
    void sendsTickersOfQuotesOnRequest() throws InterruptedException {
        simulator.tradesPerSecond(0);
        VirtualTimeRun run =
                new VirtualTimeRun(simulator, 1, Map.of("channels", "ticker", "ticker.event.trigger", "bbo"));
        run.run(Duration.ofSeconds(60));
        assertThat(run.tickers.get("XBT/USD")).isGreaterThan(20);
    }

    @Test
    void leavesAQuietTickerSubscriptionAlone() throws InterruptedException {
        simulator.tradesPerSecond(0);
        VirtualTimeRun run = new VirtualTimeRun(simulator, 1, Map.of("trade.start", "latest"));
        run.run(Duration.ofMinutes(10));
        assertThat(run.metrics.restRequests.sum()).as("checks of trades").isBetween(20L, 40L);
        assertThat(run.metrics.resubscriptions.sum()).isZero();
        assertThat(run.metrics.totalReconnects()).isZero();
    }

    /** The simulator mutes a pair for the whole connection, so renewing its subscription does not help. */
    @Test
    void reconnectsOnceForAPairThatStaysDead() throws InterruptedException {
        VirtualTimeRun run = new VirtualTimeRun(simulator, 1, Map.of());
        run.run(Duration.ofSeconds(20));
        simulator.inject(Fault.MUTE_PAIR);
        run.run(Duration.ofMinutes(3));
        assertThat(run.metrics.reconnects(ReconnectCause.STALE).sum()).isEqualTo(1);
        assertComplete(run, "BTC/USD", "ETH/USD", "ADA/USD");
    }

    @Test
    void continuesAfterAnUnusableTrade() throws InterruptedException {
        VirtualTimeRun run = new VirtualTimeRun(simulator, 1, Map.of());
        run.run(Duration.ofSeconds(20));
        long poison = simulator.nextId("BTC/USD") + 5;
        simulator.spoilTrade("BTC/USD", poison);
        run.run(Duration.ofSeconds(60));
        List<Long> expected = new ArrayList<>(run.expected("BTC/USD"));
        assertThat(expected.remove(poison)).isTrue();
        assertThat(run.received("BTC/USD")).isEqualTo(expected);
        assertComplete(run, "ETH/USD", "ADA/USD");
        assertThat(run.metrics.idsSetAside.sum()).isEqualTo(1);
        assertThat(run.metrics.gapsClosed.sum()).isEqualTo(run.metrics.gapsOpened.sum());
    }
}
