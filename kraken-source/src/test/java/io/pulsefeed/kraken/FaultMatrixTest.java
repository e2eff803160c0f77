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

/** Whatever the venue does, what comes out is its log: every trade, once, in order. */
class FaultMatrixTest {

    private static final long MIXTURES = Long.getLong("pulsefeed.fault.mixtures", 10);
    private static final Duration TIME = Duration.ofMinutes(Long.getLong("pulsefeed.fault.minutes", 4));

    /** A handshake refused for our address keeps us away for ten minutes, and a hole may take REST a while. */
    private static final Duration RECOVERY = Duration.ofMinutes(40);

    private static final Map<String, String> SETTINGS = Map.of("reset.policy", "rebase");

    private static KrakenSimulator venue(long seed) {
        return KrakenSimulator.builder()
                .seed(seed)
                .virtualTime(VirtualTimeRun.START)
                .tradesPerSecond(10)
                .pairs(List.of("BTC/USD", "ETH/USD", "ADA/USD"))
                .build();
    }

    /** Numbering begins anew once at most: that a small number soon passes the old one does not happen at a real venue. */
    private static void afflict(KrakenSimulator venue, List<Fault> faults) {
        for (Fault fault : faults) {
            if (fault == Fault.ID_RESET) {
                venue.advance(Duration.ofSeconds(30));
                venue.inject(fault);
            } else {
                venue.recur(fault);
            }
        }
    }

    private static void assertComplete(VirtualTimeRun run, String what) {
        for (String symbol : run.venue.pairs()) {
            assertThat(run.received(symbol)).as("%s of %s", symbol, what).isEqualTo(run.truth(symbol));
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void losesNothingToAFaultThatRecurs(Fault fault) throws InterruptedException {
        try (KrakenSimulator venue = venue(1)) {
            VirtualTimeRun run = new VirtualTimeRun(venue, 1, SETTINGS);
            afflict(venue, List.of(fault));
            run.run(TIME);
            venue.clear();
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
    void losesNothingToAMixtureOfFaultsAndRestarts(long seed) throws InterruptedException {
        Random random = new Random(seed);
        List<Fault> faults = new ArrayList<>(List.of(Fault.values()));
        faults.remove(Fault.BURST_100K);
        Collections.shuffle(faults, random);
        List<Fault> chosen = faults.subList(0, 2 + random.nextInt(5));
        try (KrakenSimulator venue = venue(seed)) {
            VirtualTimeRun run = new VirtualTimeRun(venue, seed, SETTINGS);
            afflict(venue, chosen);
            for (Duration left = TIME; left.compareTo(Duration.ZERO) > 0; ) {
                Duration part = Duration.ofSeconds(20 + random.nextInt(60));
                run.run(part);
                left = left.minus(part);
                if (random.nextInt(3) == 0) {
                    run.restart();
                }
            }
            venue.clear();
            run.run(Duration.ofSeconds(40));
            run.runUntilComplete(RECOVERY);
            assertComplete(run, chosen.toString());
        }
    }
}
