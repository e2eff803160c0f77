package io.pulsefeed.kraken.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.kraken.config.LimitPolicy;
import io.pulsefeed.kraken.config.ResetPolicy;
import io.pulsefeed.kraken.wire.OrderType;
import io.pulsefeed.kraken.wire.Origin;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Trade;
import io.pulsefeed.kraken.wire.TradesPage;
import io.pulsefeed.kraken.wire.TradesQuery;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Trades that are lost, late, repeated and delivered by REST in any interleaving. */
class TradeSequencePropertiesTest {

    private static final Pair PAIR = Pair.parse("XBT/USD");
    private static final long EPOCH_NS = 1_790_000_000_000_000_000L;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final SequenceSettings SETTINGS = new SequenceSettings(
            StartPosition.LATEST,
            Duration.ofMillis(250),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            500,
            Duration.ofDays(7),
            LimitPolicy.FAIL,
            ResetPolicy.FAIL);

    private final List<Long> out = new ArrayList<>();
    private final Clock clock = Clock.fixed(Instant.ofEpochSecond(EPOCH_NS / SECOND + 10), ZoneOffset.UTC);

    private static Trade trade(long id, Origin origin) {
        return new Trade(PAIR, id, "1.0", "1.0", EPOCH_NS + id * 1000, true, OrderType.LIMIT, origin);
    }

    private static List<Trade> trades(long from, long to, Origin origin) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(id -> trade(id, origin))
                .toList();
    }

    @Property(tries = 500)
    void emitsTheLogFromTheBaselineForAnyInterleaving(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 300) int count,
            @ForAll @IntRange(min = 2, max = 60) int pendingCapacity) {
        out.clear();
        SequenceListener listener = trade -> out.add(trade.trade().id());
        Random random = new Random(seed);
        TradeSequence sequence =
                new TradeSequence(PAIR, StartPosition.LATEST, new PendingCapacity(pendingCapacity), listener, clock);
        GapRecovery recovery = new GapRecovery(sequence, SETTINGS, listener);
        sequence.resumeAfter(1000, EPOCH_NS);
        List<Trade> late = new ArrayList<>();
        long nowMonoNs = 0;
        for (long id = 1001; id <= 1000 + count; id++) {
            Trade live = trade(id, Origin.LIVE);
            switch (random.nextInt(8)) {
                case 0 -> {}
                case 1 -> late.add(live);
                case 2 -> {
                    sequence.accept(live);
                    sequence.accept(live);
                }
                case 3 -> sequence.acceptSnapshot(trades(Math.max(1001, id - 50), id, Origin.SNAPSHOT));
                default -> sequence.accept(live);
            }
            if (!late.isEmpty() && random.nextInt(4) == 0) {
                sequence.accept(late.remove(random.nextInt(late.size())));
            }
            nowMonoNs += random.nextInt(3) * SECOND / 2;
            answerQuery(recovery, nowMonoNs, id - random.nextInt(5), random);
        }
        sequence.acceptSnapshot(trades(1000 + count, 1000 + count, Origin.SNAPSHOT));
        for (int i = 0; i < 100 && sequence.hasGap(); i++) {
            nowMonoNs += 40 * SECOND;
            answerQuery(recovery, nowMonoNs, 1000 + count, random);
        }
        assertThat(out)
                .isEqualTo(LongStream.rangeClosed(1001, 1000 + count).boxed().toList());
    }

    /** Answers a query as REST does: in pages, with an uncertain lower bound, and without the latest trades. */
    private static void answerQuery(GapRecovery recovery, long nowMonoNs, long newest, Random random) {
        TradesQuery query = recovery.nextQuery(nowMonoNs);
        if (query == null) {
            return;
        }
        if (random.nextInt(5) == 0) {
            recovery.onFailure(nowMonoNs, 0);
            return;
        }
        long first = Math.max(1, (query.sinceEpochNs() - EPOCH_NS) / 1000 + random.nextInt(2));
        long last = Math.min(newest, first + 1009);
        List<Trade> page = trades(first, last, Origin.REST);
        recovery.onPage(new TradesPage(page, EPOCH_NS + last * 1000, last - first >= 1000), nowMonoNs);
    }
}
