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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Trade ids that continue far above the last one. */
class IdJumpTest {

    private static final Pair PAIR = Pair.parse("XBT/USD");
    private static final long EPOCH_NS = 1_790_000_000_000_000_000L;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long BASE = 900_000_000_000L;

    private final List<Long> out = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final SequenceListener listener = new SequenceListener() {
        @Override
        public void onTrade(OrderedTrade trade) {
            out.add(trade.trade().id());
        }

        @Override
        public void onResetHeld(Pair pair, long lastId, long newestId) {
            events.add("reset from " + lastId + " to " + newestId);
        }
    };
    private final TradeSequence sequence = new TradeSequence(
            PAIR,
            StartPosition.LATEST,
            new PendingCapacity(1000),
            listener,
            Clock.fixed(Instant.ofEpochSecond(EPOCH_NS / SECOND + 10), ZoneOffset.UTC));

    private GapRecovery recovery(ResetPolicy policy) {
        sequence.resumeAfter(100, EPOCH_NS);
        return new GapRecovery(
                sequence,
                new SequenceSettings(
                        StartPosition.LATEST,
                        Duration.ofMillis(250),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(60),
                        500,
                        Duration.ofDays(7),
                        LimitPolicy.FAIL,
                        policy),
                listener);
    }

    private static Trade trade(long id, int second, Origin origin) {
        return new Trade(PAIR, id, "1.0", "1.0", EPOCH_NS + second * SECOND, true, OrderType.LIMIT, origin);
    }

    private static TradesPage page(Trade... trades) {
        return new TradesPage(List.of(trades), 1, false);
    }

    @Test
    void aJumpThatRestConfirmsIsAReset() {
        GapRecovery recovery = recovery(ResetPolicy.FAIL);
        sequence.accept(trade(BASE, 5, Origin.LIVE));
        assertThat(recovery.nextQuery(0)).isNull();
        sequence.accept(trade(BASE + 1, 6, Origin.LIVE));
        assertThat(recovery.nextQuery(0).sinceEpochNs()).isEqualTo(TradesQuery.NEWEST);
        recovery.onPage(page(trade(100, 0, Origin.REST), trade(BASE, 5, Origin.REST)), 0);
        assertThat(events).containsExactly("reset from 100 to " + BASE);
        assertThat(recovery.isHeld()).isTrue();
    }

    @Test
    void continuesWithTheNewIdsIfTheUserAcceptsTheReset() {
        GapRecovery recovery = recovery(ResetPolicy.REBASE);
        sequence.accept(trade(BASE, 5, Origin.LIVE));
        sequence.accept(trade(BASE + 1, 6, Origin.LIVE));
        assertThat(recovery.nextQuery(0).sinceEpochNs()).isEqualTo(TradesQuery.NEWEST);
        TradesPage page =
                page(trade(100, 0, Origin.REST), trade(BASE, 5, Origin.REST), trade(BASE + 1, 6, Origin.REST));
        recovery.onPage(page, 0);
        assertThat(recovery.nextQuery(SECOND)).isNotNull();
        recovery.onPage(page, SECOND);
        sequence.accept(trade(BASE + 2, 7, Origin.LIVE));
        assertThat(out).containsExactly(BASE, BASE + 1, BASE + 2);
    }

    @Test
    void highIdsThatRestDoesNotConfirmAreNoReset() {
        GapRecovery recovery = recovery(ResetPolicy.FAIL);
        sequence.accept(trade(BASE, 5, Origin.LIVE));
        sequence.accept(trade(BASE + 1, 5, Origin.LIVE));
        assertThat(recovery.nextQuery(0).sinceEpochNs()).isEqualTo(TradesQuery.NEWEST);
        recovery.onPage(page(trade(101, 5, Origin.REST)), 0);
        sequence.accept(trade(102, 6, Origin.LIVE));
        assertThat(recovery.isHeld()).isFalse();
        assertThat(events).isEmpty();
        assertThat(out).containsExactly(101L, 102L);
    }
}
