package io.pulsefeed.emotibit.importing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pulsefeed.emotibit.wire.Flag;
import io.pulsefeed.emotibit.wire.TypeTag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The live sessions in the records of the raw and the processed topic. Not thread-safe. */
final class LiveSessions {

    /** The time source of packets that a backfill published. */
    static final String SOURCE_BACKFILL = "backfill";

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final double US_PER_SECOND = 1e6;
    /** Flags of packets whose number is not one of the device's sequence. */
    private static final Set<String> WITHOUT_PLACE = Set.of("malformed", "implausible");

    private static final String IMPORTED_PREFIX = "import-";

    private final String onlyDevice;
    private final Map<String, LiveSession> sessions = new LinkedHashMap<>();
    private long records;
    private long unusable;
    private String firstUnusable = "";

    /** @param onlyDevice the device whose sessions are kept; empty for all */
    LiveSessions(String onlyDevice) {
        this.onlyDevice = onlyDevice;
    }

    /** The fields of a record that matter here. */
    private static final class Fields {
        private String deviceId = "";
        private String sessionId = "";
        private String tag = "";
        private String source = "";
        private double timestamp;
        private long number = Long.MIN_VALUE;
        private long deviceMs = Long.MIN_VALUE;
        private boolean isEvent;
        private Set<String> flags = Set.of();
    }

    List<LiveSession> all() {
        return new ArrayList<>(sessions.values());
    }

    /** Number of records read. */
    long records() {
        return records;
    }

    /** Number of records that are not those of this connector, which the topics can have from other producers. */
    long unusable() {
        return unusable;
    }

    /** @throws IOException if no record is usable, because the topics have another format */
    void requireUsable() throws IOException {
        if (records > 0 && unusable == records) {
            throw new IOException(
                    "No record of the topics is usable (" + firstUnusable + "). A backfill needs value.format=json.");
        }
    }

    /**
     * Adds a record of any of the topics: a packet has a tag, and an event or a metric window has none. A record of another form is
     * counted.
     */
    void add(byte[] value) {
        records++;
        Fields fields;
        try {
            fields = parse(value);
        } catch (IOException e) {
            firstUnusable = unusable++ == 0 ? String.valueOf(e.getMessage()) : firstUnusable;
            return;
        }
        if (!isWanted(fields)) {
            return;
        }
        if (fields.tag.isEmpty()) {
            if (!fields.isEvent) {
                session(fields).addWindow(Math.round(fields.timestamp * US_PER_SECOND));
            }
        } else if (fields.deviceMs != Long.MIN_VALUE
                && fields.number != Long.MIN_VALUE
                && Collections.disjoint(fields.flags, WITHOUT_PLACE)) {
            addPacket(fields);
        }
    }

    private void addPacket(Fields packet) {
        session(packet)
                .add(
                        packet.number,
                        packet.deviceMs,
                        Math.round(packet.timestamp * US_PER_SECOND),
                        !packet.flags.contains(Flag.LATE.label()) && TypeTag.kindOf(packet.tag) == TypeTag.Kind.SENSOR,
                        packet.source.equals(SOURCE_BACKFILL));
    }

    private boolean isWanted(Fields fields) {
        return !fields.sessionId.isEmpty()
                && !fields.sessionId.startsWith(IMPORTED_PREFIX)
                && (onlyDevice.isEmpty() || onlyDevice.equals(fields.deviceId));
    }

    private LiveSession session(Fields fields) {
        return sessions.computeIfAbsent(
                fields.deviceId + "/" + fields.sessionId, key -> new LiveSession(fields.deviceId, fields.sessionId));
    }

    private static Fields parse(byte[] value) throws IOException {
        Fields fields = new Fields();
        try (JsonParser json = FACTORY.createParser(value)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "device_id" -> fields.deviceId = json.getText();
                    case "session_id" -> fields.sessionId = json.getText();
                    case "type_tag" -> fields.tag = json.getText();
                    case "time_source" -> fields.source = json.getText();
                    case "timestamp" -> fields.timestamp = json.getDoubleValue();
                    case "packet_number" -> fields.number = json.getLongValue();
                    case "emotibit_ts" -> fields.deviceMs = json.getLongValue();
                    case "event" -> fields.isEvent = true;
                    case "flags" -> fields.flags = strings(json);
                    default -> json.skipChildren();
                }
            }
        }
        return fields;
    }

    private static Set<String> strings(JsonParser json) throws IOException {
        Set<String> strings = new HashSet<>();
        if (json.currentToken() == JsonToken.START_ARRAY) {
            while (json.nextToken() == JsonToken.VALUE_STRING) {
                strings.add(json.getText());
            }
        }
        return strings;
    }
}
