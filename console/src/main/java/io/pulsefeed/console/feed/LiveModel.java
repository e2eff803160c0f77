package io.pulsefeed.console.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.console.state.ConsoleState.DeviceState;
import io.pulsefeed.console.state.ConsoleState.Latest;
import io.pulsefeed.console.state.ConsoleState.PairState;
import io.pulsefeed.console.state.ConsoleState.SiteState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows of the records, and what is new since the last frame. Everything is bounded: the numbers of pairs, sites and
 * devices, and the newest records of each kind. Thread-safe.
 */
public final class LiveModel {

    private static final int MAX_NAMES = 500;
    private static final int TRADES = 600;
    private static final int ALERTS = 200;
    private static final int ARTICLES = 200;
    private static final int DEVICE_EVENTS = 300;
    private static final int METRICS_PER_DEVICE = 180;
    private static final double MS = 1e3;

    private final LongSupplier nowMs;
    private final Map<String, PairData> pairs = new TreeMap<>();
    private final Map<String, SiteData> sites = new TreeMap<>();
    private final Map<String, DeviceData> devices = new TreeMap<>();
    private final Ring<Object[]> trades = new Ring<>(TRADES);
    private final Ring<Object[]> alerts = new Ring<>(ALERTS);
    private final Ring<ObjectNode> articles = new Ring<>(ARTICLES);
    private final Ring<ObjectNode> deviceEvents = new Ring<>(DEVICE_EVENTS);
    private final Signals signals = new Signals();
    private long unreadable;

    /** @param nowMs milliseconds since 1970, for ages */
    public LiveModel(LongSupplier nowMs) {
        this.nowMs = nowMs;
    }

    private static final class PairData {
        private final Candles candles = new Candles();
        private double last = Double.NaN;
        private long lastMs;
        private Object @Nullable [] ticker;
        private Object @Nullable [] bookTop;
        private boolean isFresh;
    }

    private static final class SiteData {
        private long articles;
        private long newestMs;
    }

    private static final class DeviceData {
        private final Ring<ObjectNode> metrics = new Ring<>(METRICS_PER_DEVICE);
        private final Map<String, Double> latest = new TreeMap<>();
        private long lastMs;
        private long lost;
    }

    synchronized void onTrade(@Nullable String key, JsonNode trade, boolean filled) {
        String name = key == null ? trade.path("pair").asText("") : key;
        PairData pair = named(pairs, name, PairData::new);
        if (pair == null
                || !trade.path("price").isNumber()
                || !trade.path("volume").isNumber()) {
            onUnreadable();
            return;
        }
        double price = trade.path("price").doubleValue();
        double volume = trade.path("volume").doubleValue();
        long timeMs = ms(trade);
        pair.candles.add(price, volume, timeMs, filled);
        if (timeMs >= pair.lastMs) {
            pair.last = price;
            pair.lastMs = timeMs;
        }
        trades.add(new Object[] {name, price, volume, trade.path("side").asText("b"), timeMs, filled ? 1 : 0});
    }

    synchronized void onTicker(@Nullable String key, JsonNode ticker) {
        PairData pair = named(pairs, key == null ? ticker.path("pair").asText("") : key, PairData::new);
        if (pair == null || !ticker.path("last").isNumber()) {
            onUnreadable();
            return;
        }
        long timeMs = ms(ticker);
        pair.ticker = new Object[] {
            ticker.path("last").doubleValue(),
            number(ticker, "bid"),
            number(ticker, "ask"),
            number(ticker, "volume_24h"),
            number(ticker, "pct_change"),
            timeMs
        };
        pair.isFresh = true;
        if (timeMs >= pair.lastMs) {
            pair.last = ticker.path("last").doubleValue();
            pair.lastMs = timeMs;
        }
    }

