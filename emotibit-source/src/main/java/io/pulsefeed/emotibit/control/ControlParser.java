package io.pulsefeed.emotibit.control;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.pulsefeed.emotibit.control.ControlCommand.Action;
import io.pulsefeed.emotibit.wire.DeviceAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Parses records of the control topic. Anyone who can write to the topic can write anything, so every part has a limit. */
final class ControlParser {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int MAX_BYTES = 1 << 16;
    /** The sink has the text in an index of PostgreSQL, whose rows have at most 2.7 kB. */
    private static final int MAX_TEXT = 500;

    private static final int MAX_DEVICES = 4_096;
    private static final double US_PER_SECOND = 1e6;
    /** The clocks of the sender and of this worker may differ. */
    private static final long MAX_AHEAD_US = TimeUnit.DAYS.toMicros(1);

    private ControlParser() {}

    /** Explains to the sender why a record is not a command. Its message contains no text of the record. */
    static final class InvalidCommandException extends Exception {

        private static final long serialVersionUID = 1L;

        InvalidCommandException(String message) {
            super(message);
        }
    }

    private static final class Fields {
        private @Nullable Action action;
        private String id = "";
        private String text = "";
        private @Nullable List<String> devices;
        private double seconds = Double.NaN;
    }

    /**
     * The command in the value of a record.
     *
     * @param sentEpochUs time at which the record was sent: the time of a command that states none
     * @param nowEpochUs present time
     */
    static ControlCommand parse(byte @Nullable [] value, long sentEpochUs, long nowEpochUs, int answerTimeoutMs)
            throws InvalidCommandException {
        if (value == null || value.length == 0) {
            throw new InvalidCommandException("it is empty");
        }
        if (value.length > MAX_BYTES) {
            throw new InvalidCommandException("it has more than " + MAX_BYTES + " bytes");
        }
        Fields fields;
        try (JsonParser json = FACTORY.createParser(value)) {
            fields = read(json);
        } catch (JsonProcessingException e) {
            throw new InvalidCommandException("it is not valid JSON");
        } catch (IOException e) {
            throw new InvalidCommandException("it cannot be read");
        }
        Action action = fields.action;
        if (action == null) {
            throw new InvalidCommandException("it has no command");
        }
        if ((action == Action.MARKER) == fields.text.isBlank()) {
            throw new InvalidCommandException(
                    action == Action.MARKER ? "a marker needs a text" : "only a marker has a text");
        }
        if (fields.devices != null && fields.devices.isEmpty()) {
            throw new InvalidCommandException("devices is empty; leave it out for all devices");
        }
        long epochUs = Double.isNaN(fields.seconds) ? sentEpochUs : Math.round(fields.seconds * US_PER_SECOND);
        if (epochUs < 0 || epochUs > nowEpochUs + MAX_AHEAD_US) {
            throw new InvalidCommandException("time is not in seconds since 1970, or in the future");
        }
        List<String> devices = fields.devices == null ? List.of() : fields.devices;
        return new ControlCommand(action, fields.id, devices, fields.text, epochUs, answerTimeoutMs);
    }

    private static Fields read(JsonParser json) throws IOException, InvalidCommandException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new InvalidCommandException("it is not a JSON object");
        }
        Fields fields = new Fields();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (name) {
                case "command" -> fields.action = action(text(json, name));
                case "id" -> fields.id = id(text(json, name), name);
                case "text" -> fields.text = text(json, name);
                case "devices" -> fields.devices = devices(json);
                case "time" -> fields.seconds = seconds(json);
                default -> json.skipChildren();
            }
        }
        if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
            throw new InvalidCommandException("it is not one JSON object");
        }
        return fields;
    }

    private static Action action(String text) throws InvalidCommandException {
        for (Action action : Action.values()) {
            if (action.label().equals(text)) {
                return action;
            }
        }
        throw new InvalidCommandException("its command is unknown");
    }

    private static double seconds(JsonParser json) throws IOException, InvalidCommandException {
        if (!json.currentToken().isNumeric() || !Double.isFinite(json.getDoubleValue())) {
            throw new InvalidCommandException("time is not a number");
        }
        return json.getDoubleValue();
    }

    private static List<String> devices(JsonParser json) throws IOException, InvalidCommandException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new InvalidCommandException("devices is not an array");
        }
        Set<String> devices = new LinkedHashSet<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            devices.add(id(text(json, "devices"), "devices"));
            if (devices.size() > MAX_DEVICES) {
                throw new InvalidCommandException("it has more than " + MAX_DEVICES + " devices");
            }
        }
        return new ArrayList<>(devices);
    }

    private static String id(String text, String name) throws InvalidCommandException {
        if (text.isBlank() || !DeviceAnswer.isUsable(text)) {
            throw new InvalidCommandException(name + " has a value that is too long, blank or not printable");
        }
        return text;
    }

    private static String text(JsonParser json, String name) throws IOException, InvalidCommandException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new InvalidCommandException(name + " is not a text");
        }
        String text = json.getText();
        if (text.length() > MAX_TEXT) {
            throw new InvalidCommandException(name + " has more than " + MAX_TEXT + " characters");
        }
        if (text.indexOf('\0') >= 0) {
            throw new InvalidCommandException(name + " has a NUL character");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new InvalidCommandException(name + " has half of a surrogate pair");
        }
        return text;
    }
}
