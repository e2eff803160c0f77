package io.pulsefeed.cli.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads records of the raw topic, which other producers can write to. */
final class RawRecord {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RawRecord() {}

    /** Null if the record is not one of the connector in its JSON format. */
    static @Nullable JsonNode parse(byte @Nullable [] record) {
        if (record == null) {
            return null;
        }
        try {
            JsonNode json = JSON.readTree(record);
            boolean isPacket = isText(json, "device_id") && isText(json, "session_id") && isText(json, "packet");
            return isPacket ? json : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean isText(JsonNode json, String field) {
        return json.path(field).isTextual();
    }
}
