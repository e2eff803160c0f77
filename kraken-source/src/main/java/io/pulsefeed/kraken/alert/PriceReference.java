package io.pulsefeed.kraken.alert;

import io.pulsefeed.kraken.config.PriceConfig;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The price that {@code pct_change} of one pair is measured against. Not thread-safe. */
public abstract class PriceReference {

    private PriceReference() {}

    /**
     * The change in percent, unrounded; null without a reference.
     *
     * @param timeEpochNs event time in nanoseconds since 1970
     * @param dayChange the change over 24 hours in percent, if Kraken sent it
     */
    public abstract @Nullable BigDecimal change(BigDecimal price, long timeEpochNs, @Nullable String dayChange);

    /** Restores a price from before a restart. */
    public abstract void resume(BigDecimal price, long timeEpochNs);

    /** A reference for one pair, as the configuration selects it. */
    public static PriceReference of(PriceConfig config) {
        return switch (config.changeMode()) {
            case PREVIOUS -> new Previous();
            case WINDOW -> new Window(config.changeWindow().toNanos());
            case DAY -> new Day();
        };
    }

    /** The previous ticker. */
    private static final class Previous extends PriceReference {

        private @Nullable BigDecimal previous;

        @Override
        public @Nullable BigDecimal change(BigDecimal price, long timeEpochNs, @Nullable String dayChange) {
            @Nullable BigDecimal change = previous == null ? null : PriceChange.percent(price, previous);
            previous = price;
            return change;
        }

        @Override
        public void resume(BigDecimal price, long timeEpochNs) {
            previous = price;
        }
    }

    /** The price 24 hours ago, as Kraken reports it. */
    private static final class Day extends PriceReference {

        @Override
        public @Nullable BigDecimal change(BigDecimal price, long timeEpochNs, @Nullable String dayChange) {
            return dayChange == null ? null : new BigDecimal(dayChange);
        }

        @Override
        public void resume(BigDecimal price, long timeEpochNs) {
            // Kraken's value does not depend on earlier tickers.
        }
    }

    /** The price at the start of a sliding window; null until the window is full. */
    private static final class Window extends PriceReference {

        /** Prices within a thousandth of the window count as one, which bounds the memory. */
        private static final int STEPS = 1000;

        private record Sample(long timeEpochNs, BigDecimal price) {}

        private final long windowNs;
        private final ArrayDeque<Sample> samples = new ArrayDeque<>();

        Window(long windowNs) {
            this.windowNs = windowNs;
        }

        @Override
        public @Nullable BigDecimal change(BigDecimal price, long timeEpochNs, @Nullable String dayChange) {
            add(timeEpochNs, price);
            @Nullable Sample reference = null;
            while (samples.size() > 1 && timeEpochNs - samples.peekFirst().timeEpochNs >= windowNs) {
                reference = samples.pollFirst();
            }
            if (reference == null) {
                return null;
            }
            // The newest price that is old enough stays, because the next ticker may need it again.
            samples.addFirst(reference);
            return PriceChange.percent(price, reference.price);
        }

        /** A price older than the whole window means that a clock has stepped back: the window starts again with it. */
        private void add(long timeEpochNs, BigDecimal price) {
            if (!samples.isEmpty() && samples.peekLast().timeEpochNs - timeEpochNs > windowNs) {
                samples.clear();
            }
            if (samples.isEmpty() || timeEpochNs - samples.peekLast().timeEpochNs >= windowNs / STEPS) {
                samples.addLast(new Sample(timeEpochNs, price));
            }
        }

        @Override
        public void resume(BigDecimal price, long timeEpochNs) {
            add(timeEpochNs, price);
        }
    }
}
