package io.pulsefeed.kraken.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.commons.delivery.ReceiveTime;
import io.pulsefeed.kraken.wire.OrderType;
import io.pulsefeed.kraken.wire.Origin;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Ticker;
import io.pulsefeed.kraken.wire.Trade;
import io.pulsefeed.kraken.wire.TradesPage;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventQueueTest {

    private static final Pair PAIR = Pair.parse("XBT/USD");
    private static final Trade TRADE = new Trade(PAIR, 1, "1", "1", 0, true, OrderType.LIMIT, Origin.LIVE);

    private final EventQueue queue = new EventQueue(10, 1000, ReceiveTime.NONE);

    private static List<Trade> trades(int count) {
        return Collections.nCopies(count, TRADE);
    }

    private static Ticker ticker(Pair pair, String last) {
        return new Ticker(pair, last, "1", "1", "1", null, new Ticker.DayRange(null, null, null), 0, Origin.LIVE);
    }

    @Test
    void refusesTradesOfAFrameThatDoNotFit() {
        assertThat(queue.onTrades(trades(8), 100)).isTrue();
        assertThat(queue.onTrades(trades(3), 100)).isFalse();
        assertThat(queue.records()).isEqualTo(8);
        assertThat(queue.onTrades(trades(2), 100)).isTrue();
    }

    @Test
    void refusesTradesAboveTheByteLimit() {
        assertThat(queue.onTrades(trades(1), 900)).isTrue();
        assertThat(queue.onTrades(trades(1), 200)).isFalse();
    }

    @Test
    void acceptsAnOversizedFrameWhenEmpty() {
        assertThat(queue.onTrades(trades(50), 5000)).isTrue();
        assertThat(queue.hasRecovered()).isFalse();
        queue.poll();
        assertThat(queue.hasRecovered()).isTrue();
    }

    @Test
    void keepsTheNewestTickerOfEachPairWhenFull() {
        Pair other = Pair.parse("ETH/USD");
        queue.onTrades(trades(10), 100);
        for (int i = 0; i < 1000; i++) {
            queue.onTickers(List.of(ticker(PAIR, "" + i), ticker(other, "" + -i)), 10);
        }
        assertThat(queue.records()).isEqualTo(10);
        assertThat(queue.conflations()).isEqualTo(1998);
        queue.poll();
        assertThat(queue.poll()).isEqualTo(new Event.TickerReceived(ticker(PAIR, "999")));
        assertThat(queue.poll()).isEqualTo(new Event.TickerReceived(ticker(other, "-999")));
        assertThat(queue.poll()).isNull();
    }

    @Test
    void keepsTickerOrderWhileConflating() {
        queue.onTrades(trades(10), 100);
        queue.onTickers(List.of(ticker(PAIR, "1")), 10);
        queue.poll();
        queue.onTickers(List.of(ticker(PAIR, "2")), 10);
        assertThat(queue.poll()).isEqualTo(new Event.TickerReceived(ticker(PAIR, "2")));
        assertThat(queue.poll()).isNull();
    }

    @Test
    void acceptsRestAnswersWhenFull() {
        queue.onTrades(trades(10), 100);
        Event.GapPageReceived answer = new Event.GapPageReceived(PAIR, new TradesPage(List.of(TRADE), 1, false));
        queue.addUnbounded(answer);
        queue.poll();
        assertThat(queue.poll()).isEqualTo(answer);
    }
}
