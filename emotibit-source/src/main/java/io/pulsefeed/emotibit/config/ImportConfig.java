package io.pulsefeed.emotibit.config;

import io.pulsefeed.commons.config.ConfigKey;
import java.util.List;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/**
 * Import of recorded files.
 *
 * @param paths files, in order
 * @param deviceId device id of the imported records; empty means the name of each file
 */
public record ImportConfig(List<String> paths, String deviceId) {

    /** Imports nothing. */
    public static final ImportConfig NONE = new ImportConfig(List.of(), "");

    public static final String PATHS = "import.paths";
    public static final String DEVICE_ID = "import.device.id";

    private static final String GROUP = "Import";

    static ImportConfig of(AbstractConfig config) {
        return new ImportConfig(
                EnvReferences.resolved(config.getList(PATHS)), EnvReferences.resolved(config.getString(DEVICE_ID)));
    }

    static void define(ConfigDef definition) {
        ConfigKey.of(PATHS, Type.LIST)
                .defaultsTo("")
                .width(Width.LONG)
                .displayedAs("Files to import")
                .documentedAs(
                        """
                        Raw files from a device's SD card. The connector publishes them to the same topics, with the timestamps
                        that the official EmotiBit DataParser computes. Each file is imported once; after a restart, the import
                        resumes where it stopped. The first task of the connector imports all files.""")
                .addTo(definition, GROUP);
        ConfigKey.of(DEVICE_ID, Type.STRING)
                .defaultsTo("")
                .importance(Importance.LOW)
                .displayedAs("Device of imported files")
                .documentedAs(
                        """
                        Device id of the imported records, because a raw file does not contain it. Empty uses the file name
                        without its extension.""")
                .addTo(definition, GROUP);
    }
}
