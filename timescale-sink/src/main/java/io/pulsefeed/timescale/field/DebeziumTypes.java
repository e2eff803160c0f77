package io.pulsefeed.timescale.field;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** The logical types of Debezium that are not times, by the names of their schemas. */
final class DebeziumTypes {

    private static final String JSON = "io.debezium.data.Json";
    private static final String DECIMAL = "io.debezium.data.VariableScaleDecimal";

    private DebeziumTypes() {}

    /** The compact form of a text that is JSON by its schema. Null for other texts, and if the text is not valid JSON. */
    static @Nullable CharSequence json(String text, @Nullable Schema schema) {
        if (schema == null || !JSON.equals(schema.name())) {
            return null;
        }
        try {
            return JsonWriter.compact(text);
        } catch (IOException e) {
            return null;
        }
    }

    /** The number in a {@code VariableScaleDecimal}: a struct of the scale and the unscaled value. Null for other values. */
    static @Nullable BigDecimal decimal(Object value) {
        if (!(value instanceof Struct struct) || !DECIMAL.equals(struct.schema().name())) {
            return null;
        }
        Object unscaled = struct.get("value");
        byte[] bytes = unscaled instanceof ByteBuffer buffer ? ConnectJson.bytes(buffer) : (byte[]) unscaled;
        return new BigDecimal(new BigInteger(bytes), struct.getInt32("scale"));
    }
}
