package io.pulsefeed.kraken.metrics;

import io.pulsefeed.commons.metrics.TaskMetrics;
import io.pulsefeed.kraken.wire.Origin;
import io.pulsefeed.kraken.wire.RejectReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What one task has seen and done, counted by whoever does it and read by whoever looks. */
public final class SourceMetrics {

    public final LongAdder frames = new LongAdder();
    public final LongAdder bytes = new LongAdder();
    public final LongAdder tickers = new LongAdder();
    public final LongAdder alerts = new LongAdder();
    public final LongAdder duplicates = new LongAdder();
    public final LongAdder gapsOpened = new LongAdder();
    public final LongAdder gapsClosed = new LongAdder();
    public final LongAdder gapsOverdue = new LongAdder();
    public final LongAdder voidIds = new LongAdder();
    public final LongAdder skippedIds = new LongAdder();
    public final LongAdder pendingDropped = new LongAdder();
    public final LongAdder rebases = new LongAdder();
    public final LongAdder restRequests = new LongAdder();
    public final LongAdder restErrors = new LongAdder();
    public final LongAdder restThrottled = new LongAdder();
    public final LongAdder refusedPairs = new LongAdder();
    public final LongAdder overloads = new LongAdder();
    public final LongAdder cursorsStuck = new LongAdder();
    public final LongAdder backfilled = new LongAdder();

    private final Map<Origin, LongAdder> trades = adders(Origin.class);
    private final Map<RejectReason, LongAdder> rejected = adders(RejectReason.class);
    private final Map<ReconnectCause, LongAdder> reconnects = adders(ReconnectCause.class);

    private volatile boolean connected;
    private volatile boolean online;
    private volatile long lastFrameNanos;
    private volatile long lagMillis;

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

    public void frame(int size, long now) {
        frames.increment();
        bytes.add(size);
        lastFrameNanos = now;
    }

    public long lastFrameNanos() {
        return lastFrameNanos;
    }

    public void connected(boolean now) {
        connected = now;
    }

    public void online(boolean now) {
        online = now;
    }

    public boolean isOnline() {
        return online;
    }

    /** Event time of the last emitted trade against the wall clock. */
    public void lag(long millis) {
        lagMillis = millis;
    }

    public long emitted() {
        return trades.values().stream().mapToLong(LongAdder::sum).sum();
    }

    public long allReconnects() {
        return reconnects.values().stream().mapToLong(LongAdder::sum).sum();
    }

    public void register(TaskMetrics metrics, LongSupplier nanoTime) {
        trades.forEach((origin, count) ->
                metrics.gauge("trades-total", "Trades emitted", Map.of("origin", origin.text()), count::doubleValue));
        rejected.forEach((reason, count) -> metrics.gauge(
                "rejected-total", "Frames and elements dropped", Map.of("cause", reason.text()), count::doubleValue));
        reconnects.forEach((cause, count) -> metrics.gauge(
                "reconnects-total", "Connections ended", Map.of("cause", cause.text()), count::doubleValue));
        metrics.gauge("frames-total", "WebSocket frames received", frames::doubleValue);
        metrics.gauge("bytes-total", "WebSocket text received, characters", bytes::doubleValue);
        metrics.gauge("tickers-total", "Tickers emitted", tickers::doubleValue);
        metrics.gauge("alerts-total", "Alerts emitted", alerts::doubleValue);
        metrics.gauge(
                "duplicates-total", "Trades dropped because their id was emitted before", duplicates::doubleValue);
        metrics.gauge("gaps-opened-total", "Gaps found in the trade numbering", gapsOpened::doubleValue);
        metrics.gauge("gaps-closed-total", "Gaps resolved", gapsClosed::doubleValue);
        metrics.gauge("gaps-overdue-total", "Gaps that REST did not fill in time", gapsOverdue::doubleValue);
        metrics.gauge("trade-ids-void-total", "Trade ids that the venue never used", voidIds::doubleValue);
        metrics.gauge("trade-ids-skipped-total", "Trade ids given up at a limit", skippedIds::doubleValue);
        metrics.gauge(
                "pending-dropped-total", "Waiting trades let go to be fetched again", pendingDropped::doubleValue);
        metrics.gauge("rebases-total", "Restarts of the venue's numbering accepted", rebases::doubleValue);
        metrics.gauge("rest-requests-total", "REST requests sent", restRequests::doubleValue);
        metrics.gauge("rest-errors-total", "REST requests that failed", restErrors::doubleValue);
        metrics.gauge("rest-throttled-total", "REST requests refused for their rate", restThrottled::doubleValue);
        metrics.gauge("pairs-refused-total", "Subscriptions that the venue refused", refusedPairs::doubleValue);
        metrics.gauge(
                "rest-cursor-stuck-total", "Full REST pages that did not move the cursor", cursorsStuck::doubleValue);
        metrics.gauge("backfilled-total", "Trades emitted by the backfill of the past", backfilled::doubleValue);
        metrics.gauge(
                "overloads-total", "Connections given up because Kafka took trades too slowly", overloads::doubleValue);
        metrics.gauge("websocket-connected", "1 while the socket is open", () -> connected ? 1 : 0);
        metrics.gauge("online", "1 while the venue's engine is online", () -> online ? 1 : 0);
        metrics.gauge("event-time-lag-ms", "Age of the last trade when it was emitted", () -> lagMillis);
        metrics.gauge("last-frame-age-ms", "Time since the last frame", () -> age(nanoTime.getAsLong()));
    }

    private double age(long now) {
        return lastFrameNanos == 0 ? -1 : (now - lastFrameNanos) / 1e6;
    }
}
