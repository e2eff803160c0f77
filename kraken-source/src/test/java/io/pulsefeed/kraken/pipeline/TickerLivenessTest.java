package io.pulsefeed.kraken.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.kraken.client.SubscriptionControl;
import io.pulsefeed.kraken.client.TradeHistory;
import io.pulsefeed.kraken.config.KrakenSourceConnectorConfig;
import io.pulsefeed.kraken.metrics.ReconnectCause;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.wire.Channel;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.RestTicker;
import io.pulsefeed.kraken.wire.TradesQuery;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A pair without tickers. */
class TickerLivenessTest {

    private static final Pair PAIR = Pair.parse("XBT/USD");

    private final List<Pair> renewals = new ArrayList<>();
    private boolean subscribed = true;
    private int requests;
    private long nowMonoNs;

    private final SubscriptionControl control = new SubscriptionControl() {
        @Override
        public boolean isSubscribed(Channel channel, Pair pair) {
            return subscribed;
        }

        @Override
        public void resubscribe(Channel channel, Pair pair) {
            renewals.add(pair);
        }

        @Override
        public void reconnect(ReconnectCause cause) {
            // Only the first measure is of interest.
        }
    };

    /** Kraken has traded the pair today. */
    private final TradeHistory rest = new TradeHistory() {
        @Override
        public void request(TradesQuery query, Callback callback) {
            throw new IllegalStateException("trades are not subscribed");
        }

        @Override
        public void requestTicker(Pair pair, Consumer<RestTicker> callback) {
            requests++;
            callback.accept(new RestTicker(pair, "1", "1", "1", "1", "1"));
        }
    };

    private final KrakenSourceConnectorConfig config =
            new KrakenSourceConnectorConfig(Map.of("pairs", "XBT/USD", "channels", "ticker"));
    private final EventQueue queue = new EventQueue(config.queue());
    private final Pipeline pipeline =
            new Pipeline(config, queue, rest, new SourceMetrics(), Clock.systemUTC(), () -> nowMonoNs, control);

    private void seconds(int count, boolean repeatStatus) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            if (i == 0 || repeatStatus) {
                queue.onSystemStatus(true);
            }
            nowMonoNs += 1_000_000_000L;
            pipeline.poll(10, 0);
        }
    }

    /** Kraken repeats the status to announce maintenance. */
    @Test
    void findsADeadSubscriptionWhileTheStatusIsRepeated() throws InterruptedException {
        seconds(70, true);
        assertThat(renewals).containsExactly(PAIR);
    }

    /** REST does not know a refused pair either, and other pairs share its limit of requests. */
    @Test
    void doesNotAskForAPairThatKrakenRefuses() throws InterruptedException {
        subscribed = false;
        seconds(600, false);
        assertThat(requests).isZero();
        subscribed = true;
        seconds(61, false);
        assertThat(requests).isPositive();
    }
}
