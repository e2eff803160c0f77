package io.pulsefeed.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NextIdFileTest {

    @TempDir
    private Path home;

    private Path path;

    @BeforeEach
    void useAFileInAMissingDirectory() {
        path = home.resolve("new/ids.properties");
    }

    @Test
    void isEmptyBeforeTheFirstRun() {
        assertThat(new NextIdFile(path).nextIds()).isEmpty();
    }

    @Test
    void readsTheIdsOfThePreviousRun() {
        new NextIdFile(path).write(Map.of("BTC/USD", 101L, "ETH/USD", 11L));

        assertThat(new NextIdFile(path).nextIds()).isEqualTo(Map.of("BTC/USD", 101L, "ETH/USD", 11L));
    }

    @Test
    void reservesIdsBeforeTheyAreUsed() {
        NextIdFile running = new NextIdFile(path);
        for (long next = 1; next < 5_000; next += 7) {
            running.reserve(Map.of("BTC/USD", next), 7);

            assertThat(new NextIdFile(path).nextIds().get("BTC/USD")).isGreaterThanOrEqualTo(next + 7);
        }
    }
}
