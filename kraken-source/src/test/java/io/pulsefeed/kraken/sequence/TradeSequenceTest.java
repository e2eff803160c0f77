package io.pulsefeed.kraken.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.kraken.config.LimitPolicy;
import io.pulsefeed.kraken.config.ResetPolicy;
import io.pulsefeed.kraken.wire.OrderType;
import io.pulsefeed.kraken.wire.Origin;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.RejectReason;
import io.pulsefeed.kraken.wire.SetAside;
import io.pulsefeed.kraken.wire.Trade;
import io.pulsefeed.kraken.wire.TradesPage;
import io.pulsefeed.kraken.wire.TradesQuery;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TradeSequenceTest {

    private static final Pair PAIR = Pair.parse("XBT/USD");
    private static final long EPOCH_NS = 1_790_000_000_000_000_000L;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final List<Long> out = new ArrayList<>();
    private final List<Long> skipped = new ArrayList<>();
    private final SequenceListener listener = new SequenceListener() {
        @Override
        public void onTrade(OrderedTrade trade) {
            out.add(trade.trade().id());
            skipped.add(trade.skippedBefore());
            last = trade;
        }

        @Override
        public void onLimitExceeded(Pair pair, long missing, long lastId, String limit) {
            events.add(missing + " trades after " + lastId + ", " + limit);
        }

        @Override
        public void onIdSetAside(Pair pair, long id) {
            events.add("set aside " + id);
        }

        @Override
        public void onImplausibleId(Trade trade, long lastId) {
            events.add("implausible " + trade.id());
        }

        @Override
        public void onResetHeld(Pair pair, long lastId, long newestId) {
            events.add("reset from " + lastId + " to " + newestId);
        }

        @Override
        public void onIdsVoid(Pair pair, long fromId, long toId) {
            voids.add(fromId + ".." + toId);
        }
    };
    private final List<String> voids = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final Clock clock = Clock.fixed(Instant.ofEpochSecond(EPOCH_NS / SECOND + 10), ZoneOffset.UTC);
    private OrderedTrade last;
    private final PendingCapacity capacity = new PendingCapacity(1000);

    private static Trade trade(long id, Origin origin) {
        return new Trade(PAIR, id, "1.0", "1.0", EPOCH_NS + id * 1000, true, OrderType.LIMIT, origin);
    }

    private static Trade trade(long id, long timeEpochNs, Origin origin) {
        return new Trade(PAIR, id, "1.0", "1.0", timeEpochNs, true, OrderType.LIMIT, origin);
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
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                500,
                Duration.ofDays(7),
                fail ? LimitPolicy.FAIL : LimitPolicy.SKIP,
                fail ? ResetPolicy.FAIL : ResetPolicy.REBASE);
    }

    private TradeSequence sequence(StartPosition start) {
        return new TradeSequence(PAIR, start, capacity, listener, clock);
    }

    private GapRecovery recovery(TradeSequence sequence, boolean fail) {
        return new GapRecovery(sequence, settings(StartPosition.LATEST, fail), listener);
    }

    @Test
    void followsTheSpecificationExample() {
        TradeSequence sequence = sequence(StartPosition.LATEST);
        GapRecovery recovery = recovery(sequence, true);
        sequence.resumeAfter(100, EPOCH_NS + 100_000);
        sequence.acceptSnapshot(trades(120, 169, Origin.SNAPSHOT));
        sequence.accept(trade(170, Origin.LIVE));
        assertThat(out).isEmpty();
        assertThat(recovery.nextQuery(0)).isNull();
        TradesQuery query = recovery.nextQuery(SECOND);
        assertThat(query.sinceEpochNs()).isEqualTo(EPOCH_NS + 100_000 - 1_000_000);
        recovery.onPage(new TradesPage(trades(99, 121, Origin.REST), 1, false), SECOND);
        assertThat(out).isEqualTo(ids(101, 170));
        sequence.acceptSnapshot(trades(121, 170, Origin.SNAPSHOT));
        assertThat(out).isEqualTo(ids(101, 170));
        assertThat(capacity.used()).isZero();
    }

    /** A baseline at an odd id would hide all trades up to it. */
    @Test
    void anOddIdInTheFirstSnapshotIsNoBaseline() {
        for (long odd : new long[] {1, 2_000_020, 90_000_000}) {
            out.clear();
            TradeSequence sequence = sequence(StartPosition.LATEST);
            List<Trade> snapshot = new ArrayList<>(trades(1_000_010, 1_000_020, Origin.SNAPSHOT));
            snapshot.add(5, trade(odd, Origin.SNAPSHOT));
            sequence.acceptSnapshot(snapshot);
            sequence.accept(trade(1_000_021, Origin.LIVE));
            assertThat(out).containsExactly(1_000_021L);
        }
    }

    @Test
    void startsAfterTheSnapshotByDefault() {
        TradeSequence sequence = sequence(StartPosition.LATEST);
        sequence.acceptSnapshot(trades(10, 20, Origin.SNAPSHOT));
        sequence.accept(trade(21, Origin.LIVE));
        assertThat(out).containsExactly(21L);
    }

    @Test
    void startsWithTheSnapshotInSnapshotMode() {
        TradeSequence sequence = sequence(StartPosition.SNAPSHOT);
        sequence.acceptSnapshot(trades(10, 20, Origin.SNAPSHOT));
        assertThat(out).isEqualTo(ids(10, 20));
    }

    @Test
    void startsWithTheFirstLiveTradeWithoutSnapshot() {
        TradeSequence sequence = sequence(StartPosition.LATEST);
        sequence.accept(trade(7, Origin.LIVE));
        sequence.accept(trade(8, Origin.LIVE));
        assertThat(out).containsExactly(7L, 8L);
    }

    @Test
    void startsAtATimeFromRest() {
        TradeSequence sequence = sequence(StartPosition.at(EPOCH_NS + 50_000));
        GapRecovery recovery = recovery(sequence, true);
        sequence.acceptSnapshot(trades(70, 75, Origin.SNAPSHOT));
        recovery.nextQuery(0);
        recovery.onPage(new TradesPage(trades(40, 72, Origin.REST), 1, false), 0);
        assertThat(out).isEqualTo(ids(50, 75));
    }

    @Test
    void skipsIdsThatRestOmitsTwice() {
        TradeSequence sequence = sequence(StartPosition.LATEST);
        GapRecovery recovery = recovery(sequence, true);
        sequence.resumeAfter(100, EPOCH_NS);
        List<Trade> page = new ArrayList<>(trades(101, 103, Origin.REST));
        page.addAll(trades(106, 110, Origin.REST));
        page.addAll(trades(112, 113, Origin.REST));
        sequence.accept(trade(113, Origin.LIVE));
        recovery.nextQuery(0);
        assertThat(recovery.nextQuery(SECOND)).isNotNull();
        recovery.onPage(new TradesPage(page, 1, false), SECOND);
        assertThat(out).isEqualTo(ids(101, 103));
        assertThat(recovery.nextQuery(2 * SECOND)).isNull();
        for (int second = 6; second <= 31; second += 5) {
            assertThat(voids).isEmpty();
            assertThat(recovery.nextQuery(second * SECOND)).isNotNull();
            recovery.onPage(new TradesPage(page, 1, false), second * SECOND);
        }
        assertThat(voids).containsExactly("104..105", "111..111");
        assertThat(out).endsWith(110L, 112L, 113L);
        assertThat(sequence.hasGap()).isFalse();
    }

    @Test
    void retriesWithBackoffWhileRestLags() {
        TradeSequence sequence = sequence(StartPosition.LATEST);
        GapRecovery recovery = recovery(sequence, true);
        sequence.resumeAfter(100, EPOCH_NS);
        sequence.accept(trade(110, Origin.LIVE));
        recovery.nextQuery(0);
        long nowMonoNs = SECOND;
        for (int pause : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            assertThat(recovery.nextQuery(nowMonoNs)).isNotNull();
            recovery.onPage(new TradesPage(trades(99, 100, Origin.REST), 1, false), nowMonoNs);
            assertThat(recovery.nextQuery(nowMonoNs + pause * SECOND - 1)).isNull();
            nowMonoNs += pause * SECOND;
        }
        assertThat(out).isEmpty();
    }

    @Test
    void waitsBeyondTheLimitsAndNamesTheKey() {
        TradeSequence sequence = sequence(StartPosition.LATEST);
        GapRecovery recovery = recovery(sequence, true);
        sequence.resumeAfter(100, EPOCH_NS);
        sequence.accept(trade(700, Origin.LIVE));
        recovery.nextQuery(0);
        for (int second = 1; second < 300; second++) {
            assertThat(recovery.nextQuery(second * SECOND)).isNull();
            sequence.accept(trade(700 + second, Origin.LIVE));
        }
        assertThat(events).containsExactly("599 trades after 100, backfill.max.trades=500");
        assertThat(sequence.hasGap()).isTrue();
        assertThat(capacity.used()).as("leaves the capacity to other pairs").isLessThan(70);
        assertThat(out).isEmpty();
    }

    @Test
    void fillsANewGapOfAPairWhoseLastTradeIsOld() {
        TradeSequence sequence = sequence(StartPosition.LATEST);
        GapRecovery recovery = recovery(sequence, true);
        sequence.resumeAfter(100, EPOCH_NS - Duration.ofDays(8).toNanos());
        sequence.accept(trade(102, Origin.LIVE));
        recovery.nextQuery(0);
        assertThat(recovery.nextQuery(SECOND)).isNotNull();
        recovery.onPage(new TradesPage(trades(101, 102, Origin.REST), 1, false), SECOND);
        assertThat(out).containsExactly(101L, 102L);
        assertThat(events).isEmpty();
    }

    @Test
    void reportsAGapThatStaysOpenTooLongAndKeepsTrying() {
        TradeSequence sequence = sequence(StartPosition.LATEST);
        GapRecovery recovery = recovery(sequence, true);
        sequence.resumeAfter(100, EPOCH_NS);
        sequence.accept(trade(102, Origin.LIVE));
        recovery.nextQuery(0);
        recovery.nextQuery(SECOND);
        long afterEightDays = Duration.ofDays(8).toNanos();
        recovery.onFailure(SECOND, 0);
        assertThat(recovery.nextQuery(afterEightDays)).isNotNull();
        assertThat(events).containsExactly("1 trades after 100, backfill.max.age=168h");
        recovery.onPage(new TradesPage(trades(101, 102, Origin.REST), 1, false), afterEightDays);
        assertThat(out).containsExactly(101L, 102L);
    }

    @Test
    void continuesAfterARowThatRestSetsAside() {
        TradeSequence sequence = sequence(StartPosition.LATEST);
        GapRecovery recovery = recovery(sequence, true);
        sequence.resumeAfter(100, EPOCH_NS);
        sequence.accept(trade(105, Origin.LIVE));
        recovery.nextQuery(0);
        recovery.nextQuery(SECOND);
        List<Trade> page = new ArrayList<>(trades(101, 102, Origin.REST));
        page.addAll(trades(104, 105, Origin.REST));
        SetAside poison = new SetAside(103, RejectReason.BAD_DECIMAL, "row");
        recovery.onPage(new TradesPage(page, List.of(poison), 1, false), SECOND);
        assertThat(out).containsExactly(101L, 102L, 104L, 105L);
        assertThat(events).containsExactly("set aside 103");
    }

    @Test
    void prefersTheUsableTradeOfTheWebSocketToASetAsideRow() {
        TradeSequence sequence = sequence(StartPosition.LATEST);
        GapRecovery recovery = recovery(sequence, true);
        sequence.resumeAfter(100, EPOCH_NS);
        sequence.accept(trade(102, Origin.LIVE));
        sequence.accept(trade(103, Origin.LIVE));
        recovery.nextQuery(0);
        recovery.nextQuery(SECOND);
        SetAside poison = new SetAside(102, RejectReason.BAD_DECIMAL, "row");
        recovery.onPage(new TradesPage(trades(101, 101, Origin.REST), List.of(poison), 1, false), SECOND);
        assertThat(out).containsExactly(101L, 102L, 103L);
        assertThat(events).isEmpty();
    }

    /** The trade appears in REST after its id was skipped: it is emitted once, marked, also after a restart. */
    @Test
    void emitsALateTradeOnceAfterNewerOnes() {
        TradeSequence sequence = sequence(StartPosition.LATEST);
        GapRecovery recovery = recovery(sequence, true);
        sequence.resumeAfter(100, EPOCH_NS);
        sequence.accept(trade(103, Origin.LIVE));
        recovery.nextQuery(0);
        List<Trade> page = trades(103, 103, Origin.REST);
        for (int second = 1; second <= 31; second += 5) {
            assertThat(recovery.nextQuery(second * SECOND)).isNotNull();
            recovery.onPage(new TradesPage(page, 1, false), second * SECOND);
        }
        assertThat(voids).containsExactly("101..102");
        assertThat(last.voidIds()).isEqualTo("101-102@" + EPOCH_NS);

        TradeSequence restarted = sequence(StartPosition.LATEST);
        GapRecovery again = recovery(restarted, true);
        restarted.resumeAfter(last.lastId(), last.lastTimeEpochNs());
        restarted.restoreVoidIds(last.voidIds());
        assertThat(again.nextQuery(100 * SECOND)).isNull();
        assertThat(again.nextQuery(115 * SECOND).sinceEpochNs()).isEqualTo(EPOCH_NS - 1_000_000);
        again.onPage(new TradesPage(trades(101, 103, Origin.REST), 1, false), 115 * SECOND);
        again.onPage(new TradesPage(trades(101, 103, Origin.REST), 1, false), 116 * SECOND);
        assertThat(out).containsExactly(103L, 101L, 102L);
        assertThat(last.late()).isTrue();
        assertThat(last.lastId()).isEqualTo(103);
        assertThat(last.voidIds()).isEmpty();
        assertThat(again.nextQuery(4000 * SECOND)).isNull();
    }

    @Test
    void ignoresSingleOddIdsAndTimes() {
        TradeSequence sequence = sequence(StartPosition.LATEST);
        GapRecovery recovery = recovery(sequence, true);
        sequence.acceptSnapshot(List.of(
                trade(9, Origin.SNAPSHOT), trade(10, Origin.SNAPSHOT), trade(900_000_000_000L, Origin.SNAPSHOT)));
        sequence.accept(new Trade(
                PAIR, 11, "1", "1", EPOCH_NS + Duration.ofDays(9999).toNanos(), true, OrderType.LIMIT, Origin.LIVE));
        sequence.accept(trade(900_000_000_000L, Origin.LIVE));
        sequence.accept(new Trade(PAIR, 12, "1", "1", 1_300_000_000_000_000_000L, true, OrderType.LIMIT, Origin.LIVE));
        sequence.accept(trade(14, Origin.LIVE));
        assertThat(out).containsExactly(11L, 12L);
        assertThat(events).containsExactly("implausible 900000000000");
        recovery.nextQuery(0);
        assertThat(recovery.nextQuery(SECOND).sinceEpochNs()).isEqualTo(EPOCH_NS + 10_000 - 1_000_000);
    }

    @Test
    void skipsALargeStepOnlyWithTwoTradesAfterIt() {
        TradeSequence sequence = sequence(StartPosition.LATEST);
        GapRecovery recovery = recovery(sequence, false);
        sequence.resumeAfter(100, EPOCH_NS);
        sequence.accept(trade(50_000_000, Origin.LIVE));
        recovery.nextQuery(0);
        recovery.nextQuery(SECOND);
        sequence.accept(trade(101, Origin.LIVE));
        assertThat(out).containsExactly(101L);
        sequence.accept(trade(50_000_001, Origin.LIVE));
        recovery.onFailure(SECOND, 0);
        recovery.nextQuery(60 * SECOND);
        assertThat(out).containsExactly(101L, 50_000_000L, 50_000_001L);
    }

    @Test
    void holdsOnlyThePairWhoseIdsWereReset() {
        TradeSequence sequence = sequence(StartPosition.LATEST);
        GapRecovery recovery = recovery(sequence, true);
        sequence.resumeAfter(1_000_000, EPOCH_NS);
        Trade reset = new Trade(PAIR, 5, "1", "1", EPOCH_NS + 5 * SECOND, true, OrderType.LIMIT, Origin.LIVE);
        sequence.accept(reset);
        assertThat(recovery.nextQuery(0).sinceEpochNs()).isEqualTo(TradesQuery.NEWEST);
        recovery.onPage(new TradesPage(List.of(reset), 1, false), 0);
        assertThat(events).containsExactly("reset from 1000000 to 5");
        assertThat(recovery.isHeld()).isTrue();
        assertThat(recovery.nextQuery(59 * SECOND)).isNull();
    }

    /** Without a snapshot, the first live trade is the baseline. A wrong id must not hide the trades that follow. */
    @Test
    void recoversFromAFirstTradeWithAWrongId() {
        TradeSequence sequence = sequence(StartPosition.LATEST);
        GapRecovery recovery = recovery(sequence, true);
        sequence.accept(
                new Trade(PAIR, 900_000_000_000L, "1", "1", EPOCH_NS + 101_000, true, OrderType.LIMIT, Origin.LIVE));
        sequence.accept(trade(102, EPOCH_NS + 2 * SECOND, Origin.LIVE));
        sequence.accept(trade(103, EPOCH_NS + 3 * SECOND, Origin.LIVE));
        assertThat(recovery.nextQuery(0).sinceEpochNs()).isEqualTo(TradesQuery.NEWEST);
        List<Trade> page = List.of(
                trade(101, Origin.REST),
                trade(102, EPOCH_NS + 2 * SECOND, Origin.REST),
                trade(103, EPOCH_NS + 3 * SECOND, Origin.REST));
        recovery.onPage(new TradesPage(page, 1, false), 0);
        sequence.accept(trade(104, EPOCH_NS + 4 * SECOND, Origin.LIVE));
        assertThat(recovery.nextQuery(SECOND)).isNotNull();
        recovery.onPage(new TradesPage(page, 1, false), SECOND);

        assertThat(recovery.isHeld()).isFalse();
        assertThat(out).containsExactly(900_000_000_000L, 101L, 102L, 103L, 104L);
    }

    @Test
    void skipsBeyondTheLimitsAndMarksTheNextTrade() {
        TradeSequence sequence = sequence(StartPosition.LATEST);
        GapRecovery recovery = recovery(sequence, false);
        sequence.resumeAfter(100, EPOCH_NS);
        sequence.accept(trade(700, Origin.LIVE));
        recovery.nextQuery(0);
        recovery.nextQuery(SECOND);
        sequence.accept(trade(701, Origin.LIVE));
        assertThat(out).containsExactly(700L, 701L);
        assertThat(skipped).containsExactly(599L, 0L);
    }

    @Test
    void dropsPendingTradesWhenFullAndFetchesThemLater() {
        TradeSequence sequence =
                new TradeSequence(PAIR, StartPosition.LATEST, new PendingCapacity(10), listener, clock);
        GapRecovery recovery = recovery(sequence, true);
        sequence.resumeAfter(100, EPOCH_NS);
        trades(102, 125, Origin.LIVE).forEach(sequence::accept);
        recovery.nextQuery(0);
        recovery.nextQuery(SECOND);
        recovery.onPage(new TradesPage(trades(100, 125, Origin.REST), 1, false), SECOND);
        assertThat(out).isEqualTo(ids(101, 125));
    }

    @Test
    void advancesTheCursorWhenAFullPageDoesNot() {
        TradeSequence sequence = sequence(StartPosition.LATEST);
        GapRecovery recovery = recovery(sequence, true);
        sequence.resumeAfter(100, EPOCH_NS);
        sequence.accept(trade(110, Origin.LIVE));
        recovery.nextQuery(0);
        recovery.nextQuery(SECOND);
        recovery.onPage(new TradesPage(trades(90, 100, Origin.REST), EPOCH_NS, true), SECOND);
        assertThat(recovery.nextQuery(SECOND).sinceEpochNs()).isEqualTo(EPOCH_NS);
        recovery.onPage(new TradesPage(trades(90, 100, Origin.REST), EPOCH_NS, true), SECOND);
        assertThat(recovery.nextQuery(SECOND).sinceEpochNs()).isEqualTo(EPOCH_NS + 1);
    }
}
