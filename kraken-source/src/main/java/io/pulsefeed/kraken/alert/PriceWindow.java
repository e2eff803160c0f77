package io.pulsefeed.kraken.alert;

import java.math.BigDecimal;
import java.util.ArrayDeque;

/** Lowest and highest price of the last while, in constant time per price: two queues in which only coming extremes are kept. */
final class PriceWindow {

    /** Far above what a pair's tickers give in a minute; beyond it the oldest prices are forgotten early. */
    private static final int MAX_KEPT = 8192;

    private record Sample(long nanos, BigDecimal price) {}

    private final long window;
    private final ArrayDeque<Sample> lows = new ArrayDeque<>();
    private final ArrayDeque<Sample> highs = new ArrayDeque<>();

    PriceWindow(long windowNanos) {
        this.window = windowNanos;
    }

    void add(long nanos, BigDecimal price) {
        while (!lows.isEmpty() && lows.peekLast().price.compareTo(price) >= 0) {
            lows.pollLast();
        }
        while (!highs.isEmpty() && highs.peekLast().price.compareTo(price) <= 0) {
            highs.pollLast();
        }
        append(lows, nanos, price);
        append(highs, nanos, price);
    }

    private void append(ArrayDeque<Sample> samples, long nanos, BigDecimal price) {
        samples.addLast(new Sample(nanos, price));
        while (nanos - samples.peekFirst().nanos > window || samples.size() > MAX_KEPT) {
            samples.pollFirst();
        }
    }

    BigDecimal low() {
        return lows.peekFirst().price;
    }

    BigDecimal high() {
        return highs.peekFirst().price;
    }
}
