package io.pulsefeed.kraken.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.api.Test;

class TradeSequenceTest {

    private static final Pair PAIR = Pair.parse("XBT/USD");
    private static final long EPOCH = 1_790_000_000_000_000_000L;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final List<Long> out = new ArrayList<>();
    private final List<Long> skipped = new ArrayList<>();
    private final SequenceListener events = new SequenceListener() {
        @Override
        public void emit(Trade trade, long skippedBefore) {
            out.add(trade.id());
            skipped.add(skippedBefore);
        }

        @Override
        public void voided(Pair pair, long fromId, long toId) {
            voids.add(fromId + ".." + toId);
        }
    };
    private final List<String> voids = new ArrayList<>();
    private final PendingCapacity room = new PendingCapacity(1000);

    private static Trade trade(long id, Origin origin) {
        return new Trade(PAIR, id, "1.0", "1.0", EPOCH + id * 1000, true, OrderType.LIMIT, origin);
    }

    private static List<Trade> trades(long from, long to, Origin origin) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(id -> trade(id, origin))
                .toList();
    }

    private static List<Long> ids(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    private static SequenceSettings settings(StartPosition start, boolean fail) {
        return new SequenceSettings(
                start,
                Duration.ofMillis(250),
                Duration.ofSeconds(60),
                500,
                Duration.ofDays(7),
                fail ? LimitPolicy.FAIL : LimitPolicy.SKIP,
                fail ? ResetPolicy.FAIL : ResetPolicy.REBASE);
    }

    private TradeSequence sequence(StartPosition start) {
        return new TradeSequence(PAIR, start, room, events);
    }

    private GapRecovery recovery(TradeSequence sequence, boolean fail) {
        Clock clock = Clock.fixed(Instant.ofEpochSecond(EPOCH / SECOND + 10), ZoneOffset.UTC);
        return new GapRecovery(sequence, settings(StartPosition.LATEST, fail), events, clock);
    }

    @Test
    void followsTheGapWalkThroughOfTheSpecification() {
        TradeSequence sequence = sequence(StartPosition.LATEST);
        GapRecovery recovery = recovery(sequence, true);
        sequence.resumeAfter(100, EPOCH + 100_000);
        sequence.acceptSnapshot(trades(120, 169, Origin.SNAPSHOT));
        sequence.accept(trade(170, Origin.LIVE));
        assertThat(out).isEmpty();
        assertThat(recovery.next(0)).isNull();
        TradesQuery query = recovery.next(SECOND);
        assertThat(query.sinceNanos()).isEqualTo(EPOCH + 100_000 - 1_000_000);
        recovery.answered(new TradesPage(trades(99, 121, Origin.REST), 1, false), SECOND);
        assertThat(out).isEqualTo(ids(101, 170));
        sequence.acceptSnapshot(trades(121, 170, Origin.SNAPSHOT));
        assertThat(out).isEqualTo(ids(101, 170));
        assertThat(room.used()).isZero();
    }

    @Test
    void beginsBehindTheSnapshotByDefault() {
        TradeSequence sequence = sequence(StartPosition.LATEST);
        sequence.acceptSnapshot(trades(10, 20, Origin.SNAPSHOT));
        sequence.accept(trade(21, Origin.LIVE));
        assertThat(out).containsExactly(21L);
    }

    @Test
    void beginsWithTheSnapshotWhenAsked() {
        TradeSequence sequence = sequence(StartPosition.SNAPSHOT);
        sequence.acceptSnapshot(trades(10, 20, Origin.SNAPSHOT));
        assertThat(out).isEqualTo(ids(10, 20));
    }

    @Test
    void beginsWithTheFirstLiveTradeWhenThereIsNoSnapshot() {
        TradeSequence sequence = sequence(StartPosition.LATEST);
        sequence.accept(trade(7, Origin.LIVE));
        sequence.accept(trade(8, Origin.LIVE));
        assertThat(out).containsExactly(7L, 8L);
    }

    @Test
    void beginsAtATimeFromRest() {
        TradeSequence sequence = sequence(StartPosition.at(EPOCH + 50_000));
        GapRecovery recovery = recovery(sequence, true);
        sequence.acceptSnapshot(trades(70, 75, Origin.SNAPSHOT));
        recovery.next(0);
        recovery.answered(new TradesPage(trades(40, 72, Origin.REST), 1, false), 0);
        assertThat(out).isEqualTo(ids(50, 75));
    }

    @Test
    void skipsNumbersThatRestTwiceDoesNotKnow() {
        TradeSequence sequence = sequence(StartPosition.LATEST);
        GapRecovery recovery = recovery(sequence, true);
        sequence.resumeAfter(100, EPOCH);
        List<Trade> page = new ArrayList<>(trades(101, 103, Origin.REST));
        page.addAll(trades(106, 110, Origin.REST));
        page.addAll(trades(112, 113, Origin.REST));
        sequence.accept(trade(113, Origin.LIVE));
        recovery.next(0);
        assertThat(recovery.next(SECOND)).isNotNull();
        recovery.answered(new TradesPage(page, 1, false), SECOND);
        assertThat(out).isEqualTo(ids(101, 103));
        assertThat(recovery.next(2 * SECOND)).isNull();
        assertThat(recovery.next(7 * SECOND)).isNotNull();
        recovery.answered(new TradesPage(page, 1, false), 7 * SECOND);
        assertThat(voids).containsExactly("104..105", "111..111");
        assertThat(out).endsWith(110L, 112L, 113L);
        assertThat(sequence.hasGap()).isFalse();
    }

    @Test
    void insistsWhileRestLagsWithGrowingPauses() {
        TradeSequence sequence = sequence(StartPosition.LATEST);
        GapRecovery recovery = recovery(sequence, true);
        sequence.resumeAfter(100, EPOCH);
        sequence.accept(trade(110, Origin.LIVE));
        recovery.next(0);
        long now = SECOND;
        for (int pause : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            assertThat(recovery.next(now)).isNotNull();
            recovery.answered(new TradesPage(trades(99, 100, Origin.REST), 1, false), now);
            assertThat(recovery.next(now + pause * SECOND - 1)).isNull();
            now += pause * SECOND;
        }
        assertThat(out).isEmpty();
    }

    @Test
    void failsBeyondTheLimitsWithAMessageThatNamesTheKey() {
        TradeSequence sequence = sequence(StartPosition.LATEST);
        GapRecovery recovery = recovery(sequence, true);
        sequence.resumeAfter(100, EPOCH);
        sequence.accept(trade(700, Origin.LIVE));
        recovery.next(0);
        assertThatThrownBy(() -> recovery.next(SECOND))
                .isInstanceOf(SequenceException.class)
                .hasMessageContaining("XBT/USD")
                .hasMessageContaining("599 trades")
                .hasMessageContaining("backfill.max.trades=500");
    }

    @Test
    void skipsBeyondTheLimitsWhenAskedAndMarksTheNextTrade() {
        TradeSequence sequence = sequence(StartPosition.LATEST);
        GapRecovery recovery = recovery(sequence, false);
        sequence.resumeAfter(100, EPOCH);
        sequence.accept(trade(700, Origin.LIVE));
        recovery.next(0);
        recovery.next(SECOND);
        sequence.accept(trade(701, Origin.LIVE));
        assertThat(out).containsExactly(700L, 701L);
        assertThat(skipped).containsExactly(599L, 0L);
    }

    @Test
    void letsWaitingTradesGoWhenThereIsNoRoomAndFetchesThemLater() {
        TradeSequence sequence = new TradeSequence(PAIR, StartPosition.LATEST, new PendingCapacity(10), events);
        GapRecovery recovery = recovery(sequence, true);
        sequence.resumeAfter(100, EPOCH);
        trades(102, 125, Origin.LIVE).forEach(sequence::accept);
        recovery.next(0);
        recovery.next(SECOND);
        recovery.answered(new TradesPage(trades(100, 125, Origin.REST), 1, false), SECOND);
        assertThat(out).isEqualTo(ids(101, 125));
    }

    @Test
    void movesTheCursorWhenAFullPageDoesNot() {
        TradeSequence sequence = sequence(StartPosition.LATEST);
        GapRecovery recovery = recovery(sequence, true);
        sequence.resumeAfter(100, EPOCH);
        sequence.accept(trade(110, Origin.LIVE));
        recovery.next(0);
        recovery.next(SECOND);
        recovery.answered(new TradesPage(trades(90, 100, Origin.REST), EPOCH, true), SECOND);
        assertThat(recovery.next(SECOND).sinceNanos()).isEqualTo(EPOCH);
        recovery.answered(new TradesPage(trades(90, 100, Origin.REST), EPOCH, true), SECOND);
        assertThat(recovery.next(SECOND).sinceNanos()).isEqualTo(EPOCH + 1);
    }

    @Property(tries = 500)
    void givesTheLogFromTheBaselineWhateverTheInterleaving(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 300) int count,
            @ForAll @IntRange(min = 2, max = 60) int capacity) {
        out.clear();
        Random random = new Random(seed);
        TradeSequence sequence = new TradeSequence(PAIR, StartPosition.LATEST, new PendingCapacity(capacity), events);
        GapRecovery recovery = recovery(sequence, true);
        sequence.resumeAfter(1000, EPOCH);
        List<Trade> late = new ArrayList<>();
        long now = 0;
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
            now += random.nextInt(3) * SECOND / 2;
            ask(recovery, now, id - random.nextInt(5), random);
        }
        sequence.acceptSnapshot(trades(1000 + count, 1000 + count, Origin.SNAPSHOT));
        for (int i = 0; i < 100 && sequence.hasGap(); i++) {
            now += 40 * SECOND;
            ask(recovery, now, 1000 + count, random);
        }
        assertThat(out).isEqualTo(ids(1001, 1000 + count));
    }

    /** REST as it is: pages of ten, an unsure lower bound, and not the latest trades yet. */
    private static void ask(GapRecovery recovery, long now, long newest, Random random) {
        TradesQuery query = recovery.next(now);
        if (query == null) {
            return;
        }
        if (random.nextInt(5) == 0) {
            recovery.failed(now, 0);
            return;
        }
        long first = Math.max(1, (query.sinceNanos() - EPOCH) / 1000 + random.nextInt(2));
        long last = Math.min(newest, first + 1009);
        List<Trade> page = trades(first, last, Origin.REST);
        recovery.answered(new TradesPage(page, EPOCH + last * 1000, last - first >= 1000), now);
    }
}
