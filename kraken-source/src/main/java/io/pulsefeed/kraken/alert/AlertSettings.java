package io.pulsefeed.kraken.alert;

import io.pulsefeed.kraken.config.AlertMode;
import io.pulsefeed.kraken.config.PriceConfig;
import io.pulsefeed.kraken.wire.Pair;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;

/**
 * When a price change of one pair raises an alert.
 *
 * @param threshold percent; 0 disables alerts
 */
public record AlertSettings(AlertMode mode, Duration window, Duration cooldown, BigDecimal threshold) {

    /** @throws IllegalArgumentException if the configuration has a threshold for an invalid pair */
    public static AlertSettings of(PriceConfig config, Pair pair) {
        BigDecimal threshold = config.alertThreshold();
        for (Map.Entry<String, BigDecimal> entry : config.pairThresholds().entrySet()) {
            if (Pair.parse(entry.getKey()).equals(pair)) {
                threshold = entry.getValue();
            }
        }
        return new AlertSettings(
                config.alertMode(),
                config.alertWindow(),
                config.alertCooldown(),
                config.alertMode() == AlertMode.OFF ? BigDecimal.ZERO : threshold);
    }

    boolean usesWindow() {
        return mode != AlertMode.PREVIOUS;
    }
}
