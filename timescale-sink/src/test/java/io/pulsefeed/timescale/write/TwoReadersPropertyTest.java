package io.pulsefeed.timescale.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any record with any mapping: each form that a converter can produce is encoded as the same rows. */
class TwoReadersPropertyTest {

    private static final List<String> NAMES = List.of("a", "b", "c", "doc");
    private static final List<String> SCALARS = List.of(
            "null",
            "true",
            "false",
            "0",
            "1",
            "-7",
            "20422",
            "1764500000",
            "1764500000123",
            "9223372036854775807",
            "1.5",
            "1.0",
            "0.1",
            "1.0E10",
            "1.0E-7",
            "1.0E300",
            "\"\"",
            "\"x\"",
            "\"00123\"",
            "\"1.5\"",
            "\"2025-11-30\"",
            "\"2025-11-30 10:53:20.1234567+02\"",
            "\"21:35:06\"",
            "\"AQI=\"",
            "\"f47ac10b-58cc-4372-a567-0e02b2c3d479\"",
            "\"a\\u0000b\"",
            "\"\\ud83d\\ude00\"",
            "\"\\ud83d\"",
            "\"\\\\u0000\\\"\\n\"");

    /** Without the columns whose text depends on the order of the fields of an object. */
    private static final List<String> COLUMNS = RowEncoding.COLUMNS.keySet().stream()
            .filter(name -> !List.of("nm", "ahost", "aiv", "hs").contains(name))
            .toList();

    @Property(tries = 3000)
    void encodesEachFormAsTheSameRows(
            @ForAll("records") String json, @ForAll("settings") Map<String, String> settings) {
        RowEncoding encoding = new RowEncoding(settings);
        List<String> expected = null;
        for (Map.Entry<String, Object> form : RecordForms.of(json, true).entrySet()) {
            List<String> rows = encoding.rows(Shape.record(form.getValue(), 0));
            if (expected == null) {
                expected = rows;
            }
            assertThat(rows).as(form.getKey()).isEqualTo(expected);
            assertThat(encoding.rows(Shape.record(form.getValue(), 0)))
                    .as("encoder keeps no state of the previous record")
                    .isEqualTo(expected);
        }
    }

    @Provide
    Arbitrary<String> records() {
        return object(3);
    }

    private static Arbitrary<String> object(int depth) {
        Arbitrary<String> field = Combinators.combine(Arbitraries.of(NAMES), value(depth - 1))
                .as((name, value) -> "\"" + name + "\":" + value);
        return field.list()
                .ofMaxSize(4)
                .filter(TwoReadersPropertyTest::hasOneUnwrappedObject)
                .map(fields -> "{" + String.join(",", fields) + "}");
    }

    /**
     * Of two unwrapped objects, the bytes have both and a map has one. An unwrapped object with a field of its own name is not
     * supported.
     */
    private static boolean hasOneUnwrappedObject(List<String> fields) {
        return fields.stream().filter(field -> field.startsWith("\"doc\"")).count() < 2
                && fields.stream().noneMatch(field -> field.startsWith("\"doc\"") && field.indexOf("\"doc\"", 1) > 0);
    }

    private static Arbitrary<String> value(int depth) {
        Arbitrary<String> scalar = Arbitraries.of(SCALARS);
        if (depth == 0) {
            return scalar;
        }
        Arbitrary<String> array = value(depth - 1).list().ofMaxSize(3).map(elements -> elements.stream()
                .collect(Collectors.joining(",", "[", "]")));
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(3, scalar),
                net.jqwik.api.Tuple.of(2, object(depth)),
                net.jqwik.api.Tuple.of(2, array));
    }

    @Provide
    Arbitrary<Map<String, String>> settings() {
        Arbitrary<String> path =
                Arbitraries.of(NAMES).list().ofMinSize(1).ofMaxSize(3).map(p -> String.join(".", p));
        Arbitrary<List<String>> columns =
                Arbitraries.of(COLUMNS).list().ofMinSize(1).ofMaxSize(4).uniqueElements();
        Arbitrary<String> units = Arbitraries.of("", "", ":s", ":ms", ":ns", ":auto");
        return Combinators.combine(
                        columns,
                        path.list().ofSize(8),
                        units,
                        Arbitraries.integers().between(0, 63),
                        path,
                        Arbitraries.of("", "", "a", "a.b", "b"))
                .as(TwoReadersPropertyTest::mapping);
    }

    private static Map<String, String> mapping(
            List<String> columns, List<String> paths, String unit, int options, String other, String each) {
        Map<String, String> settings = new HashMap<>();
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String source = paths.get(i);
            if (i == 1) {
                source += "|" + paths.get(7);
            } else if (i == 2 && !each.isEmpty()) {
                source = "each:" + paths.get(i);
            } else if (i == 3 && !each.isEmpty()) {
                source = "each:value";
            }
            boolean isTime = List.of("tz", "ts", "d", "tm").contains(columns.get(i));
            fields.add(source + ":" + columns.get(i) + (isTime ? unit : ""));
        }
        settings.put("fields.readings", String.join(", ", fields));
        if (!each.isEmpty()) {
            settings.put("each.readings", each);
        } else if ((options & 1) > 0 && !columns.contains("jb")) {
            settings.put("extra.column", "jb");
        }
        if ((options & 6) == 6) {
            settings.put("when.readings", ((options & 8) > 0 ? "!" : "") + other);
        }
        if ((options & 16) > 0 && paths.stream().noneMatch("doc"::equals) && !other.equals("doc")) {
            settings.put("unwrap.readings", "doc");
        }
        settings.put("coerce.strings", String.valueOf((options & 32) > 0));
        return settings;
    }
}
