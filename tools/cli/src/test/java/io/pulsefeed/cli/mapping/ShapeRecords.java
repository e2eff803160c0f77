package io.pulsefeed.cli.mapping;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * Records of a shape in {@code mapping/shapes.json} or {@code mapping/products.json}. A text that starts with {@code $} is a generator,
 * such as {@code $int:1:9}; anything else is a constant. The same shape always produces the same records.
 */
final class ShapeRecords {

    static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final long IMPORT_DELAY_MS = Duration.ofDays(200).toMillis();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);
    private static final List<String> WORDS =
            List.of("amber", "birch", "cedar", "delta", "ember", "flint", "grove", "harbor");

    private final JsonNode shape;
    private final int count;
    private final Random random;
    private final boolean isImported;
    private int number;
    private long eventMs;

    ShapeRecords(JsonNode shape, int count) {
        this(shape, count, false);
    }

    /** @param isImported whether the records were produced long after the events, so that their timestamps do not show the times */
    ShapeRecords(JsonNode shape, int count, boolean isImported) {
        this.isImported = isImported;
        this.shape = shape;
        this.count = count;
        this.random = new Random(shape.path("name").asText().hashCode());
    }

    TopicSample sample(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        long intervalMs = shape.path("interval_ms").asLong(1000);
        int series = shape.path("round_robin").asInt(1);
        eventMs = NOW.toEpochMilli() - intervalMs * (count / series + 1) - (isImported ? IMPORT_DELAY_MS : 0);
        for (number = 0; number < count; number++) {
            if (number % series == 0) {
                boolean isRandom = shape.path("jitter").asBoolean();
                eventMs +=
                        isRandom ? Math.max(1, (long) (-intervalMs * Math.log(1 - random.nextDouble()))) : intervalMs;
            }
            records.add(record(topic, records.size()));
            if (number % 10 == 5) {
                inject(topic, records);
            }
        }
        return new TopicSample(topic, records, records.size(), 1, 1, false, "");
    }

    private ConsumerRecord<byte[], byte[]> record(String topic, long offset) {
        ObjectNode value = (ObjectNode) expand(shape.get("record")).orElseThrow();
        long recordMs = isImported || shape.path("record_time").asText().equals("now")
                ? NOW.toEpochMilli() + offset
                : eventMs + random.nextInt(400);
        RecordHeaders headers = new RecordHeaders();
        shape.path("headers")
                .properties()
                .forEach(header -> headers.add(
                        header.getKey(),
                        expand(header.getValue()).orElseThrow().asText().getBytes(StandardCharsets.UTF_8)));
        return new ConsumerRecord<>(
                topic,
                0,
                offset,
                recordMs,
                TimestampType.CREATE_TIME,
                0,
                0,
                key(value),
                bytes(value),
                headers,
                Optional.empty());
    }

    private byte[] key(ObjectNode value) {
        JsonNode template = shape.path("key");
        if (template.isMissingNode()) {
            return null;
        }
        if (template.asText().startsWith("$same:")) {
            return value.get(template.asText().substring(6)).asText().getBytes(StandardCharsets.UTF_8);
        }
        JsonNode key = expand(template).orElseThrow();
        return key.isTextual() ? key.asText().getBytes(StandardCharsets.UTF_8) : bytes(key);
    }

    private void inject(String topic, List<ConsumerRecord<byte[], byte[]>> records) {
        JsonNode wanted = shape.path("inject");
        int turn = number / 10;
        boolean isTombstone = turn < wanted.path("tombstones").asInt();
        boolean isText = turn < wanted.path("not_json").asInt();
        if (isTombstone || isText) {
            byte[] value = isTombstone ? null : "not JSON {".getBytes(StandardCharsets.UTF_8);
            byte[] key = shape.has("key") ? "u1".getBytes(StandardCharsets.UTF_8) : null;
            records.add(new ConsumerRecord<>(
                    topic,
                    0,
                    records.size(),
                    eventMs,
                    TimestampType.CREATE_TIME,
                    0,
                    0,
                    key,
                    value,
                    new RecordHeaders(),
                    Optional.empty()));
        }
    }

    private static byte[] bytes(JsonNode value) {
        return value.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Empty for a field that the record does not have. */
    private Optional<JsonNode> expand(JsonNode template) {
        if (template.isTextual() && template.asText().startsWith("$")) {
            return generate(template.asText().substring(1));
        }
        if (template.isArray()) {
            ArrayNode array = NODES.arrayNode();
            template.forEach(element -> expand(element).ifPresent(array::add));
            return Optional.of(array);
        }
        return template.isObject() ? Optional.of(expandObject(template)) : Optional.of(template);
    }

    private JsonNode expandObject(JsonNode template) {
        if (template.has("$array")) {
            int least = template.get("$array").get(0).asInt();
            int length = least + random.nextInt(template.get("$array").get(1).asInt() - least + 1);
            ArrayNode array = NODES.arrayNode();
            for (int i = 0; i < length; i++) {
                array.add(expand(template.get("of")).orElseThrow());
            }
            return array;
        }
        if (template.has("$cycle")) {
            JsonNode choices = template.get("$cycle");
            return expand(choices.get(number % choices.size())).orElseThrow();
        }
        if (template.has("$switch")) {
            return expand(template.get(number < template.get("$switch").asInt() ? "before" : "after"))
                    .orElseThrow();
        }
        ObjectNode object = NODES.objectNode();
        if (template.has("$dict")) {
            for (int i = 0; i < template.get("per").asInt(); i++) {
                object.set(
                        "k" + random.nextInt(template.get("$dict").asInt()),
                        expand(template.get("of")).orElseThrow());
            }
            return object;
        }
        for (Map.Entry<String, JsonNode> field : template.properties()) {
            if (field.getKey().equals("$wide")) {
                for (int i = 0; i < field.getValue().asInt(); i++) {
                    object.set(
                            String.format(Locale.ROOT, "c%03d", i),
                            expand(template.get("of")).orElseThrow());
                }
            } else if (!field.getKey().equals("of")) {
                expand(field.getValue()).ifPresent(value -> object.set(field.getKey(), value));
            }
        }
        return object;
    }

    private Optional<JsonNode> generate(String text) {
        if (text.startsWith("pattern:") || text.startsWith("local_pattern:")) {
            ZoneOffset zone = text.startsWith("local_") ? ZoneOffset.ofHours(1) : ZoneOffset.UTC;
            return Optional.of(
                    NODES.textNode(format(text.substring(text.indexOf(':') + 1), Instant.ofEpochMilli(eventMs), zone)));
        }
        String[] parts = text.split(":");
        String rest = String.join(":", Arrays.copyOfRange(parts, Math.min(2, parts.length), parts.length));
        return switch (parts[0]) {
            case "opt" -> random.nextDouble() < Double.parseDouble(parts[1]) ? Optional.empty() : generate(rest);
            case "late" -> number < Integer.parseInt(parts[1]) ? Optional.empty() : generate(rest);
            case "nullable" -> random.nextDouble() < Double.parseDouble(parts[1])
                    ? Optional.of(NODES.nullNode())
                    : generate(rest);
            case "str" -> generate(text.substring(4)).map(value -> NODES.textNode(value.asText()));
            case "bool" -> Optional.of(NODES.booleanNode(random.nextBoolean()));
            default -> Optional.of(isTime(parts[0]) ? time(parts) : scalar(parts, text));
        };
    }

    private static boolean isTime(String name) {
        return List.of("ms", "s", "sf", "us", "ns", "iso", "local", "sql", "pylog", "date", "day")
                .contains(name);
    }

    private JsonNode scalar(String[] parts, String text) {
        return switch (parts[0]) {
            case "seq" -> NODES.numberNode(Long.parseLong(parts[1]) + number);
            case "int" -> NODES.numberNode(random.nextLong(Long.parseLong(parts[1]), Long.parseLong(parts[2]) + 1));
            case "float" -> NODES.numberNode(
                    BigDecimal.valueOf(random.nextDouble(Double.parseDouble(parts[1]), Double.parseDouble(parts[2])))
                            .setScale(Integer.parseInt(parts[3]), RoundingMode.HALF_UP));
            case "big" -> parts[1].contains("e")
                    ? NODES.numberNode(new BigDecimal(parts[1]).multiply(BigDecimal.valueOf(random.nextInt(1, 9))))
                    : NODES.numberNode(new BigInteger(parts[1]).add(BigInteger.valueOf(random.nextInt(1 << 30))));
            case "dec" -> NODES.numberNode(new BigDecimal(parts[1]).multiply(BigDecimal.valueOf(random.nextInt(1, 9))));
            case "pick" -> NODES.textNode(choice(text, random.nextInt(1000)));
            case "cycle" -> NODES.textNode(choice(text, number));
            case "uuid" -> NODES.textNode(new UUID(random.nextLong(), random.nextLong()).toString());
            case "hex" -> NODES.textNode(hex(Integer.parseInt(parts[1])));
            case "fmt" -> NODES.textNode(String.format(Locale.ROOT, text.substring(4), 1000 + number * 7));
            case "email" -> NODES.textNode(word() + random.nextInt(100) + "@example.org");
            case "mac" -> NODES.textNode(hex(12).replaceAll("(..)(?=.)", "$1:"));
            case "words" -> NODES.textNode(words(Integer.parseInt(parts[1])));
            default -> throw new IllegalArgumentException("no generator " + text);
        };
    }

    private static String choice(String text, int index) {
        String[] choices = text.substring(text.indexOf(':') + 1).split("\\|");
        return choices[index % choices.length];
    }

    private String hex(int digits) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < digits; i++) {
            text.append(Character.forDigit(random.nextInt(16), 16));
        }
        return text.toString();
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private String words(int words) {
        List<String> list = new ArrayList<>();
        for (int i = 0; i < words; i++) {
            list.add(word());
        }
        return String.join(" ", list) + (words == 1 ? random.nextInt(1000) : "");
    }

    /** The time of the event, with an offset as the last part. */
    private JsonNode time(String[] parts) {
        boolean isWhole = parts.length > 1 && parts[1].equals("s");
        long offset =
                parts.length > 1 && !parts[parts.length - 1].equals("s") ? Long.parseLong(parts[parts.length - 1]) : 0;
        Instant event = Instant.ofEpochMilli(eventMs);
        return switch (parts[0]) {
            case "ms" -> NODES.numberNode(eventMs + offset);
            case "s" -> NODES.numberNode(eventMs / 1000 + offset);
            case "sf" -> NODES.numberNode(BigDecimal.valueOf(eventMs, 3));
            case "us" -> NODES.numberNode(eventMs * 1000 + random.nextInt(1000));
            case "ns" -> NODES.numberNode(eventMs * 1_000_000 + random.nextInt(1_000_000));
            case "local" -> NODES.textNode(format("yyyy-MM-dd'T'HH:mm:ss", event));
            case "sql" -> NODES.textNode(format("yyyy-MM-dd HH:mm:ss.SSS", event) + "+00");
            case "pylog" -> NODES.textNode(format("yyyy-MM-dd HH:mm:ss,SSS", event));
            case "date" -> NODES.textNode(
                    LocalDate.ofInstant(event, ZoneOffset.UTC).plusDays(offset).toString());
            case "day" -> NODES.numberNode(eventMs / 86_400_000 * 86_400 + offset);
            default -> {
                Instant shifted = event.plusSeconds(offset);
                yield NODES.textNode((isWhole
                                ? format("yyyy-MM-dd'T'HH:mm:ss", shifted)
                                : format("yyyy-MM-dd'T'HH:mm:ss.SSS", shifted))
                        + "Z");
            }
        };
    }

    private static String format(String pattern, Instant time) {
        return format(pattern, time, ZoneOffset.UTC);
    }

    private static String format(String pattern, Instant time, ZoneOffset zone) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
                .withZone(zone)
                .format(time);
    }

    /** The shapes of forms of JSON, and those of the records of products. */
    static List<JsonNode> all() {
        List<JsonNode> shapes = new ArrayList<>();
        read("/mapping/shapes.json").forEach(shapes::add);
        read("/mapping/products.json").forEach(shapes::add);
        return shapes;
    }

    private static JsonNode read(String name) {
        try (InputStream shapes = ShapeRecords.class.getResourceAsStream(name)) {
            return JSON.readTree(shapes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
