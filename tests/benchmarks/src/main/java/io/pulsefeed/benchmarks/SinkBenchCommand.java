package io.pulsefeed.benchmarks;

import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.options.StackOptions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pulsefeed bench sink}. */
@Command(
        name = "sink",
        mixinStandardHelpOptions = true,
        description =
                "Compares the TimescaleDB sink with Debezium's JDBC sink and plain binary COPY on the same trades and"
                        + " database.")
final class SinkBenchCommand implements Callable<Integer> {

    @Mixin
    private StackOptions stack;

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Trades per run (default: 1000000).")
    private int records;

    @Option(names = "--without-peer", description = "Measure only the TimescaleDB sink and the ceiling.")
    private boolean withoutPeer;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "1",
            description = "How often everything is measured; the results are medians (default: 1).")
    private int rounds;

    @Option(
            names = "--only",
            paramLabel = "REGEX",
            defaultValue = "",
            description = "Measure only the variants whose name contains a match (default: all).")
    private Pattern only;

    @Option(
            names = "--latency",
            description =
                    "Measure the time from send() of a producer until the row is visible, at 100 and 10,000 records/s,"
                            + " instead of the throughput.")
    private boolean latency;

    @Override
    public Integer call() throws Exception {
        Checkout checkout = Checkout.current();
        List<BenchResult> results = latency
                ? new SinkLatency(checkout, stack).run(System.err)
                : new SinkBench(checkout, stack, records, new SinkBench.Selection(rounds, !withoutPeer, only))
                        .run(System.err);
        BenchCommand.print(System.out, results);
        return 0;
    }
}
