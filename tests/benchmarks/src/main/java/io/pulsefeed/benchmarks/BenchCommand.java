package io.pulsefeed.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.cli.Main;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulsefeed bench}: a separate program, because its class path contains the plugins. */
@Command(
        name = "pulsefeed bench",
        mixinStandardHelpOptions = true,
        description = "Measures a connector and a peer or ceiling in the same run. The last line is one JSON object.",
        subcommands = {
            AllBenchCommand.class,
            SinkBenchCommand.class,
            KrakenBenchCommand.class,
            LatencyBenchCommand.class,
            ArticleBenchCommand.class,
            EmotiBitBenchCommand.class,
            JmhBenchCommand.class
        })
public final class BenchCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(Main.commandLine(new BenchCommand()).execute(args));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Specify a benchmark: all, sink, kraken, latency, article, emotibit or jmh.");
    }

    /** Prints a table, then one line of JSON. */
    static void print(PrintStream out, List<BenchResult> results) {
        results.forEach(result -> out.println(result.line()));
        try {
            out.println(new ObjectMapper().writeValueAsString(new BenchResult.Report(results)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write the report as JSON", e);
        }
    }
}