    synchronized void onBookTop(@Nullable String key, JsonNode top) {
        PairData pair = named(pairs, key == null ? top.path("pair").asText("") : key, PairData::new);
        if (pair != null) {
            pair.bookTop = new Object[] {
                number(top, "bid"),
                number(top, "bid_qty"),
                number(top, "ask"),
                number(top, "ask_qty"),
                number(top, "imbalance"),
                ms(top)
            };
            pair.isFresh = true;
        }
    }

    synchronized void onAlert(JsonNode alert) {
        alerts.add(new Object[] {
            alert.path("pair").asText(""),
            alert.path("type").asText(""),
            number(alert, "last"),
            number(alert, "change"),
            number(alert, "threshold"),
            ms(alert)
        });
    }

    synchronized void onArticle(@Nullable String key, ObjectNode article, long publishedMs) {
        SiteData site = named(sites, key == null ? "unknown" : key, SiteData::new);
        if (site != null) {
            site.articles++;
            site.newestMs = Math.max(site.newestMs, publishedMs);
        }
        articles.add(article);
    }

    synchronized void onPacket(@Nullable String device, long timeMs, byte @Nullable [] value) {
        DeviceData data = device == null ? null : named(devices, device, DeviceData::new);
        if (data == null) {
            onUnreadable();
            return;
        }
        data.lastMs = Math.max(data.lastMs, timeMs);
        RawPacket packet = RawPacket.of(device, timeMs, value);
        if (packet != null) {
            signals.add(packet, nowMs.getAsLong());
        }
    }

    synchronized void onMetrics(String device, ObjectNode metrics) {
        DeviceData data = named(devices, device, DeviceData::new);
        if (data == null) {
            onUnreadable();
            return;
        }
        data.latest.clear();
        metrics.properties().forEach(field -> {
            if (field.getValue().isNumber()) {
                data.latest.put(field.getKey(), field.getValue().doubleValue());
            }
        });
        data.metrics.add(metrics);
    }

    synchronized void onDeviceEvent(String device, ObjectNode event) {
        DeviceData data = named(devices, device, DeviceData::new);
        if (data != null && event.path("event").asText().equals("gap")) {
            data.lost += event.path("detail").path("lost").asLong(0);
        }
        deviceEvents.add(event);
    }

    synchronized void onUnreadable() {
        unreadable++;
    }

    /** Sets the devices whose samples are part of {@link #drainSignals}. */
    public synchronized void watch(Set<String> watched) {
        signals.watch(watched);
    }

    /** What is new since the last call; empty if nothing is. */
    public synchronized Map<String, Object> drain() {
        Map<String, Object> frame = new LinkedHashMap<>();
        put(frame, "trades", trades.drain());
        put(frame, "alerts", alerts.drain());
        put(frame, "articles", articles.drain());
        put(frame, "events", deviceEvents.drain());
        List<Object[]> candles = new ArrayList<>();
        Map<String, Object> tickers = new LinkedHashMap<>();
        Map<String, Object> tops = new LinkedHashMap<>();
        pairs.forEach((name, pair) -> {
            pair.candles.drainChanged().forEach(row -> candles.add(withName(name, row)));
            if (pair.isFresh) {
                putNonNull(tickers, name, pair.ticker);
                putNonNull(tops, name, pair.bookTop);
                pair.isFresh = false;
            }
        });
        put(frame, "candles", candles);
        putNonEmpty(frame, "tickers", tickers);
        putNonEmpty(frame, "tops", tops);
        List<ObjectNode> metrics = new ArrayList<>();
        devices.values().forEach(device -> metrics.addAll(device.metrics.drain()));
        put(frame, "metrics", metrics);
        if (!frame.isEmpty()) {
            frame.put("now", nowMs.getAsLong());
        }
        return frame;
    }

    /** The new samples by device. */
    public synchronized Map<String, List<Object[]>> drainSignals() {
        return signals.drain();
    }

