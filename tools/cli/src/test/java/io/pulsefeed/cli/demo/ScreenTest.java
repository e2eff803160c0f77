package io.pulsefeed.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void plainLinesCarryEveryCountAndNoControlSequence() {
        try (Screen screen = Screen.on(out, false)) {
            screen.show(sample(0, 12, 7));
        }

        assertThat(shown())
                .contains("rawtrade=12")
                .contains("trade_data=7")
                .contains("kraken-source=RUNNING")
                .doesNotContain("\033");
    }

    @Test
    void plainLinesComeEveryFewSecondsOnly() {
        try (Screen screen = Screen.on(out, false)) {
            for (int second = 0; second < 11; second++) {
                screen.show(sample(second, second, second));
            }
        }

        assertThat(shown().lines()).hasSize(3);
    }

    @Test
    void liveViewShowsRatesAndReplacesTheOneBefore() {
        try (Screen screen = Screen.on(out, true)) {
            screen.show(sample(1, 100, 90));
            int first = bytes.size();
            screen.show(sample(3, 700, 690));
            String second = bytes.toString(StandardCharsets.UTF_8).substring(first);

            assertThat(second)
                    .startsWith("\033[")
                    .contains("700")
                    .contains("300")
                    .contains("60120.1");
        }
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Sample sample(double seconds, long records, long rows) {
        return new Sample(
                seconds,
                Map.of("kraken-source", "RUNNING"),
                Map.of("rawtrade", records),
                Map.of("trade_data", rows),
                Map.of("XBT/USD", "60120.1"));
    }
}
