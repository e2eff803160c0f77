package io.pulsefeed.cli.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConnectorFileOptionsTest {

    @TempDir
    private Path root;

    private Path folder;

    @BeforeEach
    void write() throws IOException {
        folder = Files.createDirectory(root.resolve("all"));
        write(folder.resolve("one.json"), "one", "\"a\"");
        write(folder.resolve("two.json"), "two", "\"a\"");
    }

    @Test
    void filesAreSelectedByNameOrByPath() throws IOException {
        Path own = root.resolve("my own.json");
        write(own, "mine", "\"a\"");

        assertThat(names()).containsExactly("one", "two");
        assertThat(names("two", "one.json")).containsExactly("two", "one");
        assertThat(names(own.toString(), "one")).containsExactly("mine", "one");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> names("three"))
                .isInstanceOf(UserError.class)
                .hasMessage("there is no connector file three.json in " + folder
                        + ". Available: one, two. For a file elsewhere, specify its path, such as ./three.json.");
        assertThatThrownBy(() -> names("/nosuch/three.json"))
                .isInstanceOf(UserError.class)
                .hasMessage("there is no connector file /nosuch/three.json.");
    }

    @Test
    void aListAsValueIsAnError() throws IOException {
        Path file = root.resolve("list.json");
        write(file, "list", "[\"a\", \"b\"]");

        assertThatThrownBy(() -> names(file.toString()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("the value of topics must be a text, a number or a boolean");
    }

    private Iterable<String> names(String... arguments) {
        ConnectorFileOptions options = new ConnectorFileOptions();
        CommandLine line = new CommandLine(new Holder(options));
        line.parseArgs(concat(arguments));
        return options.files().stream().map(ConnectorFile::name).toList();
    }

    private String[] concat(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "--dir=" + folder;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return all;
    }

    private static void write(Path file, String name, String topics) throws IOException {
        Files.writeString(file, "{\"name\": \"%s\", \"config\": {\"topics\": %s}}".formatted(name, topics));
    }

    @CommandLine.Command
    private static final class Holder {

        @CommandLine.Mixin
        private final ConnectorFileOptions options;

        Holder(ConnectorFileOptions options) {
            this.options = options;
        }
    }
}
