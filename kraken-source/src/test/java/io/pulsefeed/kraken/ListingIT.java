package io.pulsefeed.kraken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pulsefeed.simulators.kraken.Fault;
import io.pulsefeed.simulators.kraken.KrakenSimulator;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Patterns in {@code pairs} follow Kraken's list of pairs. */
class ListingIT {

    private final AtomicInteger reconfigurations = new AtomicInteger();
    private final KrakenSourceConnector connector = new KrakenSourceConnector();
    private KrakenSimulator simulator;

    @BeforeEach
    void start() throws IOException {
        simulator = KrakenSimulator.builder()
                .pairs(List.of("BTC/USD", "BTC/EUR", "ETH/USD", "AAPLx/USD", "DOGE/USD"))
                .tradesPerSecond(0)
                .build()
                .start();
        connector.initialize(new Context());
    }

    @AfterEach
    void stop() {
        connector.stop();
        simulator.close();
    }

    private void start(String pairs) {
        connector.start(Map.of("name", "k", "pairs", pairs, "kraken.ws.url", simulator.webSocketUrl()));
    }

    private String pairs() {
        return connector.taskConfigs(1).get(0).get("pairs");
    }

    @Test
    void followsListingsAndDelistings() {
        start("*/USD,!ETH/*");
        assertThat(pairs()).isEqualTo("AAPLx/USD,XBT/USD,XDG/USD");
        simulator.inject(Fault.DELISTED);
        await().atMost(Duration.ofSeconds(10)).until(() -> reconfigurations.get() == 1);
        assertThat(pairs()).isEqualTo("AAPLx/USD,XBT/USD");
        simulator.inject(Fault.CLOSE_1006);
        simulator.clear(Fault.DELISTED);
        await().atMost(Duration.ofSeconds(10)).until(() -> reconfigurations.get() == 2);
        assertThat(pairs()).isEqualTo("AAPLx/USD,XBT/USD,XDG/USD");
    }

    @Test
    void ignoresChangesOfOtherPairs() {
        start("BTC/*,ADA/USD");
        assertThat(pairs()).isEqualTo("ADA/USD,XBT/EUR,XBT/USD");
        simulator.inject(Fault.DELISTED);
        simulator.clear(Fault.DELISTED);
        assertThat(pairs()).isEqualTo("ADA/USD,XBT/EUR,XBT/USD");
        assertThat(reconfigurations).hasValue(0);
    }

    @Test
    void keepsTheTasksWhenNoPairMatches() {
        start("*/JPY");
        assertThatThrownBy(() -> connector.taskConfigs(1))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("No pair of Kraken matches");
    }

    private final class Context implements SourceConnectorContext {

        @Override
        public void requestTaskReconfiguration() {
            reconfigurations.incrementAndGet();
        }

        @Override
        public void raiseError(Exception e) {
            throw new IllegalStateException(e);
        }

        @Override
        public OffsetStorageReader offsetStorageReader() {
            return null;
        }

        @Override
        public PluginMetrics pluginMetrics() {
            return null;
        }
    }
}
