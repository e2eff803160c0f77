package io.pulsefeed.admin;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change of a topic, a table or another object, planned or made; or a difference that is left to the user. Programs read the fields,
 * people the text.
 *
 * @param object name of what is changed
 * @param isApplied whether the change was made
 * @param fields what else programs need, such as {@code from}, {@code to}, {@code sql} or {@code reason}; null for what is unknown
 * @param text one line for the user
 */
public record Change(
        Action action, String object, boolean isApplied, Map<String, @Nullable Object> fields, String text) {

    /** What is done to the object. */
    public enum Action {
        CREATE,
        REPLACE,
        SET,
        ADD_PARTITIONS,
        ADD_COLUMNS,
        RENAME,
        CREATE_INDEX,
        DROP_INDEX,
        REFRESH,
        SET_POLICY,
        SET_RETENTION,
        /** Nothing: the user decides, and the field {@code reason} has the reason. */
        NONE
    }

    /** A change that would be made. */
    public static Change planned(Action action, String object, String text) {
        return new Change(action, object, false, Map.of(), text);
    }

    /** A change that was made. */
    public static Change applied(Action action, String object, String text) {
        return new Change(action, object, true, Map.of(), text);
    }

    /** A difference that is not changed. */
    public static Change none(String object, String reason, String text) {
        return planned(Action.NONE, object, text).with("reason", reason);
    }

    /** The same change with another field. */
    public Change with(String field, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(fields);
        more.put(field, value);
        return new Change(action, object, isApplied, more, text);
    }

    /** The fields in a fixed order, with {@code action}, {@code object} and {@code applied} first. */
    @JsonValue
    public Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("action", action.name().toLowerCase(Locale.ROOT));
        json.put("object", object);
        json.put("applied", isApplied);
        json.putAll(fields);
        return json;
    }

    @Override
    public String toString() {
        return text;
    }
}
