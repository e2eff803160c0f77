package io.pulsefeed.cli.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Identifies an EmotiBit packet of a device. Reads a record only up to the last of these fields, because the demo reads all packets. */
record PacketId(String session, String tag, long number) {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int FIELDS = 3;

    /** @param record value of a record of the raw topic, JSON */
    static PacketId of(byte[] record) throws IOException {
        String session = "";
        String tag = "";
        long number = 0;
        int found = 0;
        try (JsonParser json = FACTORY.createParser(record)) {
            json.nextToken();
            while (found < FIELDS && json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                found++;
                switch (name) {
                    case "session_id" -> session = json.getText();
                    case "type_tag" -> tag = json.getText();
                    case "packet_number" -> number = json.getLongValue();
                    default -> {
                        json.skipChildren();
                        found--;
                    }
                }
            }
        }
        return new PacketId(session, tag, number);
    }
}
