package io.pulsefeed.kraken.sequence;

import io.pulsefeed.kraken.wire.Trade;
import io.pulsefeed.kraken.wire.TradesPage;
import io.pulsefeed.kraken.wire.TradesQuery;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Merges the trades that the WebSocket and REST deliver for one pair into one ordered stream. Does no I/O and is not thread-safe.
 */
public interface TradeMerger {

    /** Resumes after a stored trade. {@code id} is {@link Trade#NO_ID} if it had none. */
    void resumeAfter(long id, long timeEpochNs);

    /** Restores the ids that an earlier run skipped as unused, as {@link OrderedTrade#voidIds} has returned them. */
    void restoreVoidIds(String stored);

    void onTrade(Trade trade);

    /** The latest trades of the pair, which Kraken sends after a subscription. */
    void onSnapshot(List<Trade> trades);

    /** The connection was established ({@code online}) or ended. */
    void onConnectionChange(boolean online, long nowMonoNs);

    /** Whether trades are missing that REST has to return. */
    boolean isCatchingUp();

    /** Makes the next query ask REST for trades after the last one, even without a gap. */
    void requestProbe();

    /** Whether a probe returned trades that the WebSocket should have delivered before. Resets the answer. */
    boolean takeMissedTradesFound();

    /**
     * The query to send to REST now, if any. No other query follows until {@link #onPage} or {@link #onFailure} is called.
     */
    @Nullable
    TradesQuery nextQuery(long nowMonoNs);

    void onPage(TradesPage page, long nowMonoNs);

    /** @param retryAfterNs minimum time until the next query */
    void onFailure(long nowMonoNs, long retryAfterNs);
}
