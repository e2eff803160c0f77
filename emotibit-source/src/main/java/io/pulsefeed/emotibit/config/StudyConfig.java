package io.pulsefeed.emotibit.config;

import io.pulsefeed.commons.config.ConfigKey;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/** Mapping of devices to the studies that they are used in. */
public record StudyConfig(DeviceMap studies) {

    public static final String MAP = "study.map";
    public static final String FILE = "study.map.file";

    private static final String GROUP = "Studies";

    static StudyConfig of(AbstractConfig config) {
        return new StudyConfig(DeviceMap.of(config, MAP, FILE));
    }

    /** Whether any study is configured. */
    public boolean isConfigured() {
        return !studies.inline().isEmpty() || !studies.file().isBlank();
    }

    static void define(ConfigDef definition) {
        ConfigKey.of(MAP, Type.LIST)
                .defaultsTo("")
                .validatedBy(DeviceMap.validator("device=study", "MD-V5-0000410=SLEEP-26"))
                .importance(Importance.LOW)
                .width(Width.LONG)
                .displayedAs("Studies")
                .documentedAs(
                        """
                        Studies that the devices are used in, as device=study pairs such as MD-V5-0000410=SLEEP-26. The records of
                        these devices have the field study.""")
                .addTo(definition, GROUP);
        ConfigKey.of(FILE, Type.STRING)
                .defaultsTo("")
                .importance(Importance.LOW)
                .width(Width.LONG)
                .displayedAs("Studies file")
                .documentedAs(
                        """
                        File on the worker with one device=study pair per line. Lines that start with a hash sign are comments.
                        Each task reads the file when it starts, and again within 10 seconds after it changed.""")
                .addTo(definition, GROUP);
    }
}
