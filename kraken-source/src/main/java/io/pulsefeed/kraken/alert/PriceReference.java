package io.pulsefeed.kraken.alert;

import io.pulsefeed.kraken.config.PriceConfig;
import java.math.BigDecimal;
import java.util.ArrayDeque;

/** The price that {@code pct_change} is measured against, for one pair. Not thread-safe. */
public abstract class PriceReference {

    private PriceReference() {}

    /** Percent, unrounded, or null when there is nothing to compare with. {@code dayChange} is the venue's own figure, or null. */
    public abstract BigDecimal change(BigDecimal price, long nanos, String dayChange);

    /** Takes up a price from before a restart. */
    public abstract void resume(BigDecimal price, long nanos);

    /** A reference for one pair, as the configuration selects it. */
    public static PriceReference of(PriceConfig config) {
        return switch (config.changeMode()) {
            case PREVIOUS -> previous();
            case WINDOW -> ago(config.changeWindow().toNanos());
            case DAY -> day();
        };
    }

    /** Against the ticker before. */
    public static PriceReference previous() {
        return new PriceReference() {
            private BigDecimal previous;

            @Override
            public BigDecimal change(BigDecimal price, long nanos, String dayChange) {
                BigDecimal change = previous == null ? null : PriceChange.percent(price, previous);
                previous = price;
                return change;
            }

            @Override
            public void resume(BigDecimal price, long nanos) {
                previous = price;
            }
        };
    }

    /** Against the price some time ago, null until we have watched for so long. */
    public static PriceReference ago(long windowNanos) {
        return new Ago(windowNanos);
    }

    /** The venue's own change over 24 hours. */
    public static PriceReference day() {
        return new PriceReference() {
            @Override
            public BigDecimal change(BigDecimal price, long nanos, String dayChange) {
                return dayChange == null ? null : new BigDecimal(dayChange);
            }

            @Override
            public void resume(BigDecimal price, long nanos) {
                // Nothing of ours enters the figure.
            }
        };
    }

    private static final class Ago extends PriceReference {

        /** Prices nearer together than a thousandth of the window are one, which bounds what is kept. */
        private static final int STEPS = 1000;

        private record Sample(long nanos, BigDecimal price) {}

        private final long window;
        private final ArrayDeque<Sample> samples = new ArrayDeque<>();

        Ago(long windowNanos) {
            this.window = windowNanos;
        }

        @Override
        public BigDecimal change(BigDecimal price, long nanos, String dayChange) {
            add(nanos, price);
            Sample reference = null;
            while (samples.size() > 1 && nanos - samples.peekFirst().nanos >= window) {
                reference = samples.pollFirst();
            }
            if (reference == null) {
                return null;
            }
            // The newest price that is old enough stays: the next ticker may need it again.
            samples.addFirst(reference);
            return PriceChange.percent(price, reference.price);
        }

        private void add(long nanos, BigDecimal price) {
            if (samples.isEmpty() || nanos - samples.peekLast().nanos >= window / STEPS) {
                samples.addLast(new Sample(nanos, price));
            }
        }

        @Override
        public void resume(BigDecimal price, long nanos) {
            add(nanos, price);
        }
    }
}
