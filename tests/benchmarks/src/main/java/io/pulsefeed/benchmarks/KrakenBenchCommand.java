package io.pulsefeed.benchmarks;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pulsefeed bench kraken}. */
@Command(
        name = "kraken",
        mixinStandardHelpOptions = true,
        description =
                "Trades per second through the source's poll(), compared with a bare WebSocket client with a streaming"
                        + " parser.")
final class KrakenBenchCommand implements Callable<Integer> {

    @Option(
            names = "--trades",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Trades per run (default: 1000000).")
    private int trades;

    @Override
    public Integer call() throws Exception {
        BenchCommand.print(System.out, new KrakenBench(trades).run(System.err));
        return 0;
    }
}
