package io.pulsefeed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvFileTest {

    @Test
    void parsesTheSyntaxOfTheExample(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve(".env"),
                "# TOPIC_PROFILE=local\n\nPOSTGRES_PASSWORD='a=b #c'\nA=\"two words\"\nB = plain # note\nC=\nno line\n");

        assertThat(EnvFile.read(file))
                .containsOnly(
                        Map.entry("POSTGRES_PASSWORD", "a=b #c"),
                        Map.entry("A", "two words"),
                        Map.entry("B", "plain"),
                        Map.entry("C", ""));
    }

    @Test
    void isEmptyWithoutAFile(@TempDir Path folder) {
        assertThat(EnvFile.read(folder.resolve(".env"))).isEmpty();
    }

    @Test
    void prefersTheEnvironmentAndIgnoresEmptyValues() {
        EnvFile settings = EnvFile.of(Map.of("A", "file", "B", "file", "C", ""), Map.of("A", "environment"));

        assertThat(settings.get("none", "A")).isEqualTo("environment");
        assertThat(settings.get("none", "C", "B")).isEqualTo("file");
        assertThat(settings.get("none", "C")).isEqualTo("none");
    }
}
