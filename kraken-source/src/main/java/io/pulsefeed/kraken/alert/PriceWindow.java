package io.pulsefeed.kraken.alert;

import java.math.BigDecimal;
import java.util.ArrayDeque;

/**
 * The lowest and the highest price of a sliding window, in amortized constant time per price: two monotonic queues hold only the
 * prices that can still become an extreme.
 */
final class PriceWindow {

    /** Bound of each queue; above it the oldest prices expire early. */
    private static final int MAX_SAMPLES = 8192;

    private record Sample(long timeEpochNs, BigDecimal price) {}

    private final long windowNs;
    private final ArrayDeque<Sample> lows = new ArrayDeque<>();
    private final ArrayDeque<Sample> highs = new ArrayDeque<>();

    PriceWindow(long windowNs) {
        this.windowNs = windowNs;
    }

    /** A price older than the whole window means that a clock has stepped back: the window starts again with it. */
    void add(long timeEpochNs, BigDecimal price) {
        if (!lows.isEmpty() && lows.peekLast().timeEpochNs - timeEpochNs > windowNs) {
            lows.clear();
            highs.clear();
        }
        while (!lows.isEmpty() && lows.peekLast().price.compareTo(price) >= 0) {
            lows.pollLast();
        }
        while (!highs.isEmpty() && highs.peekLast().price.compareTo(price) <= 0) {
            highs.pollLast();
        }
        append(lows, timeEpochNs, price);
        append(highs, timeEpochNs, price);
    }

    private void append(ArrayDeque<Sample> samples, long timeEpochNs, BigDecimal price) {
        samples.addLast(new Sample(timeEpochNs, price));
        while (timeEpochNs - samples.peekFirst().timeEpochNs > windowNs || samples.size() > MAX_SAMPLES) {
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
