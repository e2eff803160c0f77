package io.pulsefeed.commons.offset;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a source partition or a source offset that a user sends to {@code PATCH /connectors/NAME/offsets}. Every check
 * throws a {@link ConnectException} that names the field and the accepted form.
 */
public final class OffsetFields {

    private final String what;
    private final Map<String, ?> fields;
    private final String accepted;

    /**
     * @param what for messages, such as "partition"
     * @param accepted for messages, the accepted form as JSON text
     */
    public OffsetFields(String what, @Nullable Map<String, ?> fields, String accepted) {
        this.what = what;
        this.accepted = accepted;
        if (fields == null) {
            throw new ConnectException("The " + what + " is missing. " + acceptedForm());
        }
        this.fields = fields;
    }

    public boolean has(String name) {
        return fields.get(name) != null;
    }

    /** Rejects fields that the connector does not read: with one of them, a partition is another one. */
    public OffsetFields requireOnly(Set<String> names) {
        Set<String> unknown = new TreeSet<>();
        fields.keySet().forEach(name -> unknown.add(String.valueOf(name)));
        unknown.removeAll(names);
        if (!unknown.isEmpty()) {
            throw new ConnectException("The " + what + " " + fields + " has "
                    + (unknown.size() == 1 ? "the unknown field " : "the unknown fields ") + String.join(", ", unknown)
                    + ". " + acceptedForm());
        }
        return this;
    }

    /** The text of a field, which must not be blank. */
    public String text(String name, String expected) {
        if (fields.get(name) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw invalid(name, expected);
    }

    /** An integer from {@code min} to {@code max}. */
    public long integer(String name, long min, long max, String expected) {
        Object value = fields.get(name);
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            long number = ((Number) value).longValue();
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw invalid(name, expected);
    }

    public boolean truth(String name, String expected) {
        if (fields.get(name) instanceof Boolean value) {
            return value;
        }
        throw invalid(name, expected);
    }

    public ConnectException invalid(String name, String expected) {
        return new ConnectException("The " + what + " " + fields + " has '" + name + "' = " + fields.get(name)
                + ", but it must be " + expected + ". " + acceptedForm());
    }

    private String acceptedForm() {
        return "Accepted form: " + accepted + '.';
    }
}
