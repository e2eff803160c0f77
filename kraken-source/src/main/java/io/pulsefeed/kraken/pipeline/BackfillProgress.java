package io.pulsefeed.kraken.pipeline;

import io.pulsefeed.kraken.record.Offsets;
import io.pulsefeed.kraken.wire.Trade;
import java.util.Map;

/**
 * The offsets of a backfill: the last emitted trade, the first one and their number. Not counted after a resume from an offset
 * without numbers, which a user or release 0.1.0 has stored.
 */
final class BackfillProgress {

    private boolean counting = true;
    private long firstId = Trade.NO_ID;
    private long trades;
    private long outside;

    void resume(Map<String, Object> offset) {
        Long storedFirst = Offsets.number(offset, Offsets.FIRST_ID);
        Long storedTrades = Offsets.number(offset, Offsets.TRADES);
        counting = storedFirst != null && storedTrades != null;
        if (storedFirst != null && storedTrades != null) {
            firstId = storedFirst;
            trades = storedTrades;
            Long storedOutside = Offsets.number(offset, Offsets.OUTSIDE);
            outside = storedOutside == null ? 0 : storedOutside;
        }
    }

    /**
     * The offset after the next trade.
     *
     * @param isOutside whether its time is odd, so that it is not in the period
     */
    Map<String, Object> offset(long tradeId, long positionEpochNs, boolean isOutside, long untilId, boolean last) {
        Map<String, Object> offset = Offsets.backfill(tradeId, positionEpochNs, untilId);
        if (counting) {
            firstId = trades == 0 ? tradeId : firstId;
            trades++;
            offset.put(Offsets.FIRST_ID, firstId);
            offset.put(Offsets.TRADES, trades);
            outside += isOutside ? 1 : 0;
            if (outside > 0) {
                offset.put(Offsets.OUTSIDE, outside);
            }
        }
        if (last) {
            offset.put(Offsets.COMPLETE, true);
        }
        return offset;
    }

    /** Whether an offset has the end mark. */
    static boolean isComplete(Map<String, Object> offset) {
        return Boolean.TRUE.equals(offset.get(Offsets.COMPLETE));
    }
}
