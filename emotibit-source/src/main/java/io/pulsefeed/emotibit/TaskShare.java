package io.pulsefeed.emotibit;

import io.pulsefeed.commons.config.TaskId;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Assigns each device to one of the connector's tasks by a hash of the device id alone, so that a new device never moves or
 * restarts the session of another one.
 */
record TaskShare(TaskId task) {

    boolean owns(String deviceId) {
        CRC32 hash = new CRC32();
        hash.update(deviceId.getBytes(StandardCharsets.UTF_8));
        return hash.getValue() % task.count() == task.index();
    }
}
