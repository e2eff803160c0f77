package io.pulsefeed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.AutoComplete;
import picocli.CommandLine;

class MainTest {

    private final StringWriter err = new StringWriter();

    private int run(Map<String, String> environment, String... arguments) {
        CommandLine line = Main.commandLine(new Main(environment));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    /** A mistake is one sentence with the way to the usage text, not the whole text. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "demo --rate -1 | --rate must be 0 to 1,000,000 (got -1).",
                "demo --devices -2 | --devices must be 0 to 1,000 (got -2).",
                "demo --rate many | Invalid value for option '--rate': 'many' is not an int",
                "status --every 0 | --every must be longer than 0, for example 2s.",
                "redrive --connector a --limit 0 | --limit must be 1 or more.",
                "redrive --connector a --filter [ | Invalid value for option '--filter'",
                "replay --connector a | Missing required option: '--from=TIME'",
                "connectors statsu | Did you mean: connectors status",
                "--context nosuch.properties status | the context file nosuch.properties cannot be read as a properties file: "
                        + "nosuch.properties: no such file or directory"
            })
    void reportsInvalidUsageInASentence(String arguments, String message) {
        assertThat(run(Map.of(), arguments.strip().split(" "))).isEqualTo(2);

        assertThat(err.toString()).contains(message).contains("See: pulsefeed").doesNotContain("\tat ");
        assertThat(err.toString().lines()).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void takesTheContextBeforeAndAfterTheCommand() {
        for (List<String> arguments :
                List.of(List.of("--context", "nosuch", "status"), List.of("status", "--context", "nosuch"))) {
            err.getBuffer().setLength(0);
            assertThat(run(Map.of(), arguments.toArray(String[]::new))).isEqualTo(2);
            assertThat(err.toString()).contains("the context file nosuch cannot be read");
        }
        err.getBuffer().setLength(0);
        assertThat(run(Map.of("PULSEFEED_CONTEXT", "other"), "status")).isEqualTo(2);
        assertThat(err.toString()).contains("the context file other cannot be read");
    }

    @Test
    void generatesACompletionScriptOfAllCommands() {
        String script = AutoComplete.bash("pulsefeed", Main.commandLine(new Main(Map.of())));

        assertThat(script).contains("status", "connectors", "redrive", "--bootstrap-server");
    }
}
