package io.pulsefeed.kraken.alert;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;

/**
 * Decides for one pair which tickers deserve an alert. An alert of one type keeps its type quiet for the cooldown, unless the move
 * calms down to half the threshold (then the next one counts again) or doubles. Not thread-safe.
 */
public final class AlertRule {

    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private record Fired(long nanos, BigDecimal magnitude) {}

    private final AlertSettings settings;
    private final PriceWindow window;
    private final Map<Alert.Type, Fired> cooling = new EnumMap<>(Alert.Type.class);
    private BigDecimal previous;
    private long previousNanos;

    public AlertRule(AlertSettings settings) {
        this.settings = settings;
        this.window = new PriceWindow(settings.window().toNanos());
    }

    /**
     * Takes the next price.
     *
     * @param nanos event time, nanoseconds since 1970
     * @param mayAlert false for a snapshot and while the venue is not online: such a price only serves for comparison
     * @return null when the move is not worth an alert
     */
    public Alert next(BigDecimal price, long nanos, boolean mayAlert) {
        BigDecimal change = settings.usesWindow() ? againstWindow(price, nanos) : againstPrevious(price, nanos);
        previous = price;
        previousNanos = nanos;
        if (change == null || settings.threshold().signum() == 0) {
            return null;
        }
        BigDecimal magnitude = change.abs();
        if (magnitude.multiply(TWO).compareTo(settings.threshold()) < 0) {
            cooling.clear();
        }
        if (!mayAlert || magnitude.compareTo(settings.threshold()) < 0) {
            return null;
        }
        Alert.Type type = change.signum() > 0 ? Alert.Type.SPIKE : Alert.Type.DROP;
        if (settings.usesWindow() && isCooling(type, magnitude, nanos)) {
            return null;
        }
        cooling.put(type, new Fired(nanos, magnitude));
        return new Alert(type, change, settings.threshold());
    }

    private boolean isCooling(Alert.Type type, BigDecimal magnitude, long nanos) {
        Fired last = cooling.get(type);
        return last != null
                && nanos - last.nanos < settings.cooldown().toNanos()
                && magnitude.compareTo(last.magnitude.multiply(TWO)) < 0;
    }

    /** The larger of the moves from the window's lowest and highest price. */
    private BigDecimal againstWindow(BigDecimal price, long nanos) {
        window.add(nanos, price);
        BigDecimal rise = PriceChange.percent(price, window.low());
        BigDecimal fall = PriceChange.percent(price, window.high());
        if (rise == null || fall == null) {
            return null;
        }
        return rise.abs().compareTo(fall.abs()) >= 0 ? rise : fall;
    }

    /** Null across a hole: the price before it says nothing about a sudden move. */
    private BigDecimal againstPrevious(BigDecimal price, long nanos) {
        return previous == null || nanos - previousNanos > settings.window().toNanos()
                ? null
                : PriceChange.percent(price, previous);
    }
}
