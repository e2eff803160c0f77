package io.pulsefeed.kraken.pipeline;

import io.pulsefeed.kraken.client.SubscriptionControl;
import io.pulsefeed.kraken.client.TradeHistory;
import io.pulsefeed.kraken.wire.Channel;
import io.pulsefeed.kraken.wire.Origin;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.RestTicker;
import io.pulsefeed.kraken.wire.Ticker;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Detects that the ticker subscription of a pair is dead. A quiet pair has no tickers either, so REST decides: the subscription is dead
 * if REST has a trade that no ticker has reported. Used by the task thread.
 */
final class TickerLiveness {

    /** A ticker follows each trade at once. Trades without one are a reason to ask REST. */
    private static final long TRADES_AHEAD_NS = Duration.ofSeconds(10).toNanos();

    private static final long MIN_CHECK_INTERVAL_NS = Duration.ofSeconds(30).toNanos();

    /** Trades of the pair are not subscribed. */
    static final long NO_TRADES = Long.MIN_VALUE;

    private final Pair pair;
    private final TradeHistory rest;
    private final EventQueue queue;
    private final SubscriptionWatch watch;
    private final StaleSubscriptionDetector staleness;
    private @Nullable Ticker last;
    private @Nullable RestTicker lastAnswer;
    private long lastTickerMonoNs;
    private long lastCheckMonoNs;
    private boolean inFlight;

    TickerLiveness(
            Pair pair,
            PipelineSettings settings,
            TradeHistory rest,
            EventQueue queue,
            SubscriptionControl control,
            long nowMonoNs) {
        this.pair = pair;
        this.rest = rest;
        this.queue = queue;
        this.watch = new SubscriptionWatch(Channel.TICKER, pair, control);
        this.staleness = new StaleSubscriptionDetector(settings.quietAfter(), settings.reconcileInterval(), nowMonoNs);
        this.lastTickerMonoNs = nowMonoNs;
        this.lastCheckMonoNs = nowMonoNs;
    }

    void onTicker(Ticker ticker, long nowMonoNs) {
        last = ticker;
        lastAnswer = null;
        lastTickerMonoNs = nowMonoNs;
        if (ticker.origin() == Origin.SNAPSHOT) {
            watch.onSnapshot();
        } else {
            watch.onLiveData();
            staleness.onData(nowMonoNs);
        }
    }

    void onConnectionChange() {
        watch.onConnectionChange();
    }

    /**
     * Sends a request if one is due. While live trades arrive, they replace most requests: without trades, a quiet ticker is right.
     *
     * @param lastTradeMonoNs when the last live trade of the pair arrived, or {@link #NO_TRADES}
     * @param subscribed whether Kraken has acknowledged the subscription; otherwise it is requested anyway
     */
    void check(long nowMonoNs, long lastTradeMonoNs, boolean subscribed) {
        watch.act(nowMonoNs);
        boolean due = lastTradeMonoNs == NO_TRADES
                ? staleness.takeCheckDue(nowMonoNs)
                : lastTradeMonoNs - lastTickerMonoNs >= TRADES_AHEAD_NS
                        && nowMonoNs - lastCheckMonoNs >= MIN_CHECK_INTERVAL_NS;
        if (!inFlight && due && subscribed) {
            inFlight = true;
            lastCheckMonoNs = nowMonoNs;
            rest.requestTicker(pair, answer -> queue.addUnbounded(new Event.RestTickerReceived(answer)));
        } else if (inFlight && nowMonoNs - lastCheckMonoNs >= 2 * MIN_CHECK_INTERVAL_NS) {
            // The request failed.
            inFlight = false;
        }
    }

    void onAnswer(RestTicker answer, long nowMonoNs) {
        inFlight = false;
        if (isNews(answer)) {
            watch.onMissedData(nowMonoNs);
        }
        lastAnswer = answer;
    }

    /** The volume of the day tells trades at the same price apart; it starts again at midnight. */
    private boolean isNews(RestTicker answer) {
        if (last == null) {
            // A pair without a trade in 24 hours has no price on the WebSocket.
            return new BigDecimal(answer.todayVolume()).signum() > 0;
        }
        if (differ(last.last(), answer.last())) {
            return true;
        }
        return lastAnswer != null
                && (differ(lastAnswer.lastVolume(), answer.lastVolume())
                        || new BigDecimal(answer.todayVolume()).compareTo(new BigDecimal(lastAnswer.todayVolume()))
                                > 0);
    }

    private static boolean differ(String first, String second) {
        return new BigDecimal(first).compareTo(new BigDecimal(second)) != 0;
    }
}
