package io.pulsefeed.emotibit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DatagramTest {

    private static List<String> lines(byte[] data) {
        List<String> lines = new ArrayList<>();
        Datagram.read(data, data.length, new Datagram.LineHandler() {
            @Override
            public void onLine(String text) {
                lines.add(text);
            }

            @Override
            public void onEmptyLine() {
                lines.add("(empty)");
            }
        });
        return lines;
    }

    private static List<String> lines(String data) {
        return lines(data.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void splitsAtLineFeeds() {
        assertThat(lines("a,1\nb,2\n")).containsExactly("a,1", "b,2");
    }

    @Test
    void acceptsLastLineWithoutLineFeed() {
        assertThat(lines("a\nb")).containsExactly("a", "b");
    }

    @Test
    void dropsCarriageReturnsAndNulBytes() {
        assertThat(lines("a\r\n\0b\0c\r\0\n\0")).containsExactly("a", "bc", "(empty)");
    }

    @Test
    void reportsEmptyLines() {
        assertThat(lines("a\n\nb\n")).containsExactly("a", "(empty)", "b");
        assertThat(lines("")).isEmpty();
    }

    @Property
    void keepsAllOtherBytes(@ForAll byte[] data) {
        String all = String.join("", lines(data)).replace("(empty)", "");
        String expected = new String(data, StandardCharsets.ISO_8859_1)
                .replace("\0", "")
                .replace("\r", "")
                .replace("\n", "");

        assertThat(all.replace("\r", "")).isEqualTo(expected);
    }
}
