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
