package io.pulsefeed.kraken.pipeline;

import io.pulsefeed.kraken.client.TradeHistory;
import io.pulsefeed.kraken.config.BackfillConfig;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.record.Offsets;
import io.pulsefeed.kraken.record.TradeRecords;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Timestamps;
import io.pulsefeed.kraken.wire.Trade;
import io.pulsefeed.kraken.wire.TradesPage;
import io.pulsefeed.kraken.wire.TradesQuery;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches a stretch of one pair's past, page by page. At most one page is held, and the next is asked for only when it has gone
 * out and the live trades need no REST. Used by the task's thread.
 */
public final class Backfill {

    /**
     * @param fromNanos inclusive, nanoseconds since 1970
     * @param toNanos exclusive
     */
    public record Range(long fromNanos, long toNanos) {

        static @Nullable Range of(BackfillConfig config) {
            Instant from = config.from();
            Instant to = config.to();
            return from == null || to == null
                    ? null
                    : new Range(Timestamps.epochNanos(from), Timestamps.epochNanos(to));
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Backfill.class);
    private static final long MARGIN = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long RETRY = TimeUnit.SECONDS.toNanos(5);
    private static final int PAGES_PER_LOG = 100;

    private final Pair pair;
    private final Range range;
    private final TradeRecords records;
    private final TradeHistory rest;
    private final EventQueue inbox;
    private final SourceMetrics stats;
    private final LongSupplier nanoTime;
    private final ArrayDeque<Trade> ready = new ArrayDeque<>();

    private long lastId;
    private long lastNanos;
    private long cursor;
    private long nextAt = Long.MIN_VALUE;
    private boolean inFlight;
    private boolean lastPage;
    private int pages;
    private long untilId = -1;
    private volatile boolean done;
    private volatile double progress;

    Backfill(
            Pair pair,
            PipelineSettings settings,
            TradeHistory rest,
            EventQueue inbox,
            SourceMetrics stats,
            LongSupplier nanoTime) {
        this.pair = pair;
        this.range = settings.backfill();
        this.records = new TradeRecords(
                settings.output().tradeTopic(),
                settings.spelling().apply(pair),
                settings.output().valueFormat(),
                Offsets.backfillPartition(pair, range.fromNanos, range.toNanos));
        this.rest = rest;
        this.inbox = inbox;
        this.stats = stats;
        this.nanoTime = nanoTime;
        this.lastNanos = range.fromNanos;
        this.cursor = range.fromNanos - MARGIN;
    }

    /** Goes on behind the stored place of the same stretch; does nothing when there is none. */
    void resume(Map<String, Object> offset) {
        Long id = Offsets.number(offset, Offsets.TRADE_ID);
        Long nanos = Offsets.number(offset, Offsets.TIME);
        if (id != null && nanos != null) {
            lastId = id;
            lastNanos = nanos;
            cursor = nanos - MARGIN;
            Long until = Offsets.number(offset, Offsets.UNTIL_ID);
            untilId = until == null ? -1 : until;
        }
    }

    /**
     * Asks for the next page when it is time to.
     *
     * @param firstLiveId the first trade of the live stream, where the backfill ends at the latest; -1 while unknown
     */
    void proceed(long now, long firstLiveId) {
        if (untilId < 0) {
            untilId = firstLiveId;
        }
        if (done || inFlight || !ready.isEmpty() || nextAt != Long.MIN_VALUE && now < nextAt) {
            return;
        }
        if (lastPage) {
            finish();
            return;
        }
        inFlight = true;
        rest.ask(new TradesQuery(pair, cursor), new TradeHistory.Answer() {
            @Override
            public void page(TradesPage page) {
                inbox.step(() -> take(page));
            }

            @Override
            public void failed(String reason, boolean unknownPair, long retryAfterNanos) {
                inbox.step(() -> {
                    inFlight = false;
                    nextAt = nanoTime.getAsLong() + Math.max(RETRY, retryAfterNanos);
                });
            }
        });
    }

    private void take(TradesPage page) {
        inFlight = false;
        pages++;
        lastPage = !page.full();
        for (Trade trade : page.trades()) {
            if (trade.timeNanos() >= range.toNanos || untilId >= 0 && trade.id() >= untilId) {
                lastPage = true;
                break;
            }
            if (trade.id() > lastId && trade.timeNanos() >= range.fromNanos) {
                ready.add(trade);
                lastId = trade.id();
                lastNanos = trade.timeNanos();
            }
        }
        cursor = page.lastNanos() > cursor ? page.lastNanos() : cursor + 1;
        progress = Math.min(1, (double) (lastNanos - range.fromNanos) / (range.toNanos - range.fromNanos));
        if (pages % PAGES_PER_LOG == 0) {
            LOG.info("{}: backfill is at {} %, trade {}.", pair, Math.round(progress * 100), lastId);
        }
    }

    private void finish() {
        done = true;
        progress = 1;
        LOG.info("{}: backfill is complete; its last trade is {}.", pair, lastId);
    }

    void drainTo(List<SourceRecord> out, int max) {
        while (out.size() < max && !ready.isEmpty()) {
            Trade trade = ready.poll();
            out.add(records.record(trade, 0, Offsets.backfill(trade.id(), trade.timeNanos(), untilId)));
            stats.trades(trade.origin()).increment();
            stats.backfilled.increment();
        }
    }

    boolean isReady() {
        return !ready.isEmpty();
    }

    /** 0 to 1. Any thread may ask. */
    double progress() {
        return progress;
    }

    Pair pair() {
        return pair;
    }
}
