package io.pulsefeed.system.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The pulsefeed command in a separate process. */
final class CommandLine {

    private static final int SUCCESS = 0;
    /** Of {@code database plan}. */
    private static final int DIFFERENCES = 3;

    private CommandLine() {}

    /** Runs a database command and returns the lines that it prints. */
    static List<String> run(Database database, String... arguments) {
        Path target = Checkout.ROOT.resolve("tools/cli/target");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dpulsefeed.root=" + Checkout.ROOT,
                "-cp",
                target.resolve("cli.jar") + ":" + target.resolve("lib") + "/*",
                "io.pulsefeed.cli.Main"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--jdbc-url", database.url()));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("PULSEFEED_DB_USER", database.user());
            // The command insists on one; a server that takes its user from the URL asks for none.
            builder.environment()
                    .put("PULSEFEED_DB_PASSWORD", database.password().isEmpty() ? "none" : database.password());
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isIn(SUCCESS, DIFFERENCES);
            return output.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
