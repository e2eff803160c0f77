package io.pulsefeed.kraken.pipeline;

import io.pulsefeed.kraken.client.LogLimit;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.sequence.SequenceListener;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Trade;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts and tells what happens to a sequence, and passes its trades on. */
final class SequenceReporter implements SequenceListener {

    private static final Logger LOG = LoggerFactory.getLogger(SequenceReporter.class);

    private final SourceMetrics stats;
    private final LongSupplier nanoTime;
    private final ObjLongConsumer<Trade> out;
    private final LogLimit gapLog = new LogLimit();

    SequenceReporter(SourceMetrics stats, LongSupplier nanoTime, ObjLongConsumer<Trade> out) {
        this.nanoTime = nanoTime;
        this.stats = stats;
        this.out = out;
    }

    @Override
    public void emit(Trade trade, long skippedBefore) {
        out.accept(trade, skippedBefore);
    }

    @Override
    public void duplicate(Trade trade) {
        stats.duplicates.increment();
    }

    @Override
    public void gapOpened(Pair pair, long afterId, long nextId) {
        stats.gapsOpened.increment();
        if (gapLog.permits(nanoTime.getAsLong())) {
            LOG.info("{}: trades {} to {} are missing; fetching them by REST.", pair, afterId + 1, nextId - 1);
        }
    }

    @Override
    public void gapClosed(Pair pair, long lastId) {
        stats.gapsClosed.increment();
        LOG.debug("{}: complete again up to trade {}.", pair, lastId);
    }

    @Override
    public void voided(Pair pair, long fromId, long toId) {
        stats.voidIds.add(toId - fromId + 1);
        LOG.warn("{}: trades {} to {} do not exist; REST gave both sides twice without them.", pair, fromId, toId);
    }

    @Override
    public void skipped(Pair pair, long fromId, long toId) {
        stats.skippedIds.add(toId - fromId + 1);
        LOG.error(
                "{}: trades {} to {} are given up, as backfill.policy=skip wants it; the next record has the header"
                        + " kraken.gap_before.",
                pair,
                fromId,
                toId);
    }

    @Override
    public void pendingDropped(Pair pair, int trades) {
        stats.pendingDropped.add(trades);
        LOG.info("{}: {} trades behind a gap are let go, since too many wait; they will come by REST.", pair, trades);
    }

    @Override
    public void gapOverdue(Pair pair, long afterId) {
        stats.gapsOverdue.increment();
        LOG.warn(
                "{}: REST still has no trade behind {}; later trades wait. Check that kraken.rest.url can be reached.",
                pair,
                afterId);
    }

    @Override
    public void cursorStuck(Pair pair) {
        stats.cursorsStuck.increment();
    }

    @Override
    public void rebased(Pair pair, long oldId) {
        stats.rebases.increment();
        LOG.error("{}: the venue numbers its trades anew; going on behind the old trade {} by time.", pair, oldId);
    }
}
