package io.pulsefeed.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalSizeTest {

    @Test
    void parsesTheOutputOfStty() {
        assertThat(TerminalSize.parse("60 200\n")).isEqualTo(new TerminalSize(200, 60));
        assertThat(TerminalSize.parse("0 0\n")).isEqualTo(new TerminalSize(80, 24));
        assertThat(TerminalSize.parse("stty: not a tty")).isEqualTo(new TerminalSize(80, 24));
    }
}
