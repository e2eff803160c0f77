package io.pulsefeed.timescale.field;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonParsersTest {

    private static final int NAMES = 3_000;
    private static final int MEBIBYTE = 1 << 20;

    private final JsonParsers parsers = new JsonParsers(64, 1 << 20);

    /** 3,000 names of 40 kB are 120 MB. */
    @Test
    void doesNotKeepLongNames() throws IOException {
        String longName = "n".repeat(40_000);
        read("{\"a\":1}");
        long before = usedMemory();

        for (int i = 0; i < NAMES; i++) {
            assertThat(read("{\"" + longName + i + "\":1}")).isEqualTo(longName + i);
        }

        assertThat(usedMemory() - before).isLessThan(20 * MEBIBYTE);
        assertThat(parsers.of("{}")).isNotNull();
    }

    /** 5,000 names of 4 kB are 20 MB, in each of the two tables and in two forms. */
    @Test
    void doesNotKeepManyNamesOfShortInput() throws IOException {
        String name = "n".repeat(4_000);
        read("{\"a\":1}");
        long before = usedMemory();

        for (int i = 0; i < 5_000; i++) {
            assertThat(read("{\"" + name + i + "\":1}")).isEqualTo(name + i);
        }

        assertThat(usedMemory() - before).isLessThan(10 * MEBIBYTE);
        assertThat(parsers.of("{}")).isNotNull();
    }

    @Test
    void keepsTheNamesOfUsualInput() throws IOException {
        read("{\"price\":1}");

        try (JsonParser first = parsers.of("{\"price\":1}".getBytes(StandardCharsets.UTF_8));
                JsonParser second = parsers.of("{\"price\":1}".getBytes(StandardCharsets.UTF_8))) {
            first.nextToken();
            second.nextToken();
            assertThat(first.nextFieldName()).isSameAs(second.nextFieldName());
        }
    }

    private String read(String json) throws IOException {
        try (JsonParser text = parsers.of(json);
                JsonParser bytes = parsers.of(json.getBytes(StandardCharsets.UTF_8))) {
            text.nextToken();
            bytes.nextToken();
            String name = text.nextFieldName();
            assertThat(bytes.nextFieldName()).isEqualTo(name);
            return name;
        }
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
