package io.pulsefeed.kraken.pipeline;

import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.kraken.client.TradeHistory;
import io.pulsefeed.kraken.config.BackfillConfig;
import io.pulsefeed.kraken.config.OutputConfig;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.record.Offsets;
import io.pulsefeed.kraken.record.TradeRecords;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Timestamps;
import io.pulsefeed.kraken.wire.Trade;
import io.pulsefeed.kraken.wire.TradesPage;
import io.pulsefeed.kraken.wire.TradesQuery;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The historical backfill of one pair, page by page. It holds at most one page, and requests the next one only after the records of
 * that page have been emitted and while the live trades have no gap. Used by the task thread.
 *
 * <p>The last trade of each page waits until the next page shows whether it is the last one of the period. The offset of that one
 * has an end mark, so a restart, and everyone who reads the offsets, knows that the period is complete.
 */
final class Backfill {

    /**
     * The period to fetch, in nanoseconds since 1970.
     *
     * @param fromEpochNs inclusive
     * @param toEpochNs exclusive
     */
    record Range(long fromEpochNs, long toEpochNs) {

        static @Nullable Range of(BackfillConfig config) {
            Instant from = config.from();
            Instant to = config.to();
            return from == null || to == null
                    ? null
                    : new Range(Timestamps.epochNanos(from), Timestamps.epochNanos(to));
        }

        Map<String, Object> partition(Pair pair) {
            return Offsets.backfillPartition(pair, fromEpochNs, toEpochNs);
        }
    }

    /** @param positionEpochNs where a restart resumes: the event time, or that of an earlier trade if it is odd */
    private record Fetched(Trade trade, long positionEpochNs) {}

    private static final Logger LOG = LoggerFactory.getLogger(Backfill.class);
    private static final long MARGIN_NS = TimeUnit.MILLISECONDS.toNanos(1);
    /** REST rounds times. */
    private static final long ROUNDING_NS = TimeUnit.MICROSECONDS.toNanos(1);

    private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(5);

    /** While no live trade is known: the pair may not trade for hours. */
    private static final long QUIET_RETRY_NS = TimeUnit.SECONDS.toNanos(60);

    private static final long IMMEDIATELY = Long.MIN_VALUE;
    private static final int PAGES_PER_LOG_LINE = 100;

    /** Rows that show whether a time after the period is its end or a single odd one. */
    private static final int LOOKAHEAD = 10;

    /** Trades near the bounds can be out of order. A time that is further away, between trades of the period, is odd. */
    private static final long DISORDER_NS = TimeUnit.SECONDS.toNanos(1);

    private static final long ODD_STEP_NS = TimeUnit.HOURS.toNanos(1);

    /** REST can lag behind the exchange by seconds. */
    private static final long MAX_REST_LAG_MS = TimeUnit.SECONDS.toMillis(60);

    private final Pair pair;
    private final Range range;
    private final TradeRecords records;
    private final TradeHistory history;
    private final EventQueue queue;
    private final SourceMetrics metrics;
    private final MonotonicClock monotonic;
    private final TradeHistory.Callback callback = new BackfillCallback();
    private final Clock clock;
    private final ArrayDeque<Fetched> ready = new ArrayDeque<>();
    private final BackfillProgress stored = new BackfillProgress();

    private long lastId;
    private long lastTimeEpochNs;
    private long cursorEpochNs;
    private long nextQueryMonoNs = IMMEDIATELY;
    private boolean inFlight;
    private boolean lastPage;

    /** Answers in a row without a new trade that were not full. A single one may be an error of REST. */
    private int answersWithoutTrades;

    private int pages;
    private long untilId = Trade.NO_ID;
    private @Nullable Fetched held;
    private boolean done;
    private volatile boolean unknown;
    private volatile double progress;

    Backfill(
            Pair pair,
            Range range,
            PipelineSettings settings,
            TradeHistory history,
            EventQueue queue,
            SourceMetrics metrics,
            Clock clock,
            MonotonicClock monotonic) {
        this.pair = pair;
        this.range = range;
        OutputConfig output = settings.output();
        this.records = new TradeRecords(
                output.tradeTopic(), settings.spelling().apply(pair), output.valueFormat(), range.partition(pair));
        this.history = history;
        this.queue = queue;
        this.metrics = metrics;
        this.clock = clock;
        this.monotonic = monotonic;
        this.lastTimeEpochNs = range.fromEpochNs;
        this.cursorEpochNs = range.fromEpochNs - MARGIN_NS;
    }

