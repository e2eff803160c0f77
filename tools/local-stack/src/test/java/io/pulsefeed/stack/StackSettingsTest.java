package io.pulsefeed.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackSettingsTest {

    @Test
    void readsTheSettingsThatItWrote(@TempDir Path folder) throws IOException {
        StackSettings settings = new StackSettings(
                Path.of("/home/ä b"),
                Path.of("/layout"),
                Path.of("/worker.properties"),
                Path.of("/single.json"),
                new Ports(1, 2, 3, 4),
                List.of(Path.of("/a b.zip"), Path.of("/c.zip")),
                "jdbc:postgresql://db/x?a=b&c=d");
        settings.write(folder.resolve("file"));

        assertThat(StackSettings.read(folder.resolve("file"))).isEqualTo(settings);
    }
}
