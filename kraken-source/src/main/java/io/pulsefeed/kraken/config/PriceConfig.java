package io.pulsefeed.kraken.config;

import io.pulsefeed.commons.config.ConfigKey;
import io.pulsefeed.commons.config.EnumChoice;
import io.pulsefeed.commons.config.Validators;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/**
 * What price changes are measured against, and which of them raise an alert.
 *
 * @param alertThreshold percent; 0 disables alerts
 * @param pairThresholds thresholds of single pairs, by the pair as the user wrote it; percent
 */
public record PriceConfig(
        PriceChangeMode changeMode,
        Duration changeWindow,
        AlertMode alertMode,
        Duration alertWindow,
        Duration alertCooldown,
        BigDecimal alertThreshold,
        Map<String, BigDecimal> pairThresholds) {

    public static final String ALERT_THRESHOLD = "alert.threshold.percent";
    private static final String CHANGE_MODE = "price.change.mode";
    private static final String CHANGE_WINDOW = "price.change.window.ms";
    private static final String ALERT_MODE = "alert.mode";
    private static final String ALERT_WINDOW = "alert.window.ms";
    private static final String ALERT_COOLDOWN = "alert.cooldown.ms";

    private static final String GROUP = "Price change and alerts";
    private static final EnumChoice<AlertMode> ALERT_MODES = EnumChoice.of(AlertMode.class);

    static void addTo(ConfigDef definition) {
        addChange(definition);
        addAlerts(definition);
    }

    private static void addChange(ConfigDef definition) {
        ConfigKey.of(CHANGE_MODE, Type.STRING)
                .defaultsTo(PriceChangeMode.PREVIOUS.text())
                .validatedBy(
                        Validators.ofText("one of " + String.join(", ", PriceChangeMode.TEXTS), PriceChangeMode::parse))
                .recommendedBy(Validators.recommend(PriceChangeMode.TEXTS))
                .displayedAs("Price change mode")
                .documentedAs(
                        """
                        What pct_change of a ticker compares with: previous is the previous ticker, window is the price
                        price.change.window.ms ago, 24h is the change over 24 hours that Kraken reports.""")
                .addTo(definition, GROUP);
        ConfigValues.millisKey(CHANGE_WINDOW, 60_000, 1000, 86_400_000)
                .displayedAs("Price change window")
                .documentedAs("Length of the window if price.change.mode is window.")
                .addTo(definition, GROUP);
    }

    private static void addAlerts(ConfigDef definition) {
        ConfigKey.of(ALERT_MODE, ALERT_MODES, AlertMode.WINDOW)
                .displayedAs("Alert mode")
                .documentedAs(
                        """
                        What an alert compares the price with: window is the lowest and the highest price of the last
                        alert.window.ms, previous is the previous ticker, without a cooldown; off disables alerts.""")
                .addTo(definition, GROUP);
        ConfigValues.millisKey(ALERT_WINDOW, 60_000, 1000, 86_400_000)
                .displayedAs("Alert window")
                .documentedAs(
                        "Length of the alert window. A longer pause between two tickers starts the comparison again.")
                .addTo(definition, GROUP);
        ConfigValues.millisKey(ALERT_COOLDOWN, 60_000, 0, 86_400_000)
                .displayedAs("Alert cooldown")
                .documentedAs(
                        """
                        Minimum time between two alerts of the same type for a pair. It ends early if the price change
                        falls below half the threshold, and does not suppress a change twice as large as the last alert.""")
                .addTo(definition, GROUP);
        ConfigKey.of(ALERT_THRESHOLD, Type.STRING)
                .defaultsTo("0.5")
                .validatedBy(ConfigValues.percent())
                .importance(Importance.MEDIUM)
                .displayedAs("Alert threshold")
                .documentedAs(
                        """
                        Minimum price change in percent that raises an alert; 0 disables alerts. To set it for one pair,
                        append the pair to the key: alert.threshold.percent.XBT/USD=1.0.""")
                .addTo(definition, GROUP);
    }

    static PriceConfig of(AbstractConfig values) {
        return new PriceConfig(
                PriceChangeMode.parse(values.getString(CHANGE_MODE)),
                ConfigValues.millis(values, CHANGE_WINDOW),
                ALERT_MODES.get(values, ALERT_MODE),
                ConfigValues.millis(values, ALERT_WINDOW),
                ConfigValues.millis(values, ALERT_COOLDOWN),
                ConfigValues.percent(values.getString(ALERT_THRESHOLD)),
                pairThresholds(values.originals()));
    }

    /**
     * Parses the keys {@code alert.threshold.percent.PAIR}.
     *
     * @throws ConfigException naming the first key whose value is not a percentage
     */
    public static Map<String, BigDecimal> pairThresholds(Map<String, ?> properties) {
        Map<String, BigDecimal> thresholds = new LinkedHashMap<>();
        properties.forEach((name, value) -> {
            if (name.startsWith(ALERT_THRESHOLD + ".")) {
                try {
                    thresholds.put(
                            name.substring(ALERT_THRESHOLD.length() + 1), ConfigValues.percent(String.valueOf(value)));
                } catch (IllegalArgumentException e) {
                    throw new ConfigException(name + "=" + value + ": " + e.getMessage());
                }
            }
        });
        return thresholds;
    }
}
