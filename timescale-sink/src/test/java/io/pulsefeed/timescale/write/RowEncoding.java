package io.pulsefeed.timescale.write;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.pulsefeed.timescale.config.TimescaleSinkConnectorConfig;
import io.pulsefeed.timescale.copy.Encoders;
import io.pulsefeed.timescale.copy.ValueCounts;
import io.pulsefeed.timescale.copy.ValueRules;
import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.mapping.MappingCompiler;
import io.pulsefeed.timescale.mapping.MappingParser;
import io.pulsefeed.timescale.mapping.TableMapping;
import io.pulsefeed.timescale.mapping.TopicEncoder;
import io.pulsefeed.timescale.mapping.TopicMapping;
import io.pulsefeed.timescale.schema.Column;
import io.pulsefeed.timescale.schema.TableDescription;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.sink.SinkRecord;

/** Encodes records with the real encoders into COPY bytes, and decodes the rows as text, without a database. */
final class RowEncoding {

    /** A column of every type that matters, by name. Each entry: OID, and the type as PostgreSQL writes it. */
    static final Map<String, Column> COLUMNS = columns(
            "i2 21 smallint",
            "i4 23 integer",
            "i8 20 bigint",
            "f4 700 real",
            "f8 701 double precision",
            "n 1700 numeric",
            "b 16 boolean",
            "t 25 text",
            "v3 1043 character varying(3)",
            "tz 1184 timestamp with time zone",
            "ts 1114 timestamp without time zone",
            "d 1082 date",
            "tm 1083 time without time zone",
            "u 2950 uuid",
            "by 17 bytea",
            "j 114 json",
            "jb 3802 jsonb",
            "o 26 oid",
            "nm 19 name",
            "ch 18 \"char\"",
            "host 869 inet",
            "iv 1186 interval",
            "bits 1560 bit(3)",
            "ab 1000 boolean[]",
            "aby 1001 bytea[]",
            "ai2 1005 smallint[]",
            "ai4 1007 integer[]",
            "ai8 1016 bigint[]",
            "af4 1021 real[]",
            "af8 1022 double precision[]",
            "at 1009 text[]",
            "av 1015 character varying[]",
            "an 1231 numeric[]",
            "atz 1185 timestamp with time zone[]",
            "ats 1115 timestamp without time zone[]",
            "ad 1182 date[]",
            "atm 1183 time without time zone[]",
            "au 2951 uuid[]",
            "aj 199 json[]",
            "ajb 3807 jsonb[]",
            "ahost 1041 inet[]",
            "aiv 1187 interval[]",
            "hs 90001 hstore");

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private static final Map<Integer, String> ELEMENT_TYPES =
            Map.of(114, "json", 3802, "jsonb", 1083, "time", 1114, "timestamp", 1184, "timestamptz");

    private final TopicEncoder encoder;
    private final ValueCounts counts = new ValueCounts();

    /** @param settings mapping and other keys of the connector for the topic {@code readings} */
    RowEncoding(Map<String, String> settings) {
        TimescaleSinkConnectorConfig config = config(settings);
        TopicMapping mapping = mapping(settings);
        Map<String, TableDescription> tables = new HashMap<>();
        for (TableMapping table : mapping.tables()) {
            tables.put(table.table(), new TableDescription(table.table(), columns(table), List.of()));
        }
        ValueRules rules = ValueRules.of(config.records(), Clock.systemUTC(), counts);
        this.encoder = new MappingCompiler(
                        new Encoders(rules), name -> true, config.records().maxBytes(), UnaryOperator.identity())
                .compile(mapping, tables);
    }

    /** The mapping of the topic {@code readings}. */
    static TopicMapping mapping(Map<String, String> settings) {
        TimescaleSinkConnectorConfig config = config(settings);
        return MappingParser.parse(config.mappings(), config.schema()).get(0);
    }

    private static TimescaleSinkConnectorConfig config(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(Map.of("name", "sink", "topics", "readings", "connection.url", "jdbc:postgresql://db/x"));
        return new TimescaleSinkConnectorConfig(all);
    }

    /** The columns of a table: all of {@link #COLUMNS}, and a text column for each other name in its mapping. */
    private static Map<String, Column> columns(TableMapping table) {
        Map<String, Column> columns = new LinkedHashMap<>(COLUMNS);
        table.fields()
                .forEach(field -> columns.computeIfAbsent(
                        field.column(), name -> new Column(name, 25, "text", -1, false, false)));
        return columns;
    }

