package io.pulsefeed.article.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Parses mutated input of each kind for two seconds ({@code -Dpulsefeed.fuzz.seconds}); {@code -Dpulsefeed.fuzz.kinds=FEEDS,ROBOTS}
 * selects kinds. No input may throw, hang or leak memory. A failing input is saved in the temporary folder. The seed is printed and
 * can be set with {@code -Dpulsefeed.fuzz.seed} to repeat a run.
 */
class FuzzTest {

    private static final Duration RUN = Duration.ofSeconds(Integer.getInteger("pulsefeed.fuzz.seconds", 2));
    private static final String KINDS = System.getProperty("pulsefeed.fuzz.kinds", "");
    /** CPU time, independent of the load on the machine. */
    private static final Duration INPUT_LIMIT = Duration.ofSeconds(10);
    /** Growth by caches and the measurement itself; inputs have up to two megabytes, so that a leak exceeds it. */
    private static final long GROWTH_LIMIT = 16 << 20;

    /** The kinds of {@code -Dpulsefeed.fuzz.kinds}; all by default. */
    static List<InputKind> kinds() {
        List<InputKind> selected = Arrays.stream(InputKind.values())
                .filter(kind -> KINDS.isEmpty() || List.of(KINDS.split(",")).contains(kind.name()))
                .toList();
        if (selected.size() < InputKind.values().length) {
            System.err.println("NOT CHECKED: fuzz tests of all kinds except " + selected
                    + ", because pulsefeed.fuzz.kinds=" + KINDS + "; omit it for all kinds.");
        }
        return selected;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void malformedInputNeitherThrowsNorLeaks(InputKind kind) throws IOException {
        long seed = Long.getLong("pulsefeed.fuzz.seed", System.nanoTime());
        List<byte[]> corpus = Corpus.of(kind);
        Mutator mutator = new Mutator(Corpus.words(kind), new Random(seed));
        long start = System.nanoTime();
        long warm = start + RUN.toNanos() / 4;
        long end = start + RUN.toNanos();
        int warmRuns = run(kind, corpus, mutator, warm, seed);
        long before = liveBytes();
        int runs = warmRuns + run(kind, corpus, mutator, end, seed);
        long growth = liveBytes() - before;
        System.out.printf(
                Locale.ROOT,
                "fuzz of %s: %,d inputs in %d s, seed %d, no exception, live heap grew by %,d bytes%n",
                kind,
                runs,
                RUN.toSeconds(),
                seed,
                growth);
        assertThat(runs).isPositive();
        assertThat(growth).as("live heap after %d inputs", runs).isLessThan(GROWTH_LIMIT);
    }

    private static int run(InputKind kind, List<byte[]> corpus, Mutator mutator, long until, long seed)
            throws IOException {
        int runs = 0;
        while (System.nanoTime() - until < 0) {
            byte[] input = mutator.mutate(corpus);
            long start = processorNanos();
            try {
                kind.read(input);
            } catch (RuntimeException | Error e) {
                throw new AssertionError(kind + ", seed " + seed + ", run " + runs + ", input " + keep(kind, input), e);
            }
            Duration took = Duration.ofNanos(processorNanos() - start);
            if (took.compareTo(INPUT_LIMIT) > 0) {
                throw new AssertionError(kind + " took " + took + ", seed " + seed + ", input " + keep(kind, input));
            }
            runs++;
        }
        return runs;
    }

    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static Path keep(InputKind kind, byte[] input) throws IOException {
        return Files.write(Files.createTempFile("fuzz-" + kind + "-", ".bin"), input);
    }

    private static long liveBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
