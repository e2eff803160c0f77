package io.pulsefeed.cli.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the sampled records contain in one field, and in the fields below it. */
final class FieldProfile {

    /** Kinds of values. */
    enum Kind {
        NULL,
        BOOLEAN,
        NUMBER,
        TEXT,
        OBJECT,
        ARRAY
    }

    /** Where values are read: which record, and its timestamp. */
    record Position(int record, long recordMs, FieldBudget budget) {}

    /** Stands for a number with an exponent that is too large for a BigDecimal. */
    private static final BigDecimal BEYOND_DOUBLE = new BigDecimal("1e1000");

    private final List<String> path;
    private final Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
    private final Map<Kind, Integer> lastRecords = new EnumMap<>(Kind.class);
    private final Map<TextForm, Integer> textForms = new EnumMap<>(TextForm.class);
    private final NumberRange numbers = new NumberRange();
    private final Map<String, FieldProfile> children = new LinkedHashMap<>();
    private @Nullable FieldProfile element;
    private @Nullable TimeEvidence times;
    private int count;
    private int firstRecord = -1;
    private int longestArray;
    private int emptyArrays;
    private @Nullable String firstText;
    private boolean varies;

    /** @param path names from the record, or from the array element, to the field */
    FieldProfile(List<String> path) {
        this.path = path;
    }

    void add(JsonNode value, Position at) {
        Kind kind = kindOf(value);
        count++;
        firstRecord = firstRecord < 0 ? at.record() : firstRecord;
        kinds.merge(kind, 1, Integer::sum);
        lastRecords.put(kind, at.record());
        switch (kind) {
            case NUMBER -> addNumber(value, at);
            case TEXT -> addText(value.textValue(), at);
            case OBJECT -> value.properties().forEach(field -> addChild(field.getKey(), field.getValue(), at));
            case ARRAY -> addElements(value, at);
            default -> noteText(value.asText());
        }
    }

    static Kind kindOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> Kind.BOOLEAN;
            case NUMBER -> Kind.NUMBER;
            case STRING -> Kind.TEXT;
            case OBJECT -> Kind.OBJECT;
            case ARRAY -> Kind.ARRAY;
            default -> Kind.NULL;
        };
    }

    private void addNumber(JsonNode value, Position at) {
        BigDecimal number =
                value.isDouble() && !Double.isFinite(value.doubleValue()) ? BEYOND_DOUBLE : value.decimalValue();
        numbers.add(number, value.isIntegralNumber());
        times().addNumber(number, at.recordMs());
        noteText(value.asText());
    }

    private void addText(String text, Position at) {
        TextForm form = TextForm.of(text);
        textForms.merge(form, 1, Integer::sum);
        switch (form) {
            case INTEGER, DECIMAL -> {
                numbers.add(new BigDecimal(text), form == TextForm.INTEGER);
                times().addNumber(new BigDecimal(text), at.recordMs());
                if (form == TextForm.INTEGER && OtherTime.of(text) != null) {
                    times().addText(text, TextForm.OTHER_TIME, at.recordMs());
                }
            }
            case ZONED_TIME, LOCAL_TIME, DATE, OTHER_TIME -> times().addText(text, form, at.recordMs());
            default -> {}
        }
        noteText(text);
    }

    private TimeEvidence times() {
        times = times == null ? new TimeEvidence() : times;
        return times;
    }

    private void noteText(String text) {
        firstText = firstText == null ? text : firstText;
        varies |= !firstText.equals(text);
    }

    private void addChild(String name, JsonNode value, Position at) {
        FieldProfile child = children.get(name);
        if (child == null) {
            if (!at.budget().take(path, name)) {
                return;
            }
            List<String> childPath = new ArrayList<>(path);
            childPath.add(name);
            child = new FieldProfile(List.copyOf(childPath));
            children.put(name, child);
        }
        child.add(value, at);
    }

    private void addElements(JsonNode array, Position at) {
        longestArray = Math.max(longestArray, array.size());
        emptyArrays += array.isEmpty() ? 1 : 0;
        for (JsonNode value : array) {
            // The paths of the fields of elements start at the element.
            element = element == null ? new FieldProfile(List.of()) : element;
            element.add(value, at);
        }
    }

    List<String> path() {
        return path;
    }

    String name() {
        return path.isEmpty() ? "" : path.get(path.size() - 1);
    }

    /** Number of values, nulls included. */
    int count() {
        return count;
    }

    int count(Kind kind) {
        return kinds.getOrDefault(kind, 0);
    }

    int nonNull() {
        return count - count(Kind.NULL);
    }

    int count(TextForm form) {
        return textForms.getOrDefault(form, 0);
    }

    /** Number of values that are text of one of these forms. */
    int count(TextForm... forms) {
        int sum = 0;
        for (TextForm form : forms) {
            sum += count(form);
        }
        return sum;
    }

    /** The last record that has a value of a kind; -1 if none has. */
    int lastRecord(Kind kind) {
        return lastRecords.getOrDefault(kind, -1);
    }

    int firstRecord() {
        return firstRecord;
    }

    NumberRange numbers() {
        return numbers;
    }

    @Nullable
    TimeEvidence timeEvidence() {
        return times;
    }

    /** Whether scalar values differ. */
    boolean varies() {
        return varies;
    }

    Collection<FieldProfile> children() {
        return children.values();
    }

    @Nullable
    FieldProfile child(String name) {
        return children.get(name);
    }

    /** The elements of the arrays; null if there is none. */
    @Nullable
    FieldProfile element() {
        return element;
    }

    int longestArray() {
        return longestArray;
    }

    int emptyArrays() {
        return emptyArrays;
    }

    /** Whether all values are objects or null. */
    boolean isObject() {
        return nonNull() > 0 && count(Kind.OBJECT) == nonNull();
    }

    /** Whether all values are arrays or null. */
    boolean isArray() {
        return nonNull() > 0 && count(Kind.ARRAY) == nonNull();
    }

    boolean isScalar() {
        return count(Kind.OBJECT) == 0 && count(Kind.ARRAY) == 0;
    }
}
