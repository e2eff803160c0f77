package io.pulsefeed.timescale.copy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.field.FieldValues;
import io.pulsefeed.timescale.field.JsonWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes hstore as text, from an object, whose nested values become JSON text, or from the text form of hstore. */
final class HstoreEncoder implements ColumnEncoder {

    private final ValueRules rules;
    private final TextEncoder text;

    HstoreEncoder(ValueRules rules) {
        this.rules = rules;
        this.text = new TextEncoder(-1, rules);
    }

    @Override
    public void encode(FieldValues values, int slot, CopyBuffer out) {
        switch (values.kind(slot)) {
            case FieldValues.TEXT -> text.encode(values, slot, out);
            case FieldValues.JSON -> text.writeField(hstore(JsonEncoder.withoutNul(values.json(slot), rules)), out);
            default -> throw new BadRecordException(Reason.WRONG_TYPE, "not an object");
        }
    }

    private static String hstore(String json) {
        StringBuilder text = new StringBuilder();
        entries(json).forEach((key, value) -> {
            text.append(text.isEmpty() ? "" : ",")
                    .append(TextEncoder.quoted(key))
                    .append("=>");
            text.append(value == null ? "NULL" : TextEncoder.quoted(value));
        });
        return text.toString();
    }

    /** The last of duplicate keys is used, as everywhere. */
    private static Map<String, @Nullable String> entries(String json) {
        Map<String, @Nullable String> entries = new LinkedHashMap<>();
        try (JsonParser parser = JsonWriter.parserOf(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadRecordException(Reason.WRONG_TYPE, "an array instead of an object");
            }
            String key;
            while ((key = parser.nextFieldName()) != null) {
                JsonToken token = parser.nextToken();
                if (token.isStructStart()) {
                    JsonWriter nested = new JsonWriter();
                    nested.copy(parser);
                    entries.put(key, nested.toString());
                } else {
                    entries.put(key, token == JsonToken.VALUE_NULL ? null : parser.getText());
                }
            }
        } catch (IOException e) {
            throw new BadRecordException(Reason.WRONG_TYPE, "not an object");
        }
        return entries;
    }
}
