package io.pulsefeed.kraken.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.kraken.NoRest;
import io.pulsefeed.kraken.book.OrderBook;
import io.pulsefeed.kraken.client.SubscriptionControl;
import io.pulsefeed.kraken.config.KrakenSourceConnectorConfig;
import io.pulsefeed.kraken.metrics.ReconnectCause;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.wire.BookUpdate;
import io.pulsefeed.kraken.wire.BookUpdate.Level;
import io.pulsefeed.kraken.wire.Channel;
import io.pulsefeed.kraken.wire.Origin;
import io.pulsefeed.kraken.wire.Pair;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The order book of a pair whose new snapshot does not arrive. */
class BookPipelineTest {

    private static final Pair PAIR = Pair.parse("XBT/USD");
    private static final long SECOND = 1_000_000_000L;

    private final List<Pair> renewals = new ArrayList<>();
    private long nowMonoNs;
    private final SubscriptionControl control = new SubscriptionControl() {
        @Override
        public boolean isSubscribed(Channel channel, Pair pair) {
            return true;
        }

        @Override
        public void resubscribe(Channel channel, Pair pair) {
            renewals.add(pair);
        }

        @Override
        public void reconnect(ReconnectCause cause) {
            throw new IllegalStateException("only one pair is affected");
        }
    };

    private final KrakenSourceConnectorConfig config =
            new KrakenSourceConnectorConfig(Map.of("pairs", "XBT/USD", "channels", "book", "book.depth", "25"));
    private final EventQueue queue = new EventQueue(config.queue());
    private final Pipeline pipeline =
            new Pipeline(config, queue, new NoRest(), new SourceMetrics(), Clock.systemUTC(), () -> nowMonoNs, control);

    private static BookUpdate update(Origin origin, long checksum) {
        Level level = new Level("1.0", "1.0");
        return new BookUpdate(PAIR, List.of(level), List.of(new Level("2.0", "1.0")), checksum, -1, origin);
    }

    @Test
    void requestsTheSnapshotAgainThatDoesNotArrive() throws InterruptedException {
        queue.onSystemStatus(true);
        queue.onBooks(List.of(update(Origin.SNAPSHOT, 1)), 10);
        pipeline.poll(10, 0);
        assertThat(renewals).hasSize(1);
        for (int second = 1; second <= 35; second++) {
            nowMonoNs += SECOND;
            pipeline.poll(10, 0);
        }
        assertThat(renewals).hasSize(4);
    }

    /** The checksum covers ten levels of each side, so a lost change below them does not show. */
    @Test
    void requestsASnapshotAfterAMessageWithAnUnusableLevel() throws InterruptedException {
        OrderBook book = new OrderBook(25);
        book.apply(update(Origin.SNAPSHOT, 0));
        queue.onSystemStatus(true);
        queue.onBooks(List.of(update(Origin.SNAPSHOT, book.checksum())), 10);
        queue.onBookIncomplete(PAIR);
        assertThat(pipeline.poll(10, 0)).hasSize(1);
        assertThat(renewals).hasSize(1);
        queue.onBooks(List.of(update(Origin.LIVE, book.checksum())), 10);
        assertThat(pipeline.poll(10, 0)).isEmpty();
        queue.onBooks(List.of(update(Origin.SNAPSHOT, book.checksum())), 10);
        assertThat(pipeline.poll(10, 0)).hasSize(1);
    }
}
