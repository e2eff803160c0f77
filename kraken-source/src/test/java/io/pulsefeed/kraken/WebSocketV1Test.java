package io.pulsefeed.kraken;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.simulators.kraken.Fault;
import io.pulsefeed.simulators.kraken.KrakenSimulator;
import io.pulsefeed.simulators.kraken.market.Trade;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** WebSocket v1 numbers no trades: what is promised is that drops are bridged by REST, to the microsecond. */
class WebSocketV1Test {

    @Test
    void bridgesDropsByTime() throws InterruptedException {
        try (KrakenSimulator venue = KrakenSimulator.builder()
                .seed(3)
                .virtualTime(VirtualTimeRun.START)
                .tradesPerSecond(3)
                .pairs(List.of("BTC/USD"))
                .build()) {
            VirtualTimeRun run = new VirtualTimeRun(venue, 3, Map.of("kraken.ws.version", "v1", "channels", "trade"));
            for (Fault fault : List.of(Fault.CLOSE_1006, Fault.CLOSE_1012, Fault.CLOSE_1000)) {
                run.run(Duration.ofSeconds(40));
                venue.inject(fault);
            }
            run.run(Duration.ofSeconds(60));
            List<BigDecimal> expected = new ArrayList<>();
            for (Trade trade : venue.log("BTC/USD")) {
                expected.add(new BigDecimal(trade.qty()));
            }
            List<BigDecimal> volumes = new ArrayList<>();
            for (String value : run.values) {
                volumes.add(
                        new BigDecimal(value.substring(value.indexOf("volume") + 8, value.indexOf(",\"timestamp"))));
            }
            List<BigDecimal> missing = new ArrayList<>(expected);
            volumes.forEach(missing::remove);
            List<BigDecimal> extra = new ArrayList<>(volumes);
            expected.forEach(extra::remove);
            assertThat(expected).hasSizeGreaterThan(400);
            assertThat(missing).as("lost").isEmpty();
            assertThat(extra).as("doubled").isEmpty();
        }
    }
}
