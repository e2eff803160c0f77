package io.pulsefeed.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginPathTest {

    @TempDir
    private Path folder;

    private PluginPath plugins;

    @BeforeEach
    void create() throws IOException {
        plugins = new PluginPath(Files.createDirectory(folder.resolve("plugins")));
    }

    private Path zip(String name, String entry, String content) throws IOException {
        Path file = folder.resolve(name);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            ZipEntry zipEntry = new ZipEntry(entry);
            zipEntry.setTime(0);
            out.putNextEntry(zipEntry);
            out.write(content.getBytes(StandardCharsets.UTF_8));
            out.closeEntry();
        }
        return file;
    }

    @Test
    void unpacksEachPluginIntoItsOwnDirectory() throws IOException {
        plugins.sync(List.of(zip("a-1.zip", "a-1/lib/a.jar", "a"), zip("b-1.zip", "b-1/lib/b.jar", "b")));

        assertThat(plugins.folder().resolve("a-1/a-1/lib/a.jar")).hasContent("a");
        assertThat(plugins.folder().resolve("b-1/b-1/lib/b.jar")).hasContent("b");
    }

    @Test
    void unpacksOnlyChangedZipsAgain() throws IOException {
        plugins.sync(List.of(zip("a-1.zip", "lib/a.jar", "a")));
        Files.writeString(plugins.folder().resolve("a-1/lib/touched"), "");

        plugins.sync(List.of(zip("a-1.zip", "lib/a.jar", "a")));
        assertThat(plugins.folder().resolve("a-1/lib/touched")).exists();

        plugins.sync(List.of(zip("a-1.zip", "lib/a.jar", "changed")));
        assertThat(plugins.folder().resolve("a-1/lib/a.jar")).hasContent("changed");
        assertThat(plugins.folder().resolve("a-1/lib/touched")).doesNotExist();
    }

    @Test
    void removesAnOlderVersion() throws IOException {
        plugins.sync(List.of(zip("a-1.zip", "lib/a.jar", "a")));

        plugins.sync(List.of(zip("a-2.zip", "lib/a.jar", "a")));

        assertThat(plugins.folder().resolve("a-1")).doesNotExist();
        assertThat(plugins.folder().resolve("a-2/lib/a.jar")).exists();
    }

    @Test
    void rejectsAnEntryOutsideOfItsDirectory() throws IOException {
        Path evil = zip("evil.zip", "../../out.jar", "x");

        assertThatThrownBy(() -> plugins.sync(List.of(evil)))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("../../out.jar");
        assertThat(folder.resolve("out.jar")).doesNotExist();
    }

    @Test
    void reportsHowToBuildAMissingPlugin() {
        assertThatThrownBy(() -> plugins.sync(List.of(folder.resolve("none.zip"))))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("none.zip does not exist")
                .hasMessageContaining("mvn -DskipTests package");
    }
}
