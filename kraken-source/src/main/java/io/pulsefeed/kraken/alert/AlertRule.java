package io.pulsefeed.kraken.alert;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides which tickers of one pair raise an alert. Not thread-safe.
 *
 * <pre>
 *   |change|                            cooldown of the type   result
 *   ----------------------------------  ---------------------  ---------------------------------
 *   below half the threshold            any                    no alert; all cooldowns end
 *   below the threshold                 any                    no alert
 *   at least the threshold              over                   alert; the cooldown starts
 *   at least the threshold              running                no alert
 *   at least twice the last alert       running                alert; the cooldown starts again
 * </pre>
 */
public final class AlertRule {

    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private record Fired(long timeEpochNs, BigDecimal magnitude) {}

    private final AlertSettings settings;
    private final PriceWindow window;
    private final Map<Alert.Type, Fired> cooldowns = new EnumMap<>(Alert.Type.class);
    private @Nullable BigDecimal previous;
    private long previousEpochNs;

    public AlertRule(AlertSettings settings) {
        this.settings = settings;
        this.window = new PriceWindow(settings.window().toNanos());
    }

    /**
     * Evaluates the next price.
     *
     * @param timeEpochNs event time in nanoseconds since 1970
     * @param mayAlert false for a snapshot and while Kraken is not online: the price only serves later comparisons
     */
    public @Nullable Alert evaluate(BigDecimal price, long timeEpochNs, boolean mayAlert) {
        @Nullable
        BigDecimal change =
                settings.usesWindow() ? changeInWindow(price, timeEpochNs) : changeFromPrevious(price, timeEpochNs);
        previous = price;
        previousEpochNs = timeEpochNs;
        if (change == null || settings.threshold().signum() == 0) {
            return null;
        }
        BigDecimal magnitude = change.abs();
        if (magnitude.multiply(TWO).compareTo(settings.threshold()) < 0) {
            cooldowns.clear();
        }
        if (!mayAlert || magnitude.compareTo(settings.threshold()) < 0) {
            return null;
        }
        Alert.Type type = change.signum() > 0 ? Alert.Type.SPIKE : Alert.Type.DROP;
        if (settings.usesWindow() && isCoolingDown(type, magnitude, timeEpochNs)) {
            return null;
        }
        cooldowns.put(type, new Fired(timeEpochNs, magnitude));
        return new Alert(type, change, settings.threshold());
    }

    private boolean isCoolingDown(Alert.Type type, BigDecimal magnitude, long timeEpochNs) {
        Fired last = cooldowns.get(type);
        return last != null
                && Math.abs(timeEpochNs - last.timeEpochNs)
                        < settings.cooldown().toNanos()
                && magnitude.compareTo(last.magnitude.multiply(TWO)) < 0;
    }

    /** The larger of the changes from the lowest and from the highest price of the window. */
    private @Nullable BigDecimal changeInWindow(BigDecimal price, long timeEpochNs) {
        window.add(timeEpochNs, price);
        @Nullable BigDecimal rise = PriceChange.percent(price, window.low());
        @Nullable BigDecimal fall = PriceChange.percent(price, window.high());
        if (rise == null || fall == null) {
            return null;
        }
        return rise.abs().compareTo(fall.abs()) >= 0 ? rise : fall;
    }

    /** Null after a pause longer than the window, because the change is then not sudden. */
    private @Nullable BigDecimal changeFromPrevious(BigDecimal price, long timeEpochNs) {
        return previous == null
                        || Math.abs(timeEpochNs - previousEpochNs)
                                > settings.window().toNanos()
                ? null
                : PriceChange.percent(price, previous);
    }
}
