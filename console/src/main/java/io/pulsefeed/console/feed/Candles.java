package io.pulsefeed.console.feed;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Candles of one minute of one pair, built from trades in any order. Keeps the newest {@value #KEPT}. Not thread-safe. */
final class Candles {

    static final int KEPT = 120;
    private static final long MINUTE_MS = 60_000;

    private final NavigableMap<Long, Candle> byMinute = new TreeMap<>();
    private final TreeSet<Long> changed = new TreeSet<>();

    /** Adds a trade. {@code filled} is a trade that was fetched after a gap. */
    void add(double price, double volume, long timeMs, boolean filled) {
        long minute = Math.floorDiv(timeMs, MINUTE_MS) * MINUTE_MS;
        if (byMinute.size() >= KEPT && minute < byMinute.firstKey()) {
            return;
        }
        byMinute.computeIfAbsent(minute, start -> new Candle()).add(price, volume, timeMs, filled);
        changed.add(minute);
        while (byMinute.size() > KEPT) {
            changed.remove(byMinute.pollFirstEntry().getKey());
        }
    }

    /** The candles that changed since the last call, as {@code [minute, open, high, low, close, volume, filled trades]}. */
    List<Object[]> drainChanged() {
        List<Object[]> rows = rows(changed);
        changed.clear();
        return rows;
    }

    /** All candles, oldest first. */
    List<Object[]> all() {
        return rows(byMinute.keySet());
    }

    private List<Object[]> rows(Collection<Long> minutes) {
        List<Object[]> rows = new ArrayList<>();
        for (long minute : minutes) {
            rows.add(byMinute.get(minute).row(minute));
        }
        return rows;
    }

    /** The price of the first trade at or after {@code timeMs}, or NaN. */
    double openSince(long timeMs) {
        Map.Entry<Long, Candle> first = byMinute.ceilingEntry(timeMs);
        return first == null ? Double.NaN : first.getValue().open;
    }

    private static final class Candle {

        private long firstMs = Long.MAX_VALUE;
        private long lastMs = Long.MIN_VALUE;
        private double open;
        private double high = Double.NEGATIVE_INFINITY;
        private double low = Double.POSITIVE_INFINITY;
        private double close;
        private double volume;
        private long filled;

        void add(double price, double amount, long timeMs, boolean isFilled) {
            if (timeMs < firstMs) {
                firstMs = timeMs;
                open = price;
            }
            if (timeMs >= lastMs) {
                lastMs = timeMs;
                close = price;
            }
            high = Math.max(high, price);
            low = Math.min(low, price);
            volume += amount;
            filled += isFilled ? 1 : 0;
        }

        Object[] row(long minute) {
            return new Object[] {minute, open, high, low, close, volume, filled};
        }
    }
}
