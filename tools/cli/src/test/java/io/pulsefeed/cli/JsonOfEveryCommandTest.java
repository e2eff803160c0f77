package io.pulsefeed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.cli.EveryCommand.Ended;
import io.pulsefeed.cli.EveryCommand.Leaf;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonOfEveryCommandTest {

    /** Servers and files: they run until they are stopped, or write a file that is the result. */
    private static final Set<String> WITHOUT_FACTS = Set.of(
            "simulate kraken",
            "simulate emotibit",
            "simulate news",
            "simulate all",
            "console",
            "generate-completion",
            "connectors export",
            "export emotibit");

    @TempDir
    private static Path folder;

    @Test
    void everyCommandThatReportsFactsHasJson() {
        assertThat(EveryCommand.all())
                .filteredOn(command -> command.spec().findOption("--json") == null)
                .extracting(Leaf::name)
                .containsExactlyInAnyOrderElementsOf(WITHOUT_FACTS);
    }

    private static Stream<Leaf> commandsWithJson() {
        return EveryCommand.all().stream().filter(command -> command.spec().findOption("--json") != null);
    }

    /** Without servers, a command prints what it found out as one object, or nothing and the reason to standard error. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("commandsWithJson")
    void standardOutputIsOneObjectOrNothing(Leaf command) throws IOException {
        List<String> arguments = command.arguments("");
        arguments.add("--json");
        Ended ended = new EveryCommand(folder).run(arguments);

        if (ended.out().isEmpty()) {
            assertThat(ended.err()).startsWith("pulsefeed: ");
        } else {
            try (MappingIterator<JsonNode> values =
                    new ObjectMapper().readerFor(JsonNode.class).readValues(ended.out())) {
                assertThat(values.readAll()).singleElement().matches(JsonNode::isObject);
            }
        }
        assertThat(ended.code()).isBetween(1, 2);
    }
}
