package io.pulsefeed.emotibit.config;

import io.pulsefeed.commons.config.ConfigKey;
import io.pulsefeed.commons.config.Validators;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Time and order of packets.
 *
 * @param zone zone of the local time that is sent to devices and that recorded files contain
 * @param smoothing whether sample times are fitted to remove the scheduling jitter of packets
 * @param reorderWaitMs how long later packets wait for a missing packet before it counts as lost
 */
public record TimeConfig(ZoneId zone, boolean smoothing, int reorderWaitMs) {

    public static final String ZONE = "time.zone";
    public static final String SMOOTHING = "time.smoothing.enabled";
    public static final String REORDER_WAIT = "reorder.wait.ms";

    private static final String GROUP = "Time";

    static TimeConfig of(AbstractConfig config) {
        String zone = EnvReferences.resolved(config.getString(ZONE));
        return new TimeConfig(
                zone.isBlank() ? ZoneId.systemDefault() : ZoneId.of(zone),
                config.getBoolean(SMOOTHING),
                config.getInt(REORDER_WAIT));
    }

    static void define(ConfigDef definition) {
        ConfigKey.of(ZONE, Type.STRING)
                .defaultsTo("")
                .validatedBy(Validators.ofText(
                        "a time zone id such as Europe/Paris, or empty", EnvReferences.optional(TimeConfig::checkZone)))
                .displayedAs("Time zone of devices")
                .documentedAs(
                        """
                        Time zone of the local time that the connector sends to devices and reads from imported files, such as
                        Europe/Paris. Devices write this time to their SD card files, and the official tools read it as local time.
                        Empty means the time zone of the worker. Published times are always UTC epoch seconds.""")
                .addTo(definition, GROUP);
        ConfigKey.of(SMOOTHING, Type.BOOLEAN)
                .defaultsTo(false)
                .importance(Importance.LOW)
                .displayedAs("Smooth sample times")
                .documentedAs(
                        """
                        Fits sample numbers against time, which removes the 4 to 11 ms of jitter that the device's scheduler adds
                        to single packets. If disabled, samples keep the times that the device assigned.""")
                .addTo(definition, GROUP);
        ConfigKey.of(REORDER_WAIT, Type.INT)
                .defaultsTo(300)
                .validatedBy(Range.between(0, 5_000))
                .importance(Importance.LOW)
                .displayedAs("Reorder wait (ms)")
                .documentedAs(
                        """
                        How long later packets wait for a missing packet. After this time, the packet is reported in a gap event.
                        Adds no latency while packets arrive in order.""")
                .addTo(definition, GROUP);
    }

    private static void checkZone(String zone) {
        try {
            ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + zone + "' is not a valid time zone id; use one such as Europe/Paris or UTC", e);
        }
    }
}
