package io.pulsefeed.simulators.kraken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KrakenSimulatorCommandIT {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new KrakenSimulatorCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void listsFaults() {
        assertThat(run("--list-faults")).isZero();
        assertThat(out.toString().lines())
                .hasSize(Fault.values().length)
                .anyMatch(line -> line.startsWith("close-1006"));
    }

    @Test
    void reportsInvalidOptions() throws IOException {
        assertThat(run("--fault", "nonsense")).isEqualTo(1);
        assertThat(err.toString()).contains("Unknown fault nonsense");
        assertThat(run("--pairs", "bitcoin", "--port", "0")).isEqualTo(1);
        assertThat(err.toString()).contains("BASE/QUOTE");
        assertThat(run("--replay", folder.resolve("none").toString(), "--port", "0"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("Cannot read the recording");
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThat(run("--port", Integer.toString(taken.getLocalPort()))).isEqualTo(1);
            assertThat(err.toString()).contains("choose another port");
        }
    }

    @Test
    void runsAsProcessAndStopsCleanly() throws Exception {
        Path printed = folder.resolve("out.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KrakenSimulatorCommand.class.getName(),
                        "--port",
                        "0",
                        "--fault",
                        "close-1006,rest-429",
                        "--trades",
                        "100",
                        "--rate",
                        "1000")
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        try {
            await().atMost(30, TimeUnit.SECONDS)
                    .until(() -> lines(printed).stream().anyMatch(line -> line.contains("quiet")));
            List<String> lines = lines(printed);
            assertThat(lines.get(0)).matches("WebSocket v2  ws://127\\.0\\.0\\.1:\\d+/v2");
            assertThat(lines).anyMatch(line -> line.startsWith("trades 100 "));
            String url = lines.get(0).substring("WebSocket v2  ".length());
            SocketClient client = SocketClient.connect(url);
            await().until(() -> !client.frames().isEmpty());
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(lines(printed)).noneMatch(line -> line.contains("Exception"));
    }

    private static List<String> lines(Path file) throws IOException {
        return new ArrayList<>(Files.readAllLines(file));
    }
}