    /** Everything for a viewer who just came, in the form of {@link #drain}. */
    public synchronized Map<String, Object> snapshot() {
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("now", nowMs.getAsLong());
        frame.put("snapshot", true);
        frame.put("trades", trades.all());
        frame.put("alerts", alerts.all());
        frame.put("articles", articles.all());
        frame.put("events", deviceEvents.all());
        frame.put("unreadable", unreadable);
        Map<String, Object> tickers = new LinkedHashMap<>();
        Map<String, Object> tops = new LinkedHashMap<>();
        pairs.forEach((name, pair) -> {
            putNonNull(tickers, name, pair.ticker);
            putNonNull(tops, name, pair.bookTop);
        });
        frame.put("pairs", pairs.keySet().toArray());
        frame.put("tickers", tickers);
        frame.put("tops", tops);
        List<ObjectNode> metrics = new ArrayList<>();
        Map<String, Long> seen = new LinkedHashMap<>();
        devices.forEach((name, device) -> {
            List<ObjectNode> all = device.metrics.all();
            if (!all.isEmpty()) {
                metrics.add(all.get(all.size() - 1));
            }
            seen.put(name, device.lost);
        });
        frame.put("metrics", metrics);
        frame.put("devices", seen);
        return frame;
    }

    /** Curves and metrics of a device that a viewer just selected. */
    public synchronized Map<String, Object> selected(String device) {
        DeviceData data = devices.get(device);
        return Map.of(
                "device",
                device,
                "reset",
                true,
                "metrics",
                data == null ? List.of() : data.metrics.all(),
                "samples",
                signals.recent(device));
    }

    /** The candles of a pair, oldest first. */
    public synchronized List<Object[]> candles(String pair) {
        PairData data = pairs.get(pair);
        return data == null ? List.of() : data.candles.all();
    }

    public synchronized Latest latest() {
        long now = nowMs.getAsLong();
        Map<String, PairState> pairStates = new TreeMap<>();
        pairs.forEach((name, pair) -> pairStates.put(
                name, new PairState(Double.isNaN(pair.last) ? null : (Double) pair.last, age(now, pair.lastMs))));
        Map<String, SiteState> siteStates = new TreeMap<>();
        sites.forEach((name, site) -> siteStates.put(name, new SiteState(site.articles, age(now, site.newestMs))));
        Map<String, DeviceState> deviceStates = new TreeMap<>();
        devices.forEach((name, device) -> deviceStates.put(
                name,
                new DeviceState(
                        device.latest.get("bpm"),
                        device.latest.get("quality"),
                        device.latest.get("battery"),
                        device.lost,
                        age(now, device.lastMs))));
        return new Latest(pairStates, siteStates, deviceStates);
    }

    private static double age(long nowMs, long thenMs) {
        return Math.max(0, Math.rint((nowMs - thenMs) / 100.0) / 10);
    }

    private static <T> @Nullable T named(Map<String, T> all, String name, Supplier<T> create) {
        T known = all.get(name);
        if (known == null && all.size() < MAX_NAMES && !name.isEmpty()) {
            known = create.get();
            all.put(name, known);
        }
        return known;
    }

    private static Object[] withName(String name, Object[] row) {
        Object[] named = new Object[row.length + 1];
        named[0] = name;
        System.arraycopy(row, 0, named, 1, row.length);
        return named;
    }

    private static void put(Map<String, Object> frame, String name, List<?> elements) {
        if (!elements.isEmpty()) {
            frame.put(name, elements);
        }
    }

    private static void putNonEmpty(Map<String, Object> frame, String name, Map<String, Object> elements) {
        if (!elements.isEmpty()) {
            frame.put(name, elements);
        }
    }

    private static void putNonNull(Map<String, Object> elements, String name, Object @Nullable [] value) {
        if (value != null) {
            elements.put(name, value);
        }
    }

    private static @Nullable Double number(JsonNode json, String field) {
        return json.path(field).isNumber() ? (Double) json.path(field).doubleValue() : null;
    }

    private static long ms(JsonNode json) {
        return Math.round(json.path("timestamp").asDouble(0) * MS);
    }
}
