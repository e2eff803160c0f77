package io.pulsefeed.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.cli.replay.Interruption.Step;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InterruptionTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<String> resumed = new ArrayList<>();

    private String report(Step step) {
        Interruption interruption =
                new Interruption("rows", resumed::add, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        interruption.at(step);
        interruption.report();
        return bytes.toString(StandardCharsets.UTF_8).strip();
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"STOPPED", "REWINDING", "REWOUND"})
    void resumesAStoppedSinkAndSaysSo(Step step) {
        assertThat(report(step)).startsWith("Interrupted: rows was resumed; its offsets ");
        assertThat(resumed).containsExactly("rows");
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"PREPARING", "CATCHING_UP", "WRITTEN"})
    void doesNotTouchARunningSink(Step step) {
        assertThat(report(step)).startsWith("Interrupted: rows: ");
        assertThat(resumed).isEmpty();
    }

    @Test
    void namesTheCommandForASinkThatCannotBeResumed() {
        Interruption interruption = new Interruption(
                "rows",
                name -> {
                    throw new IllegalStateException("no worker");
                },
                new PrintStream(bytes, true, StandardCharsets.UTF_8));
        interruption.at(Step.REWOUND);
        interruption.report();

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("rows is still stopped (no worker)")
                .contains("pulsefeed connectors resume rows")
                .contains("its offsets were changed");
    }
}
