package io.pulsefeed.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumberingFileTest {

    @TempDir
    private Path home;

    private Path path;

    @BeforeEach
    void nameAFileInAFolderThatIsNotThereYet() {
        path = home.resolve("new/numbers.properties");
    }

    @Test
    void knowsNothingBeforeTheFirstRun() {
        assertThat(new NumberingFile(path).nextIds()).isEmpty();
    }

    @Test
    void givesTheNextRunTheNumbersThatTheLastOneWrote() {
        new NumberingFile(path).write(Map.of("BTC/USD", 101L, "ETH/USD", 11L));

        assertThat(new NumberingFile(path).nextIds()).isEqualTo(Map.of("BTC/USD", 101L, "ETH/USD", 11L));
    }

    @Test
    void isAheadOfWhatIsSentWhateverMomentARunDies() {
        NumberingFile running = new NumberingFile(path);
        for (long next = 1; next < 5_000; next += 7) {
            running.reserve(Map.of("BTC/USD", next), 7);

            assertThat(new NumberingFile(path).nextIds().get("BTC/USD")).isGreaterThanOrEqualTo(next + 7);
        }
    }
}
