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

/** Crashes a worker between sending records and committing their offsets: only trades since the last commit repeat. */
class CrashTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void losesNothingAndRepeatsOnlyUncommittedTrades(long seed) throws InterruptedException {
        Random random = new Random(seed);
        try (KrakenSimulator simulator = KrakenSimulator.builder()
                .seed(seed)
                .virtualTime(VirtualTimeRun.START)
                .tradesPerSecond(20)
                .pairs(List.of("BTC/USD", "ETH/USD"))
                .build()) {
            VirtualTimeRun run = new VirtualTimeRun(simulator, seed, Map.of());
            run.commitEvery = 50;
            simulator.recur(Fault.LOST_TRADES, Fault.REPEATED_TRADES);
            for (int i = 0; i < 20; i++) {
                run.run(Duration.ofMillis(2000 + random.nextInt(6000)));
                run.restart();
            }
            simulator.clear();
            run.run(Duration.ofSeconds(60));
            for (String symbol : simulator.pairs()) {
                List<Long> received = run.received(symbol);
                assertThat(new TreeSet<>(received)).containsExactlyElementsOf(run.expected(symbol));
                long repetitions = 0;
                for (int k = 1; k < received.size(); k++) {
                    assertThat(received.get(k)).as("no id is skipped").isLessThanOrEqualTo(received.get(k - 1) + 1);
                    repetitions += received.get(k) <= received.get(k - 1) ? 1 : 0;
                }
                assertThat(repetitions).as("at most one repetition per crash").isBetween(1L, 20L);
            }
        }
    }
}
