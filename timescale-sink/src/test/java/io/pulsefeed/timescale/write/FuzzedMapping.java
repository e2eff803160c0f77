package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.mapping.Source;
import io.pulsefeed.timescale.mapping.TopicMapping;
import java.util.List;
import java.util.Map;

/** A mapping that fuzzed records are encoded with. */
final class FuzzedMapping {

    /** Mappings that the corpus of {@link Shape} does not have. */
    static final List<Map<String, String>> MORE = List.of(
            Map.of("fields.readings", "a:hs, b:t"),
            Map.of("fields.readings", "doc.a:hs, doc.b.c:n, doc:jb", "coerce.strings", "true"),
            Map.of("fields.readings", "a:n, b:f8, c:i8", "coerce.strings", "true"),
            Map.of("fields.readings", "a:an, b:au, c:aby", "coerce.strings", "true"),
            Map.of("fields.readings", "each:value:jb, each:index:i4, b:t", "each.readings", "a"),
            Map.of("fields.readings", "each:a:t, each:b.c:i8, each:index:i2", "each.readings", "doc.a"),
            Map.of("fields.readings", "spread:value:f8, spread:name:t", "spread.readings", "a, b.c unit=x, doc"),
            Map.of("fields.readings", "a:t, b:tz:auto", "unwrap.readings", "doc", "extra.column", "jb"),
            Map.of("fields.readings", "a:i8", "extra.column", "jb"),
            Map.of("fields.readings", "a|b|doc.a:t, c:v3", "when.readings", "!b=x"));

    /** The text of such a column depends on the order of the fields of an object. */
    private static final List<String> ORDERED = List.of(":nm", ":ahost", ":aiv", ":hs");

    /** Encoders keep buffers for the longest record. Those of a long input are discarded, so that their sum does not look like a leak. */
    private static final int LONG_INPUT = 4_000;

    /** Readers of JSON keep the names of thousands of different fields. */
    private static final int USES = 2_000;

    private final Map<String, String> settings;
    private RowEncoding encoding;
    private int uses;

    FuzzedMapping(Map<String, String> settings) {
        this.settings = settings;
        this.encoding = new RowEncoding(settings);
    }

    /** Whether a mapping takes the fields from the schema of the records. */
    static boolean needsSchema(TopicMapping mapping) {
        return mapping.tables().stream()
                .flatMap(table -> table.fields().stream())
                .anyMatch(field -> field.source() instanceof Source.AllFields);
    }

    static FuzzedMapping ofFields(String fields) {
        return new FuzzedMapping(Map.of("fields.readings", fields));
    }

    /** The encoding for an input of this length. */
    RowEncoding encodingOf(int bytes) {
        if (bytes >= LONG_INPUT) {
            return new RowEncoding(settings);
        }
        if (++uses % USES == 0) {
            encoding = new RowEncoding(settings);
        }
        return encoding;
    }

    /** Whether the last field is mapped to this column. */
    boolean hasColumn(String name) {
        return settings.get("fields.readings").endsWith(":" + name);
    }

    /** Whether a map, which has no order, each name once, and no size in bytes, gives the same rows. */
    boolean allowsMaps() {
        return !settings.containsKey("unwrap.readings")
                && !settings.containsKey("record.max.bytes")
                && ORDERED.stream().noneMatch(settings.get("fields.readings")::contains);
    }

    @Override
    public String toString() {
        return settings.toString();
    }
}
