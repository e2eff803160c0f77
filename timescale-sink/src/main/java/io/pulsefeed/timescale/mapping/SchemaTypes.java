package io.pulsefeed.timescale.mapping;

import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** The SQL types of Connect schemas. A logical type is found by the name of the schema: those of Connect and of Debezium. */
final class SchemaTypes {

    /** Debezium's Timestamp, MicroTimestamp and NanoTimestamp are times without a time zone. */
    private static final Map<String, String> LOGICAL = Map.ofEntries(
            Map.entry(Decimal.LOGICAL_NAME, "numeric"),
            Map.entry(Date.LOGICAL_NAME, "date"),
            Map.entry(Time.LOGICAL_NAME, "time"),
            Map.entry(Timestamp.LOGICAL_NAME, "timestamptz"),
            Map.entry("io.debezium.time.Date", "date"),
            Map.entry("io.debezium.time.Time", "time"),
            Map.entry("io.debezium.time.MicroTime", "time"),
            Map.entry("io.debezium.time.NanoTime", "time"),
            Map.entry("io.debezium.time.Timestamp", "timestamp"),
            Map.entry("io.debezium.time.MicroTimestamp", "timestamp"),
            Map.entry("io.debezium.time.NanoTimestamp", "timestamp"),
            Map.entry("io.debezium.time.ZonedTimestamp", "timestamptz"),
            Map.entry("io.debezium.time.ZonedTime", "timetz"),
            Map.entry("io.debezium.time.MicroDuration", "interval"),
            Map.entry("io.debezium.time.Interval", "interval"),
            Map.entry("io.debezium.data.Json", "jsonb"),
            Map.entry("io.debezium.data.Uuid", "uuid"),
            Map.entry("io.debezium.data.VariableScaleDecimal", "numeric"));

    private SchemaTypes() {}

    static String sqlType(Schema schema) {
        String logical = scalar(schema);
        if (logical != null) {
            return logical;
        }
        String element = schema.type() == Schema.Type.ARRAY ? scalar(schema.valueSchema()) : null;
        return element == null ? "jsonb" : element + "[]";
    }

    /** Null for an object or array that is not a logical type. */
    private static @Nullable String scalar(Schema schema) {
        String logical = schema.name() == null ? null : LOGICAL.get(schema.name());
        return logical != null
                ? logical
                : switch (schema.type()) {
                    case INT8, INT16 -> "smallint";
                    case INT32 -> "integer";
                    case INT64 -> "bigint";
                    case FLOAT32 -> "real";
                    case FLOAT64 -> "float8";
                    case BOOLEAN -> "boolean";
                    case STRING -> "text";
                    case BYTES -> "bytea";
                    default -> null;
                };
    }
}
