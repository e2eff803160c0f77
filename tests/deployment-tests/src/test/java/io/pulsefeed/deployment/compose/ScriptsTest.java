package io.pulsefeed.deployment.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that the stack runs, or that a user runs for it, wait for what they need, and never for a time. */
class ScriptsTest {

    /** Longer than the step of a loop that looks again. */
    private static final Pattern LONG_SLEEP =
            Pattern.compile("\\bsleep +([2-9]|[1-9]\\d|1[.]\\d*[1-9]|\\$|[0-9.]+[mh])");

    static Stream<Path> scripts() throws IOException {
        List<Path> files = new ArrayList<>(Checkout.rootFiles(".yml"));
        files.addAll(
                List.of(Checkout.path("pulsefeed"), Checkout.path("Dockerfile"), Checkout.path("dev/timescaledb")));
        for (String folder : List.of("packaging", "security")) {
            if (Files.isDirectory(Checkout.path(folder))) {
                files.addAll(Checkout.files(folder, ""));
            }
        }
        return files.stream();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void noScriptSleepsForAFixedTime(Path script) throws IOException {
        assertThat(Files.readAllLines(script))
                .noneMatch(line -> LONG_SLEEP.matcher(line).find());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sleep 40", "  sleep 2; up", "sleep 1m", "sleep $WAIT", "sleep 1.5"})
    void aFixedSleepIsSeen(String line) {
        assertThat(LONG_SLEEP.matcher(line).find()).isTrue();
    }

    @Test
    void theStepOfALoopIsNone() {
        assertThat(Stream.of("sleep 1", "sleep 0.25", "  sleep 1.0; done", "Sleep well")
                        .filter(line -> LONG_SLEEP.matcher(line).find()))
                .isEmpty();
    }

    /** What compose starts must be executable in the checkout, since the image takes the files as they are. */
    @ParameterizedTest
    @ValueSource(strings = {"pulsefeed", "start-broker", "start-connect", "assemble"})
    void scriptsOfTheImageCanBeStarted(String script) {
        assertThat(Checkout.path("packaging/image/" + script)).isExecutable();
    }
}