    private static Map<String, Column> columns(String... definitions) {
        Map<String, Column> columns = new LinkedHashMap<>();
        for (String definition : definitions) {
            String[] parts = definition.split(" ", 3);
            int limit = parts[2].endsWith("varying(3)") ? 3 : -1;
            columns.put(parts[0], new Column(parts[0], Integer.parseInt(parts[1]), parts[2], limit, false, false));
        }
        return columns;
    }

    TopicEncoder encoder() {
        return encoder;
    }

    ValueCounts counts() {
        return counts;
    }

    /** The rows of all tables, or {@code !reason} for a bad record. JSON is sorted, because objects of maps have no order. */
    List<String> rows(SinkRecord record) {
        return rows(record, true);
    }

    /** @param sorted whether to sort JSON, which changes the notation of its numbers */
    List<String> rows(SinkRecord record, boolean sorted) {
        Map<String, TableBuffer> buffers = new LinkedHashMap<>();
        try {
            encoder.encode(
                    record,
                    layout -> buffers.computeIfAbsent(layout.table(), table -> {
                        TableBuffer buffer = new TableBuffer(layout, Integer.MAX_VALUE);
                        buffer.beginRecord(0);
                        return buffer;
                    }));
        } catch (BadRecordException e) {
            return List.of("!" + e.reason().tag());
        }
        List<String> rows = new ArrayList<>();
        for (TableBuffer buffer : buffers.values()) {
            for (int row = 0; row < buffer.rows(); row++) {
                rows.add(decoded(buffer, row, sorted));
            }
        }
        return rows;
    }

    private static String decoded(TableBuffer buffer, int row, boolean sorted) {
        int start = buffer.rowStart(row) + 2;
        ByteBuffer in = ByteBuffer.wrap(buffer.bytes().array(), start, buffer.rowEnd(row) - start);
        List<String> fields = new ArrayList<>();
        for (Column column : buffer.layout().columns()) {
            int length = in.getInt();
            if (length < 0) {
                fields.add("NULL");
            } else {
                String text = text(column, in.slice(in.position(), length));
                fields.add(sorted ? normal(column.typeName(), text) : trimmed(column.typeName(), text));
                in.position(in.position() + length);
            }
        }
        return String.join(" ; ", fields);
    }

    private static String text(Column column, ByteBuffer value) {
        if (Encoders.isBinaryArray(column)) {
            return array(value);
        }
        return Encoders.isBinary(column)
                ? BinaryText.of(column.typeOid(), value)
                : StandardCharsets.UTF_8.decode(value).toString();
    }

    private static String array(ByteBuffer value) {
        int dimensions = value.getInt();
        value.getInt();
        int elementOid = value.getInt();
        if (dimensions == 0) {
            return "{}";
        }
        List<String> elements = new ArrayList<>();
        int count = value.getInt();
        value.getInt();
        for (int i = 0; i < count; i++) {
            int length = value.getInt();
            if (length < 0) {
                elements.add("NULL");
                continue;
            }
            String text = normal(
                    ELEMENT_TYPES.getOrDefault(elementOid, ""),
                    BinaryText.of(elementOid, value.slice(value.position(), length)));
            elements.add('"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
            value.position(value.position() + length);
        }
        return "{" + String.join(",", elements) + "}";
    }

    private static String normal(String type, String text) {
        if (!type.endsWith("[]") && (type.startsWith("json") || text.startsWith("{") || text.startsWith("["))) {
            try {
                return JSON.writeValueAsString(JSON.readValue(text, Object.class));
            } catch (JsonProcessingException | ArithmeticException | NumberFormatException e) {
                // Not JSON, or with a number that BigDecimal cannot represent.
                return text;
            }
        }
        return trimmed(type, text);
    }

    /** Removes the trailing zeros of the fraction of a second. */
    private static String trimmed(String type, String text) {
        return type.startsWith("time")
                ? text.replaceAll("\\.0+(?=\\+00|\"|$)", "").replaceAll("(\\.\\d*[1-9])0+(?=\\+00|\"|$)", "$1")
                : text;
    }
}
