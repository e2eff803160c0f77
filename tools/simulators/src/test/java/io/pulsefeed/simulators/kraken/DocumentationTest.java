package io.pulsefeed.simulators.kraken;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** {@code -Dpulsefeed.docs.write=true} writes the table of faults instead of comparing it. */
class DocumentationTest {

    private static final Path PAGE = Path.of("../../docs/simulators.md");
    private static final String BEGIN = "<!-- faults:begin -->\n";
    private static final String END = "<!-- faults:end -->\n";

    @Test
    void documentsEveryFault() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        if (Boolean.getBoolean("pulsefeed.docs.write")) {
            Files.writeString(PAGE, page.substring(0, begin) + table() + page.substring(end));
            return;
        }
        assertThat(page.substring(begin, end)).isEqualTo(table());
    }

    @Test
    void documentsEveryOption() throws IOException {
        String page = Files.readString(PAGE);
        new CommandLine(new KrakenSimulatorCommand())
                .getCommandSpec().options().stream()
                        .map(OptionSpec::longestName)
                        .filter(name -> !name.equals("--help") && !name.equals("--version"))
                        .forEach(name -> assertThat(page).contains("| `" + name));
    }

    private static String table() {
        StringBuilder table = new StringBuilder("| fault | lasting | what happens |\n| --- | --- | --- |\n");
        for (Fault fault : Fault.values()) {
            table.append("| `").append(fault.label()).append("` | ");
            table.append(fault.isLasting() ? "yes" : "no").append(" | ");
            table.append(fault.description()).append(" |\n");
        }
        return table.toString();
    }
}
