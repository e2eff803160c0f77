package io.pulsefeed.benchmarks;

import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.options.StackOptions;
import java.util.concurrent.Callable;
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

    @Override
    public Integer call() throws Exception {
        SinkBench bench = new SinkBench(Checkout.current(), stack, records, !withoutPeer);
        BenchCommand.print(System.out, bench.run(System.err));
        return 0;
    }
}
