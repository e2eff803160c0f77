package io.pulsefeed.cli.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads records of the raw topic, which other producers can write to. */
final class RawRecord {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TAG = Pattern.compile("[!-~]{0,2}");
    /** The ids of a device and of a session are parts of one file name. */
    private static final int MAX_ID = 100;

    private RawRecord() {}

    /** Null if the record is not one of the connector in its JSON format. */
    static @Nullable JsonNode parse(byte @Nullable [] record) {
        if (record == null) {
            return null;
        }
        try {
            JsonNode json = JSON.readTree(record);
            boolean isPacket = isId(json.path("device_id"))
                    && isId(json.path("session_id"))
                    && json.path("packet").isTextual()
                    && TAG.matcher(json.path("type_tag").asText()).matches();
            return isPacket ? json : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean isId(JsonNode id) {
        return id.isTextual() && id.asText().length() <= MAX_ID;
    }
}
