package io.pulsefeed.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.cli.output.TerminalSize;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoViewTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void plainViewPrintsCountsWithoutControlSequences() {
        try (DemoView view = DemoView.on(out, false)) {
            view.show(snapshot(0, 12, 7));
        }

        assertThat(output())
                .contains("rawtrade=12")
                .contains("trade_data=7")
                .contains("kraken-source=RUNNING")
                .doesNotContain("\033");
    }

    @Test
    void plainViewPrintsALineEveryFiveSeconds() {
        try (DemoView view = DemoView.on(out, false)) {
            for (int second = 0; second < 11; second++) {
                view.show(snapshot(second, second, second));
            }
        }

        assertThat(output().lines()).hasSize(3);
    }

    @Test
    void terminalViewRedrawsItselfOnTheAlternateScreen() {
        try (DemoView view = new TerminalView(out, () -> new TerminalSize(80, 24))) {
            view.printLine("Ready.");
            assertThat(output()).isEqualTo("Ready." + System.lineSeparator());
            view.show(snapshot(1, 100, 90));
            int first = bytes.size();
            view.show(snapshot(3, 700, 690));
            assertThat(output().substring(first)).startsWith("\033[H").contains("700", "300", "60120.1");
            view.printLine("Stopping.");
        }

        assertThat(output()).containsOnlyOnce("\033[?1049h");
        assertThat(output().substring(output().indexOf("\033[?1049l")))
                .as("after the alternate screen")
                .contains("Stopping.");
    }

    @Test
    void plainViewIsUsedWithoutATerminal() {
        assertThat(DemoView.on(out, false)).isInstanceOf(PlainView.class);
        assertThat(DemoView.on(out, true)).isInstanceOf(TerminalView.class);
    }

    private String output() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static DemoSnapshot snapshot(double seconds, long records, long rows) {
        return new DemoSnapshot(
                seconds,
                Map.of("kraken-source", "RUNNING"),
                Map.of("rawtrade", records),
                Map.of("trade_data", rows),
                Map.of("XBT/USD", "60120.1"));
    }
}
