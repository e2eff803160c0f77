package io.pulsefeed.kraken;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.simulators.kraken.Fault;
import io.pulsefeed.simulators.kraken.KrakenSimulator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker that dies between sending and storing its offsets: nothing is lost, and only whole stretches come again. */
class CrashTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void losesNothingAndRepeatsOnlyWhatWasNotStored(long seed) throws InterruptedException {
        Random random = new Random(seed);
        try (KrakenSimulator venue = KrakenSimulator.builder()
                .seed(seed)
                .virtualTime(VirtualTimeRun.START)
                .tradesPerSecond(20)
                .pairs(List.of("BTC/USD", "ETH/USD"))
                .build()) {
            VirtualTimeRun run = new VirtualTimeRun(venue, seed, Map.of());
            run.commitEvery = 50;
            venue.recur(Fault.LOST_TRADES, Fault.REPEATED_TRADES);
            for (int i = 0; i < 20; i++) {
                run.run(Duration.ofMillis(2000 + random.nextInt(6000)));
                run.restart();
            }
            venue.clear();
            run.run(Duration.ofSeconds(60));
            for (String symbol : venue.pairs()) {
                List<Long> received = run.received(symbol);
                assertThat(new TreeSet<>(received)).containsExactlyElementsOf(run.truth(symbol));
                long stepsBack = 0;
                for (int k = 1; k < received.size(); k++) {
                    assertThat(received.get(k)).as("never ahead").isLessThanOrEqualTo(received.get(k - 1) + 1);
                    stepsBack += received.get(k) <= received.get(k - 1) ? 1 : 0;
                }
                assertThat(stepsBack).as("one repeat per crash at most").isBetween(1L, 20L);
            }
        }
    }
}
