package io.pulsefeed.timescale.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivedTimeTest {

    private static final long NOW_MS = 1_790_372_106_000L;
    private static final long RECEIVED_NS = 1_790_372_100_123_456_789L;

    /** The header as each header converter delivers it. */
    private static Stream<Object> forms() {
        String text = Long.toString(RECEIVED_NS);
        return Stream.of(RECEIVED_NS, text, text.getBytes(StandardCharsets.UTF_8));
    }

    private static long micros(Object header) {
        ConnectHeaders headers = new ConnectHeaders();
        headers.add("recv_ns", header, null);
        return ReceivedTime.epochMicros(
                new SinkRecord("t", 0, null, null, null, null, 0, NOW_MS, null, headers), NOW_MS);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void isTheHeaderRoundedUp(Object header) {
        assertThat(micros(header)).isEqualTo(1_790_372_100_123_457L);
    }

    @Test
    void keepsWholeMicroseconds() {
        assertThat(micros(RECEIVED_NS / 1000 * 1000)).isEqualTo(1_790_372_100_123_456L);
    }

    @Test
    void acceptsTheClockOfAnotherHost() {
        assertThat(micros((NOW_MS + 5_000) * 1_000_000)).isEqualTo((NOW_MS + 5_000) * 1000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                "-5",
                "0",
                "1.5",
                "99999999999999999999",
                "9223372036854775807",
                "-9223372036854775808"
            })
    void isTheTimeOfTheSinkIfTheHeaderIsNotAPlausibleTime(String header) {
        assertThat(micros(header)).isEqualTo(NOW_MS * 1000);
        assertThat(micros(header.getBytes(StandardCharsets.UTF_8))).isEqualTo(NOW_MS * 1000);
    }

    @Test
    void isTheTimeOfTheSinkWithoutAHeader() {
        assertThat(micros(null)).isEqualTo(NOW_MS * 1000);
        assertThat(ReceivedTime.epochMicros(new SinkRecord("t", 0, null, null, null, null, 0), NOW_MS))
                .isEqualTo(NOW_MS * 1000);
    }
}
