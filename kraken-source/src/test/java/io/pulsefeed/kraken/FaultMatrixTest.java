package io.pulsefeed.kraken;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.simulators.kraken.Fault;
import io.pulsefeed.simulators.kraken.KrakenSimulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The connector emits every trade of the simulator's log once and in order, whatever faults are injected. */
class FaultMatrixTest {

    private static final long MIXTURES = Long.getLong("pulsefeed.fault.mixtures", 10);
    private static final Duration TIME = Duration.ofMinutes(Long.getLong("pulsefeed.fault.minutes", 4));

    /** A blocked IP address delays the connection for ten minutes, and filling a gap takes time. */
    private static final Duration RECOVERY = Duration.ofMinutes(40);

    private static final Map<String, String> SETTINGS = Map.of("reset.policy", "rebase");

    private static KrakenSimulator newSimulator(long seed) {
        return KrakenSimulator.builder()
                .seed(seed)
                .virtualTime(VirtualTimeRun.START)
                .tradesPerSecond(10)
                .pairs(List.of("BTC/USD", "ETH/USD", "ADA/USD"))
                .build();
    }

    /** Injects an id reset only once, because a second one soon after would pass the old ids again, which Kraken never does. */
    private static void inject(KrakenSimulator simulator, List<Fault> faults) {
        for (Fault fault : faults) {
            if (fault == Fault.ID_RESET) {
                simulator.advance(Duration.ofSeconds(30));
                simulator.inject(fault);
            } else {
                simulator.recur(fault);
            }
        }
    }

    private static void assertComplete(VirtualTimeRun run, String what) {
        for (String symbol : run.simulator.pairs()) {
            assertThat(run.received(symbol)).as("%s of %s", symbol, what).isEqualTo(run.expected(symbol));
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void losesNothingToARecurringFault(Fault fault) throws InterruptedException {
        try (KrakenSimulator simulator = newSimulator(1)) {
            VirtualTimeRun run = new VirtualTimeRun(simulator, 1, SETTINGS);
            inject(simulator, List.of(fault));
            run.run(TIME);
            simulator.clear();
            run.run(Duration.ofSeconds(40));
            run.runUntilComplete(RECOVERY);
            assertComplete(run, fault.label());
        }
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, MIXTURES);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void losesNothingToRandomFaultsAndRestarts(long seed) throws InterruptedException {
        Random random = new Random(seed);
        List<Fault> faults = new ArrayList<>(List.of(Fault.values()));
        faults.remove(Fault.BURST_100K);
        Collections.shuffle(faults, random);
        List<Fault> chosen = faults.subList(0, 2 + random.nextInt(5));
        try (KrakenSimulator simulator = newSimulator(seed)) {
            VirtualTimeRun run = new VirtualTimeRun(simulator, seed, SETTINGS);
            inject(simulator, chosen);
            for (Duration left = TIME; left.compareTo(Duration.ZERO) > 0; ) {
                Duration part = Duration.ofSeconds(20 + random.nextInt(60));
                run.run(part);
                left = left.minus(part);
                if (random.nextInt(3) == 0) {
                    run.restart();
                }
            }
            simulator.clear();
            run.run(Duration.ofSeconds(40));
            run.runUntilComplete(RECOVERY);
            assertComplete(run, chosen.toString());
        }
    }
}
