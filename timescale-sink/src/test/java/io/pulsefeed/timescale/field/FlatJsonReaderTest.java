package io.pulsefeed.timescale.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlatJsonReaderTest {

    private static final int SLOTS = 3;

    /** The mapped fields {@code a}, {@code b} and the array {@code v}. */
    private static final class Reading {
        final PathNode root = new PathNode();
        final FieldValues values = new FieldValues(SLOTS);
        final UnknownFields unknown = new UnknownFields(-1, null);
        final FlatJsonReader flat;
        final JsonFieldReader general = new JsonFieldReader(values, unknown, 1 << 20);

        Reading() {
            List<String> names = List.of("a", "b", "v");
            for (int slot = 0; slot < SLOTS; slot++) {
                root.descend(List.of(names.get(slot))).useSlot(slot);
            }
            root.descend(List.of("v")).captureElements();
            flat = new FlatJsonReader(values, unknown, root);
        }

        /** Kind and content of each slot, and the number of unmapped fields. Null if the reader did not accept the record. */
        List<String> flat(String json) {
            values.clear();
            return flat.read(json.getBytes(StandardCharsets.UTF_8)) ? content() : null;
        }

        List<String> general(String json) {
            values.clear();
            try {
                return general.read(json.getBytes(StandardCharsets.UTF_8), root) ? content() : null;
            } catch (IOException e) {
                return null;
            }
        }

        private List<String> content() {
            List<String> slots = new ArrayList<>();
            for (int slot = 0; slot < SLOTS; slot++) {
                slots.add(content(slot));
            }
            slots.add(unknown.takeIgnored() + " unmapped, " + unknown.takeDuplicates() + " duplicates");
            return slots;
        }

        private String content(int slot) {
            byte kind = values.kind(slot);
            if (kind == FieldValues.TEXT || kind == FieldValues.NUMBER) {
                return kind + ":" + values.string(slot);
            }
            if (kind != FieldValues.ELEMENTS) {
                return Byte.toString(kind);
            }
            StringBuilder elements = new StringBuilder();
            int element = values.start(slot);
            for (int i = 0; i < values.length(slot); i++) {
                elements.append(content(element)).append(' ');
                element = values.nextElement(element);
            }
            return kind + ":" + elements;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " { } ",
                "{\"a\":\"XBT/USD\",\"b\":57000.1,\"c\":\"x\",\"v\":[1,2.5,-3]}",
                "{ \"a\" : true ,\n\t\"b\" : null , \"v\" : [ ] }\r\n",
                "{\"b\":false,\"a\":0,\"v\":[\"x\",true,false,null,-0.50]}",
                "{\"v\":1,\"a\":[1,2],\"c\":[null,\"y\"],\"d\":-12}"
            })
    void readsFlatObjects(String json) {
        Reading reading = new Reading();

        assertThat(reading.flat(json)).isNotNull().isEqualTo(reading.general(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "1",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,",
                "{\"a\":1,}",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":.5}",
                "{\"a\":-}",
                "{\"a\":+1}",
                "{\"a\":1e5}",
                "{\"a\":NaN}",
                "{\"a\":tru}",
                "{\"a\":truex}",
                "{\"a\":nul",
                "{\"a\":\"x}",
                "{\"a\":\"\\n\"}",
                "{\"\\u0061\":1}",
                "{\"a\":\"\u00E9\"}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"\u0000\"}",
                "{\"a\":{}}",
                "{\"c\":{}}",
                "{\"v\":[[1]]}",
                "{\"v\":[{}]}",
                "{\"v\":[1,]}",
                "{\"v\":[1",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1 2}",
                "{\"a\":1}{",
                "{\"a\":1},",
                "\uFEFF{\"a\":1}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":1,/**/\"b\":2}"
            })
    void leavesOtherRecordsAndEmptySlots(String json) {
        Reading reading = new Reading();

        assertThat(reading.flat(json)).isNull();
        for (int slot = 0; slot < SLOTS; slot++) {
            assertThat(reading.values.kind(slot)).isEqualTo(FieldValues.ABSENT);
        }
        assertThat(reading.unknown.takeIgnored()).isZero();
    }

    @Test
    void findsFieldsWhoseOrderChanges() {
        Reading reading = new Reading();

        assertThat(reading.flat("{\"a\":1,\"c\":2,\"b\":3}")).startsWith("3:1", "3:3");
        assertThat(reading.flat("{\"b\":4,\"a\":5}")).startsWith("3:5", "3:4");
        assertThat(reading.flat("{\"a\":6,\"c\":2,\"b\":7}")).startsWith("3:6", "3:7");
        assertThat(reading.flat("{\"ab\":1}")).startsWith("0", "0");
    }

    @Test
    void leavesUnmappedFieldsThatAreStoredOrCollected() {
        byte[] json = "{\"c\":1}".getBytes(StandardCharsets.UTF_8);
        FieldValues values = new FieldValues(1);

        assertThat(new FlatJsonReader(values, new UnknownFields(0, null), new PathNode()).read(json))
                .isFalse();
        assertThat(new FlatJsonReader(values, new UnknownFields(-1, name -> true), new PathNode()).read(json))
                .isFalse();
    }

    @Test
    void readsDuplicatesOfAnEarlierRecord() {
        Reading reading = new Reading();

        assertThat(reading.flat("{\"a\":1}")).isNotNull();
        assertThat(reading.flat("{\"a\":1,\"a\":2}")).isNull();
        assertThat(reading.general("{\"a\":1,\"a\":2}")).startsWith("3:2").endsWith("0 unmapped, 1 duplicates");
        assertThat(reading.flat("{\"a\":3}")).startsWith("3:3").endsWith("0 unmapped, 0 duplicates");
    }

    /** 64 names of 200 kB are 13 MB. */
    @Test
    void doesNotRememberLongNames() {
        Reading reading = new Reading();
        assertThat(reading.flat("{\"a\":0}")).startsWith("3:0");
        long before = usedMemory();

        for (int position = 63; position >= 0; position--) {
            String fields = "\"c\":1,".repeat(position);
            assertThat(reading.flat("{" + fields + "\"" + "n".repeat(200_000) + "\":1}"))
                    .endsWith(position + 1 + " unmapped, 0 duplicates");
        }

        assertThat(usedMemory() - before).isLessThan(5L << 20);
        assertThat(reading.flat("{\"c\":0,\"a\":1,\"b\":2}")).startsWith("3:1", "3:2");
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** What the fast reader accepts, it reads like the other one: no record becomes valid, and no value differs. */
    @Property(tries = 5_000)
    void agreesWithTheGeneralReader(@ForAll("texts") String json) {
        Reading reading = new Reading();

        List<String> flat = reading.flat(json);

        if (flat != null) {
            assertThat(flat).isEqualTo(reading.general(json));
        }
    }

    /** Tokens of JSON in an order that is often, but not always, valid. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> scalars = Arbitraries.of(
                "1",
                "-0",
                "0.0",
                "00",
                "1e3",
                "12.",
                "true",
                "false",
                "null",
                "\"\"",
                "\"x y\"",
                "\"\\\"\"",
                "\"\u00FC\"",
                "nope",
                "[",
                "{}",
                "");
        Arbitrary<String> arrays = scalars.list().ofMaxSize(4).map(list -> "[" + String.join(",", list) + "]");
        Arbitrary<String> names = Arbitraries.of("\"a\"", "\"b\"", "\"v\"", "\"c\"", "\"\"", "a");
        Arbitrary<String> spaces = Arbitraries.of("", "", " ", "\n", ",");
        Arbitrary<String> fields = Combinators.combine(
                        names, spaces, Arbitraries.oneOf(scalars, scalars, arrays), spaces)
                .as((name, before, value, after) -> name + before + ":" + value + after);
        Arbitrary<String> ends = Arbitraries.of("}", "}", "}", "} ", "", "}}", "]");
        return Combinators.combine(fields.list().ofMaxSize(4), ends)
                .as((list, end) -> "{" + String.join(",", list) + end);
    }
}