    /** Resumes after a stored offset of the same period, if there is one. */
    void resume(@Nullable Map<String, Object> offset) {
        Long id = Offsets.number(offset, Offsets.TRADE_ID);
        Long timeEpochNs = Offsets.number(offset, Offsets.TIME);
        if (offset != null && id != null && timeEpochNs != null) {
            lastId = id;
            lastTimeEpochNs = timeEpochNs;
            cursorEpochNs = timeEpochNs - MARGIN_NS;
            Long until = Offsets.number(offset, Offsets.UNTIL_ID);
            untilId = until == null ? Trade.NO_ID : until;
            stored.resume(offset);
            if (BackfillProgress.isComplete(offset)) {
                finish();
            }
        }
    }

    /**
     * Requests the next page, if one is due.
     *
     * @param firstLiveId id of the first live trade, where the backfill ends at the latest; -1 while unknown
     */
    void proceed(long nowMonoNs, long firstLiveId) {
        if (untilId < 0) {
            untilId = firstLiveId;
        }
        if (done || inFlight || !ready.isEmpty() || nowMonoNs < nextQueryMonoNs) {
            return;
        }
        if (lastPage) {
            finish();
            return;
        }
        inFlight = true;
        history.request(new TradesQuery(pair, cursorEpochNs), callback);
    }

    /** Passes results to the task thread. */
    private final class BackfillCallback implements TradeHistory.Callback {

        @Override
        public void onPage(TradesPage page) {
            unknown = false;
            queue.addUnbounded(new Event.BackfillPageReceived(pair, page));
        }

        @Override
        public void onFailure(boolean unknownPair, long retryAfterNs) {
            unknown = unknownPair;
            queue.addUnbounded(new Event.BackfillQueryFailed(pair, retryAfterNs));
        }
    }

    void onPage(TradesPage page) {
        inFlight = false;
        pages++;
        List<Trade> trades = inOrder(page.trades());
        long lastIdBefore = lastId;
        int end = end(trades);
        for (int i = 0; i < end; i++) {
            if (trades.get(i).id() > lastId && isWithin(trades.get(i))) {
                add(trades.get(i), nextTimeEpochNs(page, trades, i));
            }
        }
        int beyond = trades.size() - end;
        boolean certain = beyond >= LOOKAHEAD || beyond > 0 && isLive(trades.get(end));
        boolean progressed = lastId > lastIdBefore;
        answersWithoutTrades = progressed || page.full() ? 0 : answersWithoutTrades + 1;
        boolean ends = beyond > 1 || isFollowedByLive() || isPast() && answersWithoutTrades > 1;
        lastPage = certain || !page.full() && ends;
        if (!page.full() && !lastPage && !(progressed && isPast())) {
            nextQueryMonoNs = monotonic.nowNs() + (untilId >= 0 ? RETRY_NS : timeToEndNs());
        }
        // The cursor of a page whose last times may be odd is not used.
        long next = beyond > 0 ? lastTimeEpochNs - ROUNDING_NS : page.cursorEpochNs();
        cursorEpochNs = Math.max(next, cursorEpochNs + 1);
        double fetchedNs = lastTimeEpochNs - range.fromEpochNs;
        progress = Math.min(1, fetchedNs / (range.toEpochNs - range.fromEpochNs));
        if (pages % PAGES_PER_LOG_LINE == 0) {
            LOG.info("{}: backfill is at {} %, last trade {}", pair, Math.round(progress * 100), lastId);
        }
    }

    /** Index of the first trade after the period. A single odd time does not end it, because ids are in the order of time. */
    private int end(List<Trade> trades) {
        for (int i = 0; i < trades.size(); i++) {
            if (isLive(trades.get(i)) || isAfter(trades.get(i)) && isMostlyAfter(trades, i)) {
                return i;
            }
        }
        return trades.size();
    }

    private boolean isMostlyAfter(List<Trade> trades, int index) {
        List<Trade> next = trades.subList(index, Math.min(trades.size(), index + LOOKAHEAD));
        return next.stream().filter(this::isAfter).count() * 2 > next.size();
    }

    private boolean isAfter(Trade trade) {
        return trade.timeEpochNs() >= range.toEpochNs;
    }

