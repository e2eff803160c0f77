package io.pulsefeed.emotibit.config;

import io.pulsefeed.commons.config.ConfigKey;
import java.time.ZoneId;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * How time and order are restored.
 *
 * @param zone of the local time that devices are told, and that recorded files hold
 * @param smoothing whether sample times are fitted against the packets' scheduling jitter
 * @param reorderWaitMs how long later packets wait for a missing one before it is counted lost
 */
public record TimeSettings(ZoneId zone, boolean smoothing, int reorderWaitMs) {

    public static final String ZONE = "time.zone";
    public static final String SMOOTHING = "time.smoothing.enabled";
    public static final String REORDER_WAIT = "reorder.wait.ms";

    static final ConfigDef DEFINITION = definition();

    private static final String GROUP = "Time";

    static TimeSettings of(AbstractConfig config) {
        String zone = config.getString(ZONE);
        return new TimeSettings(
                zone.isBlank() || DeviceSettings.isUnresolved(zone) ? ZoneId.systemDefault() : ZoneId.of(zone),
                config.getBoolean(SMOOTHING),
                config.getInt(REORDER_WAIT));
    }

    private static ConfigDef definition() {
        ConfigDef definition = new ConfigDef();
        ConfigKey.of(ZONE, Type.STRING)
                .defaultsTo("")
                .validatedBy(Rules.zone())
                .displayedAs("Time zone of devices")
                .documentedAs(
                        """
                        Zone of the local time that is told to devices and that imported files hold, such as Europe/Paris. Devices
                        write it into their SD card files, and the official tools read it back as local time. Empty means the
                        zone of the worker. Published times are always UTC epoch seconds.""")
                .addTo(definition, GROUP);
        ConfigKey.of(SMOOTHING, Type.BOOLEAN)
                .defaultsTo(false)
                .importance(Importance.LOW)
                .displayedAs("Smooth sample times")
                .documentedAs(
                        """
                        Fits sample numbers against time, which removes the 4 to 11 ms by which a device's own scheduling moves
                        single packets. Off publishes what the device stamped.""")
                .addTo(definition, GROUP);
        ConfigKey.of(REORDER_WAIT, Type.INT)
                .defaultsTo(300)
                .validatedBy(Range.between(0, 5_000))
                .importance(Importance.LOW)
                .displayedAs("Reorder wait (ms)")
                .documentedAs(
                        """
                        How long later packets wait for a missing one. After that it is reported in a gap event. Costs nothing
                        while packets arrive in order.""")
                .addTo(definition, GROUP);
        return definition;
    }
}
