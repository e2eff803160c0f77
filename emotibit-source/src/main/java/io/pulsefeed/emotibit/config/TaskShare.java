package io.pulsefeed.emotibit.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Which devices belong to one of the connector's tasks. The share follows from the device id alone, so that a new device neither
 * moves nor restarts another one's session.
 *
 * @param index from 0
 * @param count of all tasks
 */
public record TaskShare(int index, int count) {

    private static final String INDEX = "task.index";
    private static final String COUNT = "task.count";

    /** One configuration per task, each equal to the connector's but for its share. */
    public static List<Map<String, String>> split(Map<String, String> properties, int tasks) {
        List<Map<String, String>> shares = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            Map<String, String> share = new HashMap<>(properties);
            share.put(INDEX, Integer.toString(i));
            share.put(COUNT, Integer.toString(tasks));
            shares.add(share);
        }
        return shares;
    }

    static TaskShare of(Map<String, String> properties) {
        return new TaskShare(
                Integer.parseInt(properties.getOrDefault(INDEX, "0")),
                Integer.parseInt(properties.getOrDefault(COUNT, "1")));
    }

    public boolean owns(String deviceId) {
        CRC32 hash = new CRC32();
        hash.update(deviceId.getBytes(StandardCharsets.UTF_8));
        return hash.getValue() % count == index;
    }

    public boolean isFirst() {
        return index == 0;
    }
}
