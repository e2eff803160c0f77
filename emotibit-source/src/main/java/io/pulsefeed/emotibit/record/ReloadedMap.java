package io.pulsefeed.emotibit.record;

import io.pulsefeed.emotibit.config.DeviceMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A text of each device. Reloads its file when it changes. One thread refreshes it, and others may read it meanwhile. */
final class ReloadedMap {

    private static final Logger LOG = LoggerFactory.getLogger(ReloadedMap.class);
    private static final long CHECK_INTERVAL_NS = 5_000_000_000L;

    private final @Nullable DeviceMap config;
    private final UnaryOperator<Map<String, String>> published;
    private volatile Map<String, String> byDevice;
    private FileState loaded = FileState.NONE;
    private FileState seen = FileState.NONE;
    private long checkedAtNs;
    private boolean started;

    /** What identifies a version of the file. */
    private record FileState(long modifiedNs, long bytes) {
        private static final FileState NONE = new FileState(0, -1);

        static FileState of(String file) {
            Path path = Path.of(file);
            try {
                return new FileState(Files.getLastModifiedTime(path).to(TimeUnit.NANOSECONDS), Files.size(path));
            } catch (IOException e) {
                return NONE;
            }
        }
    }

    private ReloadedMap(
            @Nullable DeviceMap config, UnaryOperator<Map<String, String>> published, Map<String, String> byDevice) {
        this.config = config;
        this.published = published;
        this.byDevice = Map.copyOf(byDevice);
    }

    /** @param published converts the texts of the file to published ones */
    static ReloadedMap of(DeviceMap config, UnaryOperator<Map<String, String>> published) {
        FileState state = config.file().isBlank() ? FileState.NONE : FileState.of(config.file());
        ReloadedMap map = new ReloadedMap(config, published, published.apply(config.load()));
        map.loaded = state;
        map.seen = state;
        return map;
    }

    static ReloadedMap fixed(Map<String, String> byDevice) {
        return new ReloadedMap(null, UnaryOperator.identity(), byDevice);
    }

    /** The text of a device, or null if it has none. */
    @Nullable
    String of(String deviceId) {
        return byDevice.get(deviceId);
    }

    /**
     * Reloads the file if it changed and was then left unchanged for one check, because an editor may still be writing it. Keeps the
     * present map if the file is missing or invalid.
     */
    void refresh(long nowMonoNs) {
        if (config == null || config.file().isBlank() || started && nowMonoNs - checkedAtNs < CHECK_INTERVAL_NS) {
            return;
        }
        started = true;
        checkedAtNs = nowMonoNs;
        FileState now = FileState.of(config.file());
        boolean settled = now.equals(seen);
        seen = now;
        if (!settled || now.equals(loaded)) {
            return;
        }
        loaded = now;
        try {
            byDevice = Map.copyOf(published.apply(config.load()));
            LOG.info("{} reloaded: {} devices", config.fileKey(), byDevice.size());
        } catch (ConfigException e) {
            // The message may contain a line of the file, which can identify a person.
            LOG.warn(
                    "{} cannot be reloaded, keeping the {} devices of the previous version. Check that the file is readable"
                            + " and that each line has an equals sign between two texts",
                    config.fileKey(),
                    byDevice.size());
        }
    }
}
