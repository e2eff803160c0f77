package io.pulsefeed.system;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Values of the topic {@code Emotibit_rawdata}, without the plugin. */
final class RawPackets {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RawPackets() {}

    /** A PPG packet of session S1, one every 40 ms after {@code start}. */
    static byte[] value(String device, Instant start, String line, int number) {
        return JSON.createObjectNode()
                .put("device_id", device)
                .put("session_id", "S1")
                .put("timestamp", start.getEpochSecond() + 0.04 * number)
                .put("emotibit_ts", 5_000 + 40 * number)
                .put("packet_number", number)
                .put("type_tag", "PI")
                .put("packet", line)
                .put("time_source", "sync")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }
}
