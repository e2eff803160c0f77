package io.pulsefeed.benchmarks;

import io.pulsefeed.benchmarks.jmh.PageExtraction;
import io.pulsefeed.cli.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pulsefeed bench jmh}: each hot path in forked JVMs. */
@Command(
        name = "jmh",
        mixinStandardHelpOptions = true,
        description = "Measures single hot paths with JMH: PageExtraction, TradeFrame, EmotiBitPacket.")
final class JmhBenchCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "REGEX",
            defaultValue = ".*",
            description = "Benchmarks to run (default: all).")
    private String filter;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder with extraction/html/; uses its page of median size instead of a generated page.")
    private @Nullable Path data;

    @Option(names = "--forks", paramLabel = "N", defaultValue = "2", description = "JVMs per benchmark (default: 2).")
    private int forks;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "2",
            description = "Length of each of five warm-up and five measurement iterations (default: 2).")
    private int seconds;

    @Override
    public Integer call() throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(filter)
                .forks(forks)
                .warmupIterations(5)
                .warmupTime(TimeValue.seconds(seconds))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(seconds))
                .shouldFailOnError(true);
        if (data != null) {
            Path page = medianPage(data.resolve("extraction").resolve("html"));
            System.out.println(PageExtraction.class.getSimpleName() + " reads " + page);
            options.param("page", page.toString());
        }
        try {
            new Runner(options.build()).run();
        } catch (NoBenchmarksException e) {
            throw new UserError(
                    "no benchmark matches '" + filter + "'. Benchmarks: PageExtraction, TradeFrame, EmotiBitPacket.");
        }
        return 0;
    }

    private static Path medianPage(Path folder) {
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            List<Path> bySize = files.filter(Files::isRegularFile)
                    .sorted(Comparator.comparingLong(JmhBenchCommand::size).thenComparing(Comparator.naturalOrder()))
                    .toList();
            if (bySize.isEmpty()) {
                throw new UserError("no saved pages in " + folder + ".");
            }
            return bySize.get(bySize.size() / 2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
