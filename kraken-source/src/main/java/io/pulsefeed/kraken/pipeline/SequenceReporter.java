package io.pulsefeed.kraken.pipeline;

import io.pulsefeed.commons.metrics.LogThrottle;
import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.sequence.OrderedTrade;
import io.pulsefeed.kraken.sequence.SequenceListener;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.RejectReason;
import io.pulsefeed.kraken.wire.Trade;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts and logs the gaps of one pair, and passes its trades on. */
final class SequenceReporter implements SequenceListener {

    private static final Logger LOG = LoggerFactory.getLogger(SequenceReporter.class);

    private final SourceMetrics metrics;
    private final Consumer<OrderedTrade> output;
    private final LogThrottle throttledLog;

    SequenceReporter(SourceMetrics metrics, MonotonicClock monotonic, Consumer<OrderedTrade> output) {
        this.metrics = metrics;
        this.output = output;
        this.throttledLog = new LogThrottle(LOG, monotonic);
    }

    @Override
    public void onTrade(OrderedTrade trade) {
        output.accept(trade);
        if (trade.late()) {
            metrics.lateTrades.increment();
            throttledLog.warn(
                    "late " + trade.trade().pair(),
                    trade.trade().pair() + ": Kraken delivered trade "
                            + trade.trade().id() + " late, after its id was skipped; it follows newer trades");
        }
    }

    @Override
    public void onDuplicate(Trade trade) {
        metrics.duplicates.increment();
    }

    @Override
    public void onGapOpened(Pair pair, long lastId, long nextId) {
        metrics.gapsOpened.increment();
        throttledLog.warn("gap " + pair, pair + ": " + describeGap(lastId, nextId) + ", fetching from REST");
    }

    private static String describeGap(long lastId, long nextId) {
        if (lastId == Trade.NO_ID) {
            return "connection lost";
        }
        long missing = nextId - 1 - lastId;
        return missing == 1
                ? "gap of 1 trade (" + (lastId + 1) + ")"
                : "gap of " + missing + " trades (" + (lastId + 1) + "-" + (nextId - 1) + ")";
    }

    @Override
    public void onGapClosed(Pair pair, long lastId) {
        metrics.gapsClosed.increment();
        LOG.debug("{}: gap closed, complete up to trade {}", pair, lastId);
    }

    @Override
    public void onIdsVoid(Pair pair, long fromId, long toId) {
        metrics.voidIds.add(toId - fromId + 1);
        LOG.warn(
                "{}: skipped trades {}-{}, which REST has not returned within gap.confirm.ms; checking again for an hour",
                pair,
                fromId,
                toId);
    }

    @Override
    public void onIdSetAside(Pair pair, long id) {
        metrics.idsSetAside.increment();
        throttledLog.warn(
                "set aside " + pair,
                pair + ": skipped trade " + id
                        + ", which REST returned in an unusable form; checking again for an hour");
    }

    @Override
    public void onImplausibleId(Trade trade, long lastId) {
        metrics.rejected(RejectReason.BAD_TRADE_ID).increment();
        throttledLog.warn(
                "id " + trade.pair(),
                trade.pair() + ": dropped a trade with the implausible id " + trade.id() + " after trade " + lastId);
    }

    @Override
    public void onLimitExceeded(Pair pair, long missing, long lastId, String limit) {
        metrics.gapsLimited.increment();
        LOG.error(
                "{}: {} trades are missing after trade {}, which exceeds {}. The pair is incomplete and its later trades"
                        + " wait; other pairs continue. Raise the limit to fetch them, or set backfill.policy=skip to"
                        + " continue without them, then restart the task",
                pair,
                missing,
                lastId,
                limit);
    }

    @Override
    public void onResetHeld(Pair pair, long lastId, long newestId) {
        metrics.gapsLimited.increment();
        LOG.error(
                "{}: Kraken reset trade numbering. The last trade was {}, the newest is now {}, in the WebSocket and in"
                        + " REST. The trades of the pair wait; other pairs continue. Set reset.policy=rebase to continue"
                        + " with the new ids, then restart the task",
                pair,
                lastId,
                newestId);
    }

    @Override
    public void onIdsSkipped(Pair pair, long fromId, long toId) {
        metrics.skippedIds.add(toId - fromId + 1);
        LOG.error(
                "{}: skipped trades {}-{} (backfill.policy=skip); the next record has the header kraken.gap_before",
                pair,
                fromId,
                toId);
    }

    @Override
    public void onPendingDropped(Pair pair, int trades) {
        metrics.pendingDropped.add(trades);
        LOG.info("{}: dropped {} buffered trades (pending.max.trades); REST will return them", pair, trades);
    }

    @Override
    public void onGapOverdue(Pair pair, long lastId) {
        metrics.gapsOverdue.increment();
        LOG.warn(
                "{}: REST has not returned the trades after {} within backfill.timeout.ms; later trades are delayed."
                        + " Check that kraken.rest.url is reachable",
                pair,
                lastId);
    }

    @Override
    public void onCursorStuck(Pair pair) {
        metrics.stuckCursors.increment();
    }

    @Override
    public void onIdReset(Pair pair, long oldId) {
        metrics.rebases.increment();
        LOG.error("{}: Kraken reset trade numbering; resuming after trade {} by time", pair, oldId);
    }
}