    /** Whether the live stream sends the trade. */
    private boolean isLive(Trade trade) {
        return untilId >= 0 && trade.id() >= untilId;
    }

    /** By its time, or by its id if the time is odd. */
    private boolean isWithin(Trade trade) {
        long timeEpochNs = trade.timeEpochNs();
        if (timeEpochNs >= range.fromEpochNs && timeEpochNs < range.toEpochNs) {
            return true;
        }
        return isOdd(trade) && lastId > 0;
    }

    private boolean isOdd(Trade trade) {
        long timeEpochNs = trade.timeEpochNs();
        return timeEpochNs < range.fromEpochNs - DISORDER_NS || timeEpochNs > range.toEpochNs + DISORDER_NS;
    }

    private static long nextTimeEpochNs(TradesPage page, List<Trade> trades, int index) {
        return index + 1 < trades.size() ? trades.get(index + 1).timeEpochNs() : page.cursorEpochNs();
    }

    /** Ascending by id. The first id has no row before it: it is odd if it is higher than the next ones, which continue each other. */
    private static List<Trade> inOrder(List<Trade> trades) {
        List<Trade> sorted = new ArrayList<>(trades);
        if (sorted.size() > 2) {
            long next = sorted.get(1).id();
            if (next > 1 && sorted.get(0).id() > next && sorted.get(2).id() == next + 1) {
                sorted.set(0, sorted.get(0).withId(next - 1));
            }
        }
        sorted.sort(Comparator.comparingLong(Trade::id));
        return sorted;
    }

    /** Until the end is past for long enough, within the bounds of a retry. */
    private long timeToEndNs() {
        long leftMs = TimeUnit.NANOSECONDS.toMillis(range.toEpochNs) + MAX_REST_LAG_MS - clock.millis();
        return Math.min(QUIET_RETRY_NS, Math.max(RETRY_NS, TimeUnit.MILLISECONDS.toNanos(leftMs)));
    }

    private void add(Trade trade, long nextTimeEpochNs) {
        if (held != null) {
            ready.add(held);
        }
        long timeEpochNs = trade.timeEpochNs();
        boolean odd = timeEpochNs > nextTimeEpochNs + ODD_STEP_NS || timeEpochNs < lastTimeEpochNs - ODD_STEP_NS;
        lastId = trade.id();
        lastTimeEpochNs = odd || timeEpochNs >= range.toEpochNs ? lastTimeEpochNs : timeEpochNs;
        held = new Fetched(trade, lastTimeEpochNs);
    }

    /** Whether all trades up to the first live one have been fetched. */
    private boolean isFollowedByLive() {
        return untilId >= 0 && lastId >= untilId - 1;
    }

    /** Whether the end is past for long enough that REST has all trades of the period. */
    private boolean isPast() {
        return clock.millis() - TimeUnit.NANOSECONDS.toMillis(range.toEpochNs) >= MAX_REST_LAG_MS;
    }

    void onFailure(long retryAfterNs) {
        inFlight = false;
        nextQueryMonoNs = monotonic.nowNs() + Math.max(RETRY_NS, retryAfterNs);
    }

    private void finish() {
        done = true;
        progress = 1;
        LOG.info("{}: backfill is complete, last trade {}", pair, lastId);
    }

    /** Moves ready trades to {@code out} until it has {@code max} records. */
    void drainTo(List<SourceRecord> out, int max) {
        while (out.size() < max && !ready.isEmpty()) {
            out.add(record(ready.poll(), false));
        }
        if (done && held != null && out.size() < max) {
            out.add(record(held, true));
            held = null;
        }
    }

    private SourceRecord record(Fetched fetched, boolean last) {
        Trade trade = fetched.trade;
        metrics.trades(trade.origin()).increment();
        metrics.backfilled.increment();
        return records.record(
                trade, 0, stored.offset(trade.id(), fetched.positionEpochNs, isOdd(trade), untilId, last));
    }

    /** Whether all trades of the period have been emitted. */
    boolean isDone() {
        return done && held == null;
    }

    /** Whether Kraken does not know the pair. */
    boolean isUnknown() {
        return unknown;
    }

    Pair pair() {
        return pair;
    }

    /** The fetched part of the period, 0 to 1. Any thread may call it. */
    double progress() {
        return progress;
    }
}
