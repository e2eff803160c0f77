package io.pulsefeed.emotibit.config;

import io.pulsefeed.commons.config.ConfigKey;
import java.util.List;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/**
 * Recorded files to be published beside the live devices.
 *
 * @param paths files, in order
 * @param deviceId of the device that wrote them; empty takes each file's name
 */
public record ImportSettings(List<String> paths, String deviceId) {

    public static final String PATHS = "import.paths";
    public static final String DEVICE_ID = "import.device.id";

    static final ConfigDef DEFINITION = definition();

    private static final String GROUP = "Import";

    static ImportSettings of(AbstractConfig config) {
        List<String> paths = config.getList(PATHS).stream()
                .filter(path -> !path.isBlank() && !DeviceSettings.isUnresolved(path))
                .toList();
        String deviceId = config.getString(DEVICE_ID);
        return new ImportSettings(paths, DeviceSettings.isUnresolved(deviceId) ? "" : deviceId);
    }

    private static ConfigDef definition() {
        ConfigDef definition = new ConfigDef();
        ConfigKey.of(PATHS, Type.LIST)
                .defaultsTo("")
                .width(Width.LONG)
                .displayedAs("Files to import")
                .documentedAs(
                        """
                        Raw files from a device's SD card, to be published to the same topics with the times that the official
                        EmotiBit DataParser gives them. A file is read once; a restart goes on where it stopped. The first task
                        of the connector reads them.""")
                .addTo(definition, GROUP);
        ConfigKey.of(DEVICE_ID, Type.STRING)
                .defaultsTo("")
                .importance(Importance.LOW)
                .displayedAs("Device of imported files")
                .documentedAs(
                        """
                        Device id for the records of imported files, since a raw file does not name its device. Empty takes the
                        file name without its ending.""")
                .addTo(definition, GROUP);
        return definition;
    }
}
