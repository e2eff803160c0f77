package io.pulsefeed.emotibit.config;

import io.pulsefeed.commons.config.ConfigKey;
import io.pulsefeed.emotibit.signal.SignalSettings;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * What is computed from the signals.
 *
 * @param enabled whether metrics are computed at all
 * @param signals windows and thresholds
 * @param batteryLowPercent battery level at which an event is published
 */
public record MetricSettings(boolean enabled, SignalSettings signals, int batteryLowPercent) {

    public static final String ENABLED = "metrics.enabled";
    public static final String LONG_WINDOW = "metrics.variability.window.ms";
    public static final String SHORT_WINDOW = "metrics.window.ms";
    public static final String HOP = "metrics.hop.ms";
    public static final String SCR_THRESHOLD = "metrics.scr.threshold";
    public static final String RATE_QUALITY = "metrics.rate.quality";
    public static final String VARIABILITY_QUALITY = "metrics.variability.quality";
    public static final String BATTERY_LOW = "battery.low.percent";

    static final ConfigDef DEFINITION = definition();

    private static final String GROUP = "Metrics";

    static MetricSettings of(AbstractConfig config) {
        return new MetricSettings(
                config.getBoolean(ENABLED),
                new SignalSettings(
                        config.getInt(LONG_WINDOW),
                        config.getInt(SHORT_WINDOW),
                        config.getInt(HOP),
                        config.getDouble(SCR_THRESHOLD),
                        config.getDouble(RATE_QUALITY),
                        config.getDouble(VARIABILITY_QUALITY)),
                config.getInt(BATTERY_LOW));
    }

    private static ConfigDef definition() {
        SignalSettings defaults = SignalSettings.DEFAULT;
        ConfigDef definition = new ConfigDef();
        ConfigKey.of(ENABLED, Type.BOOLEAN)
                .defaultsTo(true)
                .displayedAs("Compute metrics")
                .documentedAs(
                        """
                        Computes heart, skin and motion metrics from the signals. What a signal does not carry is left out of the
                        record, with the reason, and never guessed.""")
                .addTo(definition, GROUP);
        window(
                definition,
                LONG_WINDOW,
                defaults.longWindowMs(),
                "Variability window (ms)",
                "Length of signal behind one value of pulse rate variability and breathing rate.");
        window(
                definition,
                SHORT_WINDOW,
                defaults.shortWindowMs(),
                "Window (ms)",
                "Length of signal behind one value of every other metric.");
        window(definition, HOP, defaults.hopMs(), "Hop (ms)", "Time between two records of metrics of one device.");
        number(
                definition,
                SCR_THRESHOLD,
                defaults.scrThresholdMicrosiemens(),
                5,
                "Skin response threshold (microsiemens)",
                """
                Smallest skin conductance response that counts. 0.05 is usual in the literature; 0.02 suits dry skin and low
                conductance.""");
        number(
                definition,
                RATE_QUALITY,
                defaults.rateQuality(),
                1,
                "Quality for a heart rate",
                "Least quality of the pulse signal, from 0 to 1, at which a heart rate is published.");
        number(
                definition,
                VARIABILITY_QUALITY,
                defaults.variabilityQuality(),
                1,
                "Quality for variability",
                """
                Least quality of the pulse signal, from 0 to 1, at which pulse rate variability is published. Noise always makes
                variability look larger, so it needs more quality than the rate.""");
        ConfigKey.of(BATTERY_LOW, Type.INT)
                .defaultsTo(15)
                .validatedBy(Range.between(0, 100))
                .importance(Importance.LOW)
                .displayedAs("Low battery (percent)")
                .documentedAs(
                        "Battery level at or below which an event is published, once until the level has recovered by 5.")
                .addTo(definition, GROUP);
        return definition;
    }

    private static void window(ConfigDef definition, String name, int value, String label, String documentation) {
        ConfigKey.of(name, Type.INT)
                .defaultsTo(value)
                .validatedBy(Range.between(1_000, 600_000))
                .importance(Importance.LOW)
                .displayedAs(label)
                .documentedAs(documentation)
                .addTo(definition, GROUP);
    }

    private static void number(
            ConfigDef definition, String name, double value, double most, String label, String documentation) {
        ConfigKey.of(name, Type.DOUBLE)
                .defaultsTo(value)
                .validatedBy(Range.between(0.0, most))
                .importance(Importance.LOW)
                .displayedAs(label)
                .documentedAs(documentation)
                .addTo(definition, GROUP);
    }
}
