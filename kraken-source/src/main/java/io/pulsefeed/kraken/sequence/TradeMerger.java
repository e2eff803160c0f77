package io.pulsefeed.kraken.sequence;

import io.pulsefeed.kraken.wire.Trade;
import io.pulsefeed.kraken.wire.TradesPage;
import io.pulsefeed.kraken.wire.TradesQuery;
import java.util.List;

/**
 * Makes one stream of one pair's trades out of what the socket brings and what REST knows. Does no I/O and is not thread-safe;
 * times named {@code now} are nanoseconds of a monotonic clock.
 */
public interface TradeMerger {

    /** Goes on behind a stored trade; {@code id} is {@link Trade#NO_ID} when it had none. */
    void resumeAfter(long id, long timeNanos);

    void accept(Trade trade);

    /** The latest trades of the pair as the venue sends them at subscription. */
    void acceptSnapshot(List<Trade> trades);

    /** The connection came ({@code online}) or went. */
    void connected(boolean online, long now);

    /** Whether trades are missing that have to come from REST. */
    boolean isCatchingUp();

    /** The last trade's number, or -1. */
    long lastId();

    /** Asks REST once for what came after the last trade, although nothing seems to be missing. */
    void probe();

    /** Whether a probe brought trades that the socket should have brought long before; asking forgets it. */
    boolean takeProbeFoundMissing();

    /**
     * The question to ask REST now, or null. Until its answer or failure is given back no other follows.
     *
     * @throws SequenceFailure when the user has to decide how to go on
     */
    TradesQuery next(long now);

    void answered(TradesPage page, long now);

    /** The question was not answered; {@code retryAfterNanos} is how long the venue should be left alone at least. */
    void failed(long now, long retryAfterNanos);
}
