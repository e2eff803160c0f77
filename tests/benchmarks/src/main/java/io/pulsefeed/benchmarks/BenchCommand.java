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

/** {@code pulsefeed bench}: a program of its own, because it takes the plugins onto its class path. */
@Command(
        name = "pulsefeed bench",
        mixinStandardHelpOptions = true,
        description =
                "Measures a connector beside a peer or a ceiling in the same run; the last line is one JSON object.",
        subcommands = {
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
                spec.commandLine(), "Say what to measure: sink, kraken, latency, article, emotibit or jmh.");
    }

    /** Prints the figures for people, then the one line for programs. */
    static void print(PrintStream out, List<BenchResult> results) {
        results.forEach(result -> out.println(result.line()));
        try {
            out.println(new ObjectMapper().writeValueAsString(new BenchResult.Report(results)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the report could not be written as JSON", e);
        }
    }
}
