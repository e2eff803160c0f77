package io.pulsefeed.kraken;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.simulators.kraken.Fault;
import io.pulsefeed.simulators.kraken.KrakenSimulator;
import io.pulsefeed.simulators.kraken.market.Trade;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BackfillTest {

    private static final Instant FROM = VirtualTimeRun.START.minus(Duration.ofHours(2));

    private static KrakenSimulator venue() {
        return KrakenSimulator.builder()
                .seed(5)
                .virtualTime(VirtualTimeRun.START)
                .tradesPerSecond(2)
                .pairs(List.of("BTC/USD"))
                .build();
    }

    private static List<Long> expected(KrakenSimulator venue) {
        long from = FROM.getEpochSecond() * 1_000_000_000L;
        return venue.logWithHistory("BTC/USD").stream()
                .filter(trade -> trade.timestampNs() >= from)
                .map(Trade::id)
                .toList();
    }

    @Test
    void fetchesThePastOnceBesideTheLiveTradesAndThroughARestart() throws InterruptedException {
        try (KrakenSimulator venue = venue()) {
            VirtualTimeRun run = new VirtualTimeRun(
                    venue,
                    5,
                    Map.of(
                            "backfill.from",
                            FROM.toString(),
                            "backfill.to",
                            VirtualTimeRun.START.plus(Duration.ofHours(1)).toString()));
            run.run(Duration.ofMillis(2200));
            venue.inject(Fault.CLOSE_1006);
            run.restart();
            run.run(Duration.ofSeconds(60));
            List<Long> ids = run.received("BTC/USD");
            assertThat(ids).doesNotHaveDuplicates();
            assertThat(new HashSet<>(ids)).isEqualTo(new HashSet<>(expected(venue)));
            List<Long> live = new ArrayList<>(ids);
            live.retainAll(new HashSet<>(run.truth("BTC/USD")));
            assertThat(live).isEqualTo(run.truth("BTC/USD"));
        }
    }

    @Test
    void endsBeforeTheGivenTime() throws InterruptedException {
        try (KrakenSimulator venue = venue()) {
            Instant to = FROM.plus(Duration.ofMinutes(30));
            VirtualTimeRun run = new VirtualTimeRun(
                    venue,
                    5,
                    Map.of("trade.start", "latest", "backfill.from", FROM.toString(), "backfill.to", to.toString()));
            run.run(Duration.ofSeconds(30));
            long end = to.getEpochSecond() * 1_000_000_000L;
            List<Long> past = venue.logWithHistory("BTC/USD").stream()
                    .filter(trade -> trade.timestampNs() < end)
                    .map(Trade::id)
                    .filter(expected(venue)::contains)
                    .toList();
            assertThat(run.received("BTC/USD")).containsAll(past);
            assertThat(past).hasSizeGreaterThan(500);
            assertThat(run.received("BTC/USD").stream()
                            .filter(id -> id > past.get(past.size() - 1)
                                    && id < run.truth("BTC/USD").get(0)))
                    .isEmpty();
        }
    }
}
