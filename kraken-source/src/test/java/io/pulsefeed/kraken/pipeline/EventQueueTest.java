package io.pulsefeed.kraken.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.kraken.wire.OrderType;
import io.pulsefeed.kraken.wire.Origin;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Ticker;
import io.pulsefeed.kraken.wire.Trade;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventQueueTest {

    private static final Pair PAIR = Pair.parse("XBT/USD");
    private static final Trade TRADE = new Trade(PAIR, 1, "1", "1", 0, true, OrderType.LIMIT, Origin.LIVE);

    private final EventQueue inbox = new EventQueue(10, 1000);

    private static List<Trade> trades(int count) {
        return Collections.nCopies(count, TRADE);
    }

    private static Ticker ticker(Pair pair, String last) {
        return new Ticker(pair, last, "1", "1", "1", null, 0, Origin.LIVE);
    }

    @Test
    void refusesAWholeFrameOfTradesWhenItHasNoRoom() {
        assertThat(inbox.trades(trades(8), 100)).isTrue();
        assertThat(inbox.trades(trades(3), 100)).isFalse();
        assertThat(inbox.records()).isEqualTo(8);
        assertThat(inbox.trades(trades(2), 100)).isTrue();
    }

    @Test
    void countsBytesToo() {
        assertThat(inbox.trades(trades(1), 900)).isTrue();
        assertThat(inbox.trades(trades(1), 200)).isFalse();
    }

    @Test
    void takesAFrameLargerThanItselfWhenEmpty() {
        assertThat(inbox.trades(trades(50), 5000)).isTrue();
        assertThat(inbox.hasRecovered()).isFalse();
        inbox.next();
        assertThat(inbox.hasRecovered()).isTrue();
    }

    @Test
    void keepsTheNewestTickerOfEachPairWhenFull() {
        Pair other = Pair.parse("ETH/USD");
        inbox.trades(trades(10), 100);
        for (int i = 0; i < 1000; i++) {
            inbox.tickers(List.of(ticker(PAIR, "" + i), ticker(other, "" + -i)), 10);
        }
        assertThat(inbox.records()).isEqualTo(10);
        assertThat(inbox.conflations()).isEqualTo(1998);
        inbox.next();
        assertThat(inbox.next()).isEqualTo(new EventQueue.OneTicker(ticker(PAIR, "999")));
        assertThat(inbox.next()).isEqualTo(new EventQueue.OneTicker(ticker(other, "-999")));
        assertThat(inbox.next()).isNull();
    }

    @Test
    void keepsTickersOfAPairInOrderWhileOneIsConflated() {
        inbox.trades(trades(10), 100);
        inbox.tickers(List.of(ticker(PAIR, "1")), 10);
        inbox.next();
        inbox.tickers(List.of(ticker(PAIR, "2")), 10);
        assertThat(inbox.next()).isEqualTo(new EventQueue.OneTicker(ticker(PAIR, "2")));
        assertThat(inbox.next()).isNull();
    }

    @Test
    void alwaysTakesTheAnswersOfRest() {
        inbox.trades(trades(10), 100);
        boolean[] done = {false};
        inbox.step(() -> done[0] = true);
        inbox.next();
        ((EventQueue.Step) inbox.next()).action().run();
        assertThat(done[0]).isTrue();
    }
}
