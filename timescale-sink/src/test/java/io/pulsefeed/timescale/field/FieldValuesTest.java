package io.pulsefeed.timescale.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldValuesTest {

    private static final int MEBIBYTE = 1 << 20;
    private static final int TOPICS = 16;

    /** 900,000 characters are 1.8 MB in each of the topics. */
    @Test
    void releasesTheCharactersOfALargeRecord() {
        FieldValues[] topics = topics();
        long before = usedMemory();

        for (FieldValues values : topics) {
            values.setCharacters(0, FieldValues.TEXT, "x".repeat(900_000));
            values.clear();
            values.setCharacters(0, FieldValues.TEXT, "y");
        }

        assertThat(usedMemory() - before).isLessThan(8 * MEBIBYTE);
        assertThat(topics[0].string(0)).isEqualTo("y");
    }

    /** 100,000 slots are 4 MB in each of the topics. */
    @Test
    void releasesTheSlotsOfALargeRecord() {
        FieldValues[] topics = topics();
        long before = usedMemory();

        for (FieldValues values : topics) {
            fill(values, 100_000);
            values.clear();
            fill(values, 100);
        }

        assertThat(usedMemory() - before).isLessThan(8 * MEBIBYTE);
        assertThat(topics[0].bits(topics[0].start(0))).isZero();
        assertThat(topics[0].length(0)).isEqualTo(100);
    }

    @Test
    void releasesBytes() {
        FieldValues[] topics = topics();
        long before = usedMemory();

        for (FieldValues values : topics) {
            values.setBytes(0, new byte[2 * MEBIBYTE]);
            values.clear();
        }

        assertThat(usedMemory() - before).isLessThan(8 * MEBIBYTE);
        assertThat(topics[0].kind(0)).isEqualTo(FieldValues.ABSENT);
    }

    @Test
    void keepsFixedSlotsOfAWideMapping() {
        FieldValues values = new FieldValues(20_000);
        values.clear();

        values.setLong(19_999, 7);

        assertThat(values.bits(19_999)).isEqualTo(7);
    }

    /** An object of 900,000 characters that a column stores as JSON. */
    @Test
    void releasesTheTextOfALargeObject() throws IOException {
        byte[] large = ("{\"a\":{\"b\":\"" + "x".repeat(900_000) + "\"}}").getBytes(StandardCharsets.UTF_8);
        byte[] small = "{\"a\":{\"b\":1}}".getBytes(StandardCharsets.UTF_8);
        FieldValues[] topics = topics();
        JsonFieldReader[] readers = new JsonFieldReader[TOPICS];
        PathNode[] roots = new PathNode[TOPICS];
        for (int i = 0; i < TOPICS; i++) {
            roots[i] = new PathNode();
            PathNode field = roots[i].descend(List.of("a"));
            field.useSlot(0);
            field.captureJson();
            readers[i] = new JsonFieldReader(topics[i], new UnknownFields(-1, null), MEBIBYTE);
        }
        long before = usedMemory();

        for (int i = 0; i < TOPICS; i++) {
            readers[i].read(large, roots[i]);
            topics[i].clear();
            readers[i].read(small, roots[i]);
        }

        assertThat(usedMemory() - before).isLessThan(8 * MEBIBYTE);
        assertThat(topics[0].json(0)).isEqualTo("{\"b\":1}");
        assertThat(readers[0].read(small, roots[0])).isTrue();
    }

    private static FieldValues[] topics() {
        FieldValues[] topics = new FieldValues[TOPICS];
        for (int i = 0; i < TOPICS; i++) {
            topics[i] = new FieldValues(1);
        }
        return topics;
    }

    private static void fill(FieldValues values, int elements) {
        int first = -1;
        int last = -1;
        for (int i = 0; i < elements; i++) {
            last = values.addElement(1, last);
            first = first < 0 ? last : first;
            values.setLong(last, i);
        }
        values.setElements(0, first, elements, "");
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
