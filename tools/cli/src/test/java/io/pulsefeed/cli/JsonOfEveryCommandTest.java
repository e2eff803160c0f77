package io.pulsefeed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

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

    @Test
    void everyCommandThatReportsFactsHasJson() {
        List<String> without = new ArrayList<>();
        collect(Main.commandLine(new Main()), "", without);

        assertThat(without).containsExactlyInAnyOrderElementsOf(WITHOUT_FACTS);
    }

    private static void collect(CommandLine command, String path, List<String> without) {
        for (CommandLine each : Set.copyOf(command.getSubcommands().values())) {
            String name = (path + " " + each.getCommandName()).strip();
            if (!each.getSubcommands().isEmpty()) {
                collect(each, name, without);
            } else if (each.getCommandSpec().findOption("--json") == null) {
                without.add(name);
            }
        }
    }
}
