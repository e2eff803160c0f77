package io.pulsefeed.simulators.kraken.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TradeLogTest {

    private static final long START = 1_790_358_480_000_000_000L;
    private static final Market BTC = Market.of("BTC/USD");

    private static TradeLog log() {
        return new TradeLog(BTC, 7, 1_000_000, START);
    }

    /** One operation on a log, {@code millis} after the previous one. */
    record Step(int kind, int count, int millis) {}

    @Provide
    Arbitrary<Step> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(1, 300),
                        Arbitraries.integers().between(0, 5_000))
                .as(Step::new);
    }

    @Property(tries = 200)
    void pastTradesNeverChangeAndTimeNeverDecreases(
            @ForAll @Size(min = 1, max = 30) List<@net.jqwik.api.From("steps") Step> steps) {
        TradeLog log = log();
        int live = log.size();
        long now = START;
        log.plan(10_000, START, 50_000_000);
        List<Trade> seen = new ArrayList<>();
        for (Step step : steps) {
            now += step.millis * 1_000_000L;
            switch (step.kind) {
                case 0 -> log.insert(step.count, now, 1_000_000);
                case 1 -> log.renumber(log.nextId() + step.count, now);
                case 2 -> log.defer(now);
                case 3 -> log.happen(step.count, now);
                default -> log.advanceTo(now, step.count);
            }
            assertThat(log.range(live, live + seen.size())).isEqualTo(seen);
            seen.addAll(log.range(live + seen.size(), log.size()));
        }
        assertThat(seen).isSortedAccordingTo((a, b) -> Long.compare(a.timestampNs(), b.timestampNs()));
        assertThat(seen).extracting(Trade::id).doesNotHaveDuplicates().isSorted();
        for (int position = live; position < log.size(); position++) {
            long time = log.timestampNs(position);
            int found = log.firstAtOrAfter(time);
            assertThat(log.timestampNs(found)).isEqualTo(time);
            assertThat(found).isLessThanOrEqualTo(position);
        }
    }

    @Test
    void insertedTradesKeepSchedule() {
        TradeLog log = log();
        int live = log.size();
        log.plan(1_000, START, 1_000_000);
        log.advanceTo(START + 300_000_000, Integer.MAX_VALUE);
        log.insert(500, START + 300_000_000, 1_000_000);
        log.insert(20, START + 300_000_000, 1_000_000);
        log.defer(START + 400_000_000);
        log.advanceTo(START + 10_000_000_000L, Integer.MAX_VALUE);
        assertThat(log.size() - live).isEqualTo(1_520);
        assertThat(log.isExhausted()).isTrue();
    }

    @Test
    void contentIsIndependentOfTime() {
        TradeLog slow = log();
        TradeLog fast = log();
        slow.plan(100, START, 1_000_000_000);
        fast.happen(100, START);
        slow.advanceTo(Long.MAX_VALUE, 100);
        for (int i = slow.size() - 100; i < slow.size(); i++) {
            assertThat(fast.at(i).price()).isEqualTo(slow.at(i).price());
            assertThat(fast.at(i).qty()).isEqualTo(slow.at(i).qty());
            assertThat(fast.at(i).id()).isEqualTo(slow.at(i).id());
        }
    }

    @Test
    void pricesStayNearMeanWithOccasionalSteps() {
        TradeLog log = log();
        log.plan(20_000, START, 50_000_000);
        log.advanceTo(Long.MAX_VALUE, 20_000);
        int steps = 0;
        double before = 0;
        for (Trade trade : log.range(log.size() - 20_000, log.size())) {
            double price = Double.parseDouble(trade.price());
            assertThat(price).isBetween(BTC.price() * 0.93, BTC.price() * 1.07);
            steps += before > 0 && Math.abs(price / before - 1) > 0.005 ? 1 : 0;
            before = price;
        }
        assertThat(steps).isBetween(20, 100);
    }

    @Test
    void tradesOfSweepShareTimeAndMovePrice() {
        TradeLog log = log();
        List<Trade> history = log.range(0, 10_000);
        int shared = 0;
        for (int i = 1; i < history.size(); i++) {
            Trade trade = history.get(i);
            Trade previous = history.get(i - 1);
            if (trade.timestampNs() == previous.timestampNs()) {
                shared++;
                assertThat(trade.side()).isEqualTo(previous.side());
                double move = Double.parseDouble(trade.price()) - Double.parseDouble(previous.price());
                assertThat(trade.isBuy() ? move : -move).isGreaterThanOrEqualTo(0);
            }
        }
        assertThat(shared).isBetween(2_000, 5_000);
    }
}
