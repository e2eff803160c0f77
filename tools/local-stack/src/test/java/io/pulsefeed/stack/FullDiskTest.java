package io.pulsefeed.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FullDiskTest {

    private static final Path HOME = Path.of("/data/home");

    @Test
    void namesTheDiskIfLittleIsFree() {
        assertThat(FullDisk.of(HOME, 0))
                .hasValue(
                        "No space left on device: 0.0 MiB are free at /data/home. Free some space, then start again.");
        assertThat(FullDisk.of(HOME, 10 << 20))
                .hasValueSatisfying(text -> assertThat(text).startsWith("No space left on device: 10.0 MiB are free"));
        assertThat(FullDisk.of(HOME, 16 << 20)).isEmpty();
    }
}
