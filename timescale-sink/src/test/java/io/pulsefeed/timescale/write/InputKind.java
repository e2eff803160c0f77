package io.pulsefeed.timescale.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.testing.fuzz.FuzzKind;
import io.pulsefeed.timescale.copy.TimeFormat;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;

/** A kind of external input, and its way into rows. */
enum InputKind implements FuzzKind {
    RECORDS {
        /** JSON values: each form in which a converter delivers them gives the same rows, with several mappings. */
        @Override
        public void read(byte[] input) {
            FuzzedJson json = new FuzzedJson(input);
            some(SHAPES, input).forEach(json::check);
        }

        @Override
        public List<byte[]> moreSeeds() {
            return Shape.all().stream()
                    .map(shape -> shape.json().getBytes(StandardCharsets.UTF_8))
                    .distinct()
                    .toList();
        }
    },
    KEYS {
        @Override
        public void read(byte[] input) {
            check(KEY_MAPPINGS, input, key -> record(key, new ConnectHeaders(), VALUE));
        }
    },
    HEADERS {
        @Override
        public void read(byte[] input) {
            check(some(HEADER_MAPPINGS, input), input, header -> {
                ConnectHeaders headers = new ConnectHeaders();
                headers.add("h", header, null);
                return record("key", headers, VALUE);
            });
        }
    },
    TIMES {
        /** A text in columns of times, in each notation. */
        @Override
        public void read(byte[] input) throws IOException {
            String text = new String(input, StandardCharsets.UTF_8);
            byte[] json = JSON.writeValueAsBytes(Map.of("a", text));
            if (json.length > RECORD_MAX_BYTES) {
                return;
            }
            for (FuzzedMapping mapping : some(TIME_MAPPINGS, input)) {
                RowEncoding encoding = mapping.encodingOf(input.length);
                assertThat(encoding.rows(record("key", new ConnectHeaders(), Map.of("a", text))))
                        .as(mapping.toString())
                        .isEqualTo(encoding.rows(record("key", new ConnectHeaders(), json)));
            }
        }
    },
    MAPPINGS {
        /** The settings of a connector, as a properties file. */
        @Override
        public void read(byte[] input) throws IOException {
            Properties properties = new Properties();
            try {
                properties.load(new StringReader(new String(input, StandardCharsets.UTF_8)));
            } catch (IllegalArgumentException e) {
                return;
            }
            Map<String, String> settings = new HashMap<>();
            properties.forEach((key, value) -> settings.put((String) key, (String) value));
            settings.keySet().removeIf(key -> key.startsWith("transforms"));
            RowEncoding mapping;
            try {
                if (FuzzedMapping.needsSchema(RowEncoding.mapping(settings))) {
                    return;
                }
                mapping = new RowEncoding(settings);
            } catch (ConnectException | ConfigException e) {
                assertThat(e).hasMessageMatching("(?s).+");
                return;
            }
            SAMPLES.forEach(json -> mapping.rows(record("{\"a\":1}", new ConnectHeaders(), json)));
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAPPINGS_PER_INPUT = 5;
    /** The default of record.max.bytes, which limits bytes but not maps. Escapes make JSON longer than its text. */
    private static final int RECORD_MAX_BYTES = 1 << 20;

    private static final byte[] VALUE = "{\"v\":1}".getBytes(StandardCharsets.UTF_8);

    private static final List<FuzzedMapping> SHAPES = Stream.concat(
                    Shape.all().stream().map(Shape::settings), FuzzedMapping.MORE.stream())
            .distinct()
            .map(FuzzedMapping::new)
            .toList();

    private static final List<String> SAMPLES =
            Shape.all().stream().map(Shape::json).distinct().limit(20).toList();

    private static final List<FuzzedMapping> KEY_MAPPINGS = Stream.of(
                    "key:t",
                    "key:by",
                    "key:i8",
                    "key:jb, key.a:t",
                    "key.a:i8, key.b.c:t, key.b:jb",
                    "key.a:tz:auto, key.b:at",
                    "key.a:hs")
            .map(FuzzedMapping::ofFields)
            .toList();

    private static final List<FuzzedMapping> HEADER_MAPPINGS = RowEncoding.COLUMNS.keySet().stream()
            .map(column -> FuzzedMapping.ofFields("header:h:" + column))
            .toList();

    private static final List<FuzzedMapping> TIME_MAPPINGS = timeMappings();

    /** Encodes a key or header as bytes and as text, which give the same rows, except in columns that store bytes. */
    private static void check(List<FuzzedMapping> mappings, byte[] input, Function<Object, SinkRecord> record) {
        for (FuzzedMapping mapping : mappings) {
            RowEncoding encoding = mapping.encodingOf(input.length);
            List<String> rows = encoding.rows(record.apply(input));
            if (FuzzedJson.isUtf8(input) && !mapping.hasColumn("by")) {
                assertThat(encoding.rows(record.apply(new String(input, StandardCharsets.UTF_8))))
                        .as(mapping.toString())
                        .isEqualTo(rows);
            }
        }
    }

    /** A few elements that depend on the input. */
    private static <T> List<T> some(List<T> all, byte[] input) {
        int start = Math.floorMod(Arrays.hashCode(input), all.size());
        return IntStream.range(0, MAPPINGS_PER_INPUT)
                .mapToObj(i -> all.get((start + i * 37) % all.size()))
                .toList();
    }

    private static List<FuzzedMapping> timeMappings() {
        List<FuzzedMapping> mappings = new ArrayList<>();
        for (String column : List.of("tz", "ts", "d", "tm", "iv", "atz")) {
            mappings.add(FuzzedMapping.ofFields("a:" + column));
        }
        for (TimeFormat format : TimeFormat.values()) {
            for (String column : List.of("tz", "ts", "d", "tm")) {
                mappings.add(new FuzzedMapping(Map.of(
                        "fields.readings", "a:" + column + ":" + format.configValue(), "coerce.strings", "true")));
            }
        }
        return mappings;
    }

    private static SinkRecord record(Object key, ConnectHeaders headers, Object value) {
        return new SinkRecord(
                "readings", 0, null, key, null, value, 0, 1_764_500_000_000L, TimestampType.CREATE_TIME, headers);
    }
}
