package io.pulsefeed.kraken.config;

import io.pulsefeed.commons.config.ConfigKey;
import io.pulsefeed.kraken.alert.AlertSettings;
import io.pulsefeed.kraken.alert.PriceReference;
import io.pulsefeed.kraken.wire.Pair;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** What counts as a price change, and when it is worth an alert. */
final class PriceKeys {

    static final String CHANGE_MODE = "price.change.mode";
    static final String CHANGE_WINDOW = "price.change.window.ms";
    static final String ALERT_MODE = "alert.mode";
    static final String ALERT_WINDOW = "alert.window.ms";
    static final String ALERT_COOLDOWN = "alert.cooldown.ms";
    static final String ALERT_THRESHOLD = "alert.threshold.percent";

    private static final String GROUP = "Price change and alerts";

    private PriceKeys() {}

    static void addTo(ConfigDef definition) {
        addChange(definition);
        addAlerts(definition);
    }

    private static void addChange(ConfigDef definition) {
        ConfigKey.of(CHANGE_MODE, Type.STRING)
                .defaultsTo("previous")
                .validatedBy(Rules.oneOf("previous", "window", "24h"))
                .recommendedBy(Rules.recommend("previous", "window", "24h"))
                .importance(Importance.MEDIUM)
                .displayedAs("Price change")
                .documentedAs(
                        """
                        What pct_change in a ticker compares with. previous is the ticker before, window the price
                        price.change.window.ms ago, 24h the venue's own change over a day.""")
                .addTo(definition, GROUP);
        ConfigKey.of(CHANGE_WINDOW, Type.LONG)
                .defaultsTo(60_000L)
                .validatedBy(Range.between(1000L, 86_400_000L))
                .importance(Importance.LOW)
                .displayedAs("Price change window")
                .documentedAs("How far back the price change looks in the mode window.")
                .addTo(definition, GROUP);
    }

    private static void addAlerts(ConfigDef definition) {
        ConfigKey.of(ALERT_MODE, Type.STRING)
                .defaultsTo("window")
                .validatedBy(Rules.oneOf("window", "previous", "off"))
                .recommendedBy(Rules.recommend("window", "previous", "off"))
                .importance(Importance.MEDIUM)
                .displayedAs("Alerts")
                .documentedAs(
                        """
                        What an alert compares with. window is the lowest and highest price of the last
                        alert.window.ms, previous the ticker before, without a cooldown; off sends none.""")
                .addTo(definition, GROUP);
        ConfigKey.of(ALERT_WINDOW, Type.LONG)
                .defaultsTo(60_000L)
                .validatedBy(Range.between(1000L, 86_400_000L))
                .importance(Importance.LOW)
                .displayedAs("Alert window")
                .documentedAs("How far back an alert looks, and how long a pause between tickers may be at most.")
                .addTo(definition, GROUP);
        ConfigKey.of(ALERT_COOLDOWN, Type.LONG)
                .defaultsTo(60_000L)
                .validatedBy(Range.between(0L, 86_400_000L))
                .importance(Importance.LOW)
                .displayedAs("Alert cooldown")
                .documentedAs(
                        """
                        How long a pair is quiet after an alert of one type. It ends early when the price calms down to
                        half the threshold, and does not hold back a move twice as large.""")
                .addTo(definition, GROUP);
        ConfigKey.of(ALERT_THRESHOLD, Type.STRING)
                .defaultsTo("0.5")
                .validatedBy(Rules.percent())
                .importance(Importance.MEDIUM)
                .displayedAs("Alert threshold")
                .documentedAs(
                        """
                        Percent from which on a price change is an alert; 0 for none. For one pair add its name to the
                        key: alert.threshold.percent.XBT/USD=1.0.""")
                .addTo(definition, GROUP);
    }

    static PriceReference reference(AbstractConfig values) {
        return switch (values.getString(CHANGE_MODE)) {
            case "window" -> PriceReference.ago(TimeUnit.MILLISECONDS.toNanos(values.getLong(CHANGE_WINDOW)));
            case "24h" -> PriceReference.day();
            default -> PriceReference.previous();
        };
    }

    static AlertSettings alerts(AbstractConfig values, Map<Pair, BigDecimal> thresholds, Pair pair) {
        String mode = values.getString(ALERT_MODE);
        BigDecimal threshold = "off".equals(mode)
                ? BigDecimal.ZERO
                : thresholds.getOrDefault(pair, new BigDecimal(values.getString(ALERT_THRESHOLD)));
        return new AlertSettings(
                !"previous".equals(mode),
                Duration.ofMillis(values.getLong(ALERT_WINDOW)),
                Duration.ofMillis(values.getLong(ALERT_COOLDOWN)),
                threshold);
    }

    /**
     * The thresholds of single pairs, {@code alert.threshold.percent.XBT/USD}.
     *
     * @throws IllegalArgumentException naming the key that is wrong
     */
    static Map<Pair, BigDecimal> thresholds(Map<String, String> properties) {
        Map<Pair, BigDecimal> thresholds = new LinkedHashMap<>();
        properties.forEach((name, value) -> {
            if (name.startsWith(ALERT_THRESHOLD + ".")) {
                try {
                    Pair pair = Pair.parse(name.substring(ALERT_THRESHOLD.length() + 1));
                    thresholds.put(pair, Rules.percent(value));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(name + "=" + value + ": " + e.getMessage(), e);
                }
            }
        });
        return thresholds;
    }
}
