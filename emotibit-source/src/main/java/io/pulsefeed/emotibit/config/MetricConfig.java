package io.pulsefeed.emotibit.config;

import io.pulsefeed.commons.config.ConfigKey;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Metrics computed from the signals.
 *
 * @param enabled whether metrics are computed
 * @param longWindowMs window length of pulse-rate variability and breathing rate
 * @param shortWindowMs window length of all other metrics
 * @param hopMs interval between window ends
 * @param scrThresholdMicrosiemens minimum amplitude of a skin conductance response
 * @param rateQuality minimum signal quality for a heart rate, 0 to 1
 * @param variabilityQuality minimum signal quality for variability, 0 to 1
 * @param beats whether every beat interval is published as an event
 * @param batteryLowPercent battery level at or below which an event is published
 */
public record MetricConfig(
        boolean enabled,
        int longWindowMs,
        int shortWindowMs,
        int hopMs,
        double scrThresholdMicrosiemens,
        double rateQuality,
        double variabilityQuality,
        boolean beats,
        int batteryLowPercent) {

    /** The default value of every key. */
    public static final MetricConfig DEFAULT =
            new MetricConfig(true, 60_000, 10_000, 10_000, 0.05, 0.70, 0.85, false, 15);

    public static final String ENABLED = "metrics.enabled";
    public static final String LONG_WINDOW = "metrics.variability.window.ms";
    public static final String SHORT_WINDOW = "metrics.window.ms";
    public static final String HOP = "metrics.hop.ms";
    public static final String SCR_THRESHOLD = "metrics.scr.threshold";
    public static final String RATE_QUALITY = "metrics.rate.quality";
    public static final String VARIABILITY_QUALITY = "metrics.variability.quality";
    public static final String BEATS = "metrics.beats.enabled";
    public static final String BATTERY_LOW = "battery.low.percent";

    private static final String GROUP = "Metrics";

    static MetricConfig of(AbstractConfig config) {
        return new MetricConfig(
                config.getBoolean(ENABLED),
                config.getInt(LONG_WINDOW),
                config.getInt(SHORT_WINDOW),
                config.getInt(HOP),
                config.getDouble(SCR_THRESHOLD),
                config.getDouble(RATE_QUALITY),
                config.getDouble(VARIABILITY_QUALITY),
                config.getBoolean(BEATS),
                config.getInt(BATTERY_LOW));
    }

    static void define(ConfigDef definition) {
        ConfigKey.of(ENABLED, Type.BOOLEAN)
                .defaultsTo(DEFAULT.enabled)
                .displayedAs("Compute metrics")
                .documentedAs(
                        """
                        Computes heart, skin and motion metrics from the signals. A metric that cannot be computed from the signal
                        is omitted from the record, which contains the reason in NAME_absent.""")
                .addTo(definition, GROUP);
        window(
                definition,
                LONG_WINDOW,
                DEFAULT.longWindowMs,
                "Variability window (ms)",
                "Window length of pulse-rate variability and breathing rate.");
        window(
                definition,
                SHORT_WINDOW,
                DEFAULT.shortWindowMs,
                "Window (ms)",
                "Window length of all metrics except pulse-rate variability and breathing rate.");
        window(definition, HOP, DEFAULT.hopMs, "Hop (ms)", "Interval between the metric records of a device.");
        defineLimits(definition);
        defineEvents(definition);
    }

    private static void defineLimits(ConfigDef definition) {
        number(
                definition,
                SCR_THRESHOLD,
                DEFAULT.scrThresholdMicrosiemens,
                5,
                "Skin response threshold (microsiemens)",
                """
                Minimum amplitude of a skin conductance response. The literature commonly uses 0.05; use 0.02 for dry skin and low
                conductance.""");
        number(
                definition,
                RATE_QUALITY,
                DEFAULT.rateQuality,
                1,
                "Quality for a heart rate",
                "Minimum quality of the pulse signal, from 0 to 1, for a heart rate to be published.");
        number(
                definition,
                VARIABILITY_QUALITY,
                DEFAULT.variabilityQuality,
                1,
                "Quality for variability",
                """
                Minimum quality of the pulse signal, from 0 to 1, for pulse-rate variability to be published. Noise always
                increases the measured variability, so variability requires a higher quality than the heart rate.""");
    }

    private static void defineEvents(ConfigDef definition) {
        ConfigKey.of(BEATS, Type.BOOLEAN)
                .defaultsTo(DEFAULT.beats)
                .importance(Importance.LOW)
                .displayedAs("Publish beat intervals")
                .documentedAs(
                        """
                        Publishes a beat event for every interval between two pulse beats, with its quality, in the windows that
                        have a heart rate. These are 60 to 100 records per minute and device.""")
                .addTo(definition, GROUP);
        ConfigKey.of(BATTERY_LOW, Type.INT)
                .defaultsTo(DEFAULT.batteryLowPercent)
                .validatedBy(Range.between(0, 100))
                .importance(Importance.LOW)
                .displayedAs("Low battery (percent)")
                .documentedAs(
                        """
                        Battery level at or below which a battery_low event is published. The event is published again only after
                        the level has risen 5 percentage points above this value.""")
                .addTo(definition, GROUP);
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
            ConfigDef definition, String name, double value, double max, String label, String documentation) {
        ConfigKey.of(name, Type.DOUBLE)
                .defaultsTo(value)
                .validatedBy(Range.between(0.0, max))
                .importance(Importance.LOW)
                .displayedAs(label)
                .documentedAs(documentation)
                .addTo(definition, GROUP);
    }
}
