package io.pulsefeed.kraken.metrics;

import io.pulsefeed.commons.metrics.TaskMetrics;
import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.kraken.wire.Origin;
import io.pulsefeed.kraken.wire.RejectReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counters and states of one task. Thread-safe. */
public final class SourceMetrics {

    public final LongAdder frames = new LongAdder();
    public final LongAdder bytes = new LongAdder();
    public final LongAdder tickers = new LongAdder();
    public final LongAdder bookUpdates = new LongAdder();
    public final LongAdder bookChecksumFailures = new LongAdder();
    public final LongAdder instruments = new LongAdder();
    public final LongAdder alerts = new LongAdder();
    public final LongAdder duplicates = new LongAdder();
    public final LongAdder gapsOpened = new LongAdder();
    public final LongAdder gapsClosed = new LongAdder();
    public final LongAdder gapsOverdue = new LongAdder();
    public final LongAdder gapsLimited = new LongAdder();
    public final LongAdder voidIds = new LongAdder();
    public final LongAdder idsSetAside = new LongAdder();
    public final LongAdder lateTrades = new LongAdder();
    public final LongAdder skippedIds = new LongAdder();
    public final LongAdder pendingDropped = new LongAdder();
    public final LongAdder rebases = new LongAdder();
    public final LongAdder restRequests = new LongAdder();
    public final LongAdder restErrors = new LongAdder();
    public final LongAdder restThrottled = new LongAdder();
    public final LongAdder resubscriptions = new LongAdder();
    public final LongAdder refusedPairs = new LongAdder();
    public final LongAdder overloads = new LongAdder();
    public final LongAdder stuckCursors = new LongAdder();
    public final LongAdder timestampsClamped = new LongAdder();
    public final LongAdder backfilled = new LongAdder();

    private final Map<Origin, LongAdder> trades = adders(Origin.class);
    private final Map<RejectReason, LongAdder> rejected = adders(RejectReason.class);
    private final Map<ReconnectCause, LongAdder> reconnects = adders(ReconnectCause.class);

    private volatile boolean connected;
    private volatile boolean online;
    private volatile long lastFrameMonoNs;
    private volatile long lagMs;

    private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> type) {
        Map<E, LongAdder> adders = new EnumMap<>(type);
        for (E value : type.getEnumConstants()) {
            adders.put(value, new LongAdder());
        }
        return adders;
    }

    public LongAdder trades(Origin origin) {
        return trades.get(origin);
    }

    public LongAdder rejected(RejectReason reason) {
        return rejected.get(reason);
    }

    public LongAdder reconnects(ReconnectCause cause) {
        return reconnects.get(cause);
    }

    /** @param size the length of the frame in characters */
    public void onFrame(int size, long nowMonoNs) {
        frames.increment();
        bytes.add(size);
        lastFrameMonoNs = nowMonoNs;
    }

    public void setConnected(boolean isConnected) {
        connected = isConnected;
    }

    /** @param isOnline whether Kraken's trading engine is online */
    public void setOnline(boolean isOnline) {
        online = isOnline;
    }

    /** @param newLagMs difference between the wall clock and the event time of the last emitted trade */
    public void setLag(long newLagMs) {
        lagMs = newLagMs;
    }

    public long totalTrades() {
        return trades.values().stream().mapToLong(LongAdder::sum).sum();
    }

    public long totalReconnects() {
        return reconnects.values().stream().mapToLong(LongAdder::sum).sum();
    }

    public void registerInstruments(TaskMetrics metrics) {
        counter(metrics, "instruments-total", "Pairs and assets of the catalog emitted", instruments);
    }

    public void register(TaskMetrics metrics, MonotonicClock monotonic) {
        trades.forEach((origin, count) ->
                metrics.gauge("trades-total", "Trades emitted", Map.of("origin", origin.text()), count::doubleValue));
        rejected.forEach((reason, count) -> metrics.gauge(
                "rejected-total", "Frames and elements dropped", Map.of("cause", reason.text()), count::doubleValue));
        reconnects.forEach((cause, count) -> metrics.gauge(
                "reconnects-total", "Connections ended", Map.of("cause", cause.text()), count::doubleValue));
        counter(metrics, "frames-total", "WebSocket frames received", frames);
        counter(metrics, "bytes-total", "WebSocket text received, in characters", bytes);
        counter(metrics, "tickers-total", "Tickers emitted", tickers);
        counter(metrics, "alerts-total", "Alerts emitted", alerts);
        counter(metrics, "book-updates-total", "Order book messages emitted", bookUpdates);
        counter(
                metrics,
                "book-checksum-failures-total",
                "Order book messages after which the checksum did not match",
                bookChecksumFailures);
        counter(metrics, "duplicates-total", "Trades dropped as duplicates, by id", duplicates);
        counter(metrics, "gaps-opened-total", "Gaps detected in the trade ids", gapsOpened);
        counter(metrics, "gaps-closed-total", "Gaps closed", gapsClosed);
        counter(metrics, "gaps-overdue-total", "Gaps not filled within backfill.timeout.ms", gapsOverdue);
        counter(metrics, "gaps-limited-total", "Gaps beyond a limit, whose pair waits for the user", gapsLimited);
        counter(metrics, "trade-ids-void-total", "Trade ids skipped because REST did not return them", voidIds);
        counter(
                metrics,
                "trade-ids-set-aside-total",
                "Trade ids skipped because REST has no usable trade",
                idsSetAside);
        counter(metrics, "trades-late-total", "Trades emitted late, after their ids were skipped", lateTrades);
        counter(metrics, "trade-ids-skipped-total", "Trade ids skipped at a backfill limit", skippedIds);
        counter(metrics, "pending-dropped-total", "Pending trades dropped, to be fetched again", pendingDropped);
        counter(metrics, "rebases-total", "Resets of the trade ids accepted", rebases);
        registerRest(metrics);
        counter(metrics, "pairs-refused-total", "Subscriptions refused by Kraken", refusedPairs);
        counter(
                metrics,
                "resubscriptions-total",
                "Subscriptions renewed because they delivered nothing",
                resubscriptions);
        counter(metrics, "rest-cursor-stuck-total", "Full REST pages that did not move the cursor", stuckCursors);
        counter(
                metrics,
                "timestamps-clamped-total",
                "Records whose event time is too far ahead to be their Kafka timestamp",
                timestampsClamped);
        counter(metrics, "overloads-total", "Connections closed because the queue was full", overloads);
        metrics.gauge("websocket-connected", "1 while the WebSocket is open", () -> connected ? 1 : 0);
        metrics.gauge("online", "1 while Kraken's trading engine is online", () -> online ? 1 : 0);
        metrics.gauge("event-time-lag-ms", "Age of the last trade when it was emitted", () -> lagMs);
        metrics.gauge("last-frame-age-ms", "Time since the last frame", () -> ageMs(monotonic.nowNs()));
    }

    /** The metrics of a task that only fetches a period of the past. */
    public void registerRest(TaskMetrics metrics) {
        counter(metrics, "rest-requests-total", "REST requests sent", restRequests);
        counter(metrics, "rest-errors-total", "REST requests failed", restErrors);
        counter(metrics, "rest-throttled-total", "REST requests refused by the rate limit", restThrottled);
        counter(metrics, "backfilled-total", "Trades emitted by the historical backfill", backfilled);
    }

    private static void counter(TaskMetrics metrics, String name, String description, LongAdder count) {
        metrics.gauge(name, description, count::doubleValue);
    }

    private double ageMs(long nowMonoNs) {
        return lastFrameMonoNs == 0 ? -1 : (nowMonoNs - lastFrameMonoNs) / 1e6;
    }
}
