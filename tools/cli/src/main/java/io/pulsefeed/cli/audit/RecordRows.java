package io.pulsefeed.cli.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows that a record must have in a table, by its mapping. Does not share code with the sink, whose mistakes it would repeat. */
final class RecordRows {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final TableMapping mapping;
    private final List<RowColumn> columns;
    private final int timeIndex;

    /** A record that cannot be a row: the sink must have rejected it. */
    static final class NotARow extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NotARow(String message) {
            super(message, null, false, false);
        }
    }

    /** @param columns of the mapped fields, in the same order */
    RecordRows(TableMapping mapping, List<RowColumn> columns, int timeIndex) {
        this.mapping = mapping;
        this.columns = columns;
        this.timeIndex = timeIndex;
    }

    TableMapping mapping() {
        return mapping;
    }

    List<RowColumn> columns() {
        return columns;
    }

    /** The time of a row in microseconds since 1970. */
    long timeOf(@Nullable Object[] row) {
        Object time = row[timeIndex];
        if (time == null) {
            throw new NotARow("the time is null");
        }
        return (Long) time;
    }

    static JsonNode parse(TopicRecord record) {
        if (record.value() == null) {
            throw new NotARow("no value");
        }
        try {
            JsonNode node = JSON.readTree(record.value());
            if (node == null || !node.isObject()) {
                throw new NotARow("not an object");
            }
            return node;
        } catch (IOException e) {
            throw new NotARow("not JSON");
        }
    }

    /** @throws NotARow if the record is invalid */
    List<@Nullable Object[]> of(TopicRecord record, JsonNode parsed) {
        JsonNode inner = mapping.unwrap().isEmpty() ? null : parsed.get(mapping.unwrap());
        if (!isSelected(record, parsed, inner)) {
            return List.of();
        }
        List<@Nullable Object[]> rows = new ArrayList<>();
        if (mapping.spread().isEmpty()) {
            rows.add(row(record, parsed, inner, null));
        } else {
            for (String field : mapping.spread().keySet()) {
                JsonNode value = find(List.of(field.split("\\.")), parsed, inner);
                if (value != null && !value.isNull()) {
                    rows.add(row(record, parsed, inner, field));
                }
            }
        }
        return rows;
    }

    private boolean isSelected(TopicRecord record, JsonNode parsed, @Nullable JsonNode inner) {
        TableMapping.Condition when = mapping.when();
        if (when == null) {
            return true;
        }
        String text;
        if (when.isHeader()) {
            text = record.headers().get(when.path().get(0));
        } else {
            JsonNode value = find(when.path(), parsed, inner);
            text = value == null || value.isNull() ? null : value.asText();
        }
        boolean isMatch = when.text() == null ? text != null : when.text().equals(text);
        return isMatch == when.expected();
    }

    private @Nullable Object[] row(
            TopicRecord record, JsonNode parsed, @Nullable JsonNode inner, @Nullable String spread) {
        @Nullable Object[] row = new Object[columns.size()];
        for (int i = 0; i < row.length; i++) {
            MappedField field = mapping.fields().get(i);
            RowColumn column = columns.get(i);
            Map<String, String> labels =
                    spread == null ? Map.of() : mapping.spread().get(spread);
            row[i] = switch (field.origin()) {
                case VALUE -> ofJson(first(field.paths(), parsed, inner), field, column);
                case SPREAD_VALUE -> ofJson(find(List.of(spread.split("\\.")), parsed, inner), field, column);
                case SPREAD_NAME -> ofText(labels.get("name"), field, column);
                case SPREAD_LABEL -> ofText(labels.get(field.name()), field, column);
                case HEADER -> ofText(record.headers().get(field.name()), field, column);
                case KEY -> ofText(
                        record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8), field, column);
                case CONSTANT -> ofText(field.name(), field, column);
                case OFFSET -> ofText(Long.toString(record.offset()), field, column);
                case PARTITION -> ofText(Integer.toString(record.partition()), field, column);
                case TOPIC -> ofText(record.topic(), field, column);
                case TIMESTAMP -> column.type() == RowColumn.Type.TIME
                        ? (Object) (record.timestampMs() * 1000)
                        : ofText(Long.toString(record.timestampMs()), field, column);
            };
        }
        return row;
    }

    private static @Nullable JsonNode first(List<List<String>> paths, JsonNode parsed, @Nullable JsonNode inner) {
        for (List<String> path : paths) {
            JsonNode value = find(path, parsed, inner);
            if (value != null && !value.isNull()) {
                return value;
            }
        }
        return null;
    }

    private static @Nullable JsonNode find(List<String> path, JsonNode parsed, @Nullable JsonNode inner) {
        JsonNode value = inner != null && inner.has(path.get(0)) ? inner : parsed;
        for (String name : path) {
            value = value == null ? null : value.get(name);
        }
        return value;
    }

    private @Nullable Object ofText(@Nullable String text, MappedField field, RowColumn column) {
        if (text == null) {
            return null;
        }
        try {
            return switch (column.type()) {
                case FLOAT8 -> Double.valueOf(text);
                case FLOAT4 -> Float.valueOf(text);
                case INTEGER -> new BigDecimal(text.strip()).longValueExact();
                case BOOLEAN -> Boolean.valueOf(text);
                case TIME -> time(text, field.unit());
                default -> renamed(text, column);
            };
        } catch (ArithmeticException | NumberFormatException | DateTimeException e) {
            throw new NotARow("column " + column.name());
        }
    }

    private @Nullable Object ofJson(@Nullable JsonNode value, MappedField field, RowColumn column) {
        if (value == null || value.isNull()) {
            return null;
        }
        try {
            return switch (column.type()) {
                case FLOAT8 -> number(value, column).doubleValue();
                case FLOAT4 -> number(value, column).floatValue();
                case INTEGER -> number(value, column).longValueExact();
                case BOOLEAN -> value.booleanValue();
                case TIME -> value.isNumber()
                        ? scaled(value.decimalValue(), field.unit())
                        : time(value.asText(), field.unit());
                case FLOAT8_ARRAY -> elements(value, element -> element.doubleValue());
                case TEXT_ARRAY -> elements(value, element -> clean(text(element)));
                case JSON -> JsonbText.of(value);
                default -> renamed(text(value), column);
            };
        } catch (ArithmeticException | DateTimeException e) {
            throw new NotARow("column " + column.name());
        }
    }

    private static BigDecimal number(JsonNode value, RowColumn column) {
        if (!value.isNumber()) {
            throw new NotARow("column " + column.name());
        }
        return value.decimalValue();
    }

    private static List<@Nullable Object> elements(
            JsonNode array, java.util.function.Function<JsonNode, Object> value) {
        if (!array.isArray()) {
            throw new NotARow("not an array");
        }
        List<@Nullable Object> elements = new ArrayList<>();
        array.forEach(element -> elements.add(element.isNull() ? null : value.apply(element)));
        return elements;
    }

    private static String text(JsonNode value) {
        try {
            return value.isContainerNode() ? JSON.writeValueAsString(value) : value.asText();
        } catch (JsonProcessingException e) {
            throw new NotARow("not text");
        }
    }

    private String renamed(String text, RowColumn column) {
        Map<String, String> names = mapping.values().getOrDefault(column.name(), Map.of());
        return clean(names.getOrDefault(text, text));
    }

    /** What the sink stores of a text by default: no U+0000, and U+FFFD for an unpaired surrogate. */
    private static String clean(String text) {
        String stored = text.indexOf('\0') < 0 ? text : text.replace("\0", "");
        StringBuilder fixed = null;
        for (int i = 0; i < stored.length(); i++) {
            char c = stored.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < stored.length()
                    && Character.isLowSurrogate(stored.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                fixed = fixed == null ? new StringBuilder(stored) : fixed;
                fixed.setCharAt(i, '\uFFFD');
            }
        }
        return fixed == null ? stored : fixed.toString();
    }

    private static long time(String text, String unit) {
        if (unit.isEmpty() || unit.equals("iso")) {
            Instant time = OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
            return scaled(BigDecimal.valueOf(time.getEpochSecond()).add(BigDecimal.valueOf(time.getNano(), 9)), "s");
        }
        return scaled(new BigDecimal(text), unit);
    }

    /** Rounded to the microsecond, half away from zero. */
    private static long scaled(BigDecimal number, String unit) {
        int digits =
                switch (unit) {
                    case "s" -> 6;
                    case "ms" -> 3;
                    case "us" -> 0;
                    case "ns" -> -3;
                    default -> throw new NotARow("a number without a unit");
                };
        return number.scaleByPowerOfTen(digits)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }
}
