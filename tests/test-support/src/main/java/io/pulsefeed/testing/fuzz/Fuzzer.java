package io.pulsefeed.testing.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * Parses the seeds of a kind, then mutated input for one second ({@code -Dpulsefeed.fuzz.seconds}). {@code -Dpulsefeed.fuzz.kinds=FEEDS}
 * selects kinds, separated by commas. No input may throw, hang, need much memory or leak it. A failing input is shortened and saved in the
 * temporary folder. The printed seed repeats a run: {@code -Dpulsefeed.fuzz.seed}.
 */
public final class Fuzzer {

    private static final int DEFAULT_SECONDS = 1;
    private static final Duration RUN =
            Duration.ofSeconds(Integer.getInteger("pulsefeed.fuzz.seconds", DEFAULT_SECONDS));
    /** Of the short run in the build, which must not fail by chance; longer runs have a new one each time. */
    private static final long SHORT_RUN_SEED = 1;

    private static final String KINDS = System.getProperty("pulsefeed.fuzz.kinds", "");
    /** CPU time, independent of the load on the machine. */
    private static final Duration INPUT_LIMIT = Duration.ofSeconds(10);
    /** Allocated bytes of one input: a constant, and the multiple of its length that trees of small objects need. */
    private static final long ALLOCATION_LIMIT = 64 << 20;

    private static final long ALLOCATION_LIMIT_PER_BYTE = 2_000;
    /** Growth by caches and the measurement itself; inputs have up to two megabytes, so that a leak exceeds it. */
    private static final long GROWTH_LIMIT = 16 << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final FuzzKind kind;
    private final long seed;
    private int runs;

    private Fuzzer(FuzzKind kind, long seed) {
        this.kind = kind;
        this.seed = seed;
    }

    public static void run(FuzzKind kind) throws IOException {
        if (!KINDS.isEmpty() && !List.of(KINDS.split(",")).contains(kind.name())) {
            String skipped = "NOT CHECKED: fuzz of " + kind + ", because pulsefeed.fuzz.kinds=" + KINDS
                    + "; omit it for all kinds.";
            System.err.println(skipped);
            Assumptions.abort(skipped);
        }
        new Fuzzer(kind, Long.getLong("pulsefeed.fuzz.seed", newSeed())).run();
    }

    private static long newSeed() {
        return RUN.toSeconds() <= DEFAULT_SECONDS ? SHORT_RUN_SEED : System.nanoTime();
    }

    private void run() throws IOException {
        Corpus corpus = Corpus.of(kind);
        assertThat(corpus.seeds()).as("seeds of " + kind).isNotEmpty();
        for (byte[] input : corpus.seeds()) {
            check(input);
        }
        Mutator mutator = new Mutator(corpus, new Random(seed));
        long start = System.nanoTime();
        runUntil(start + RUN.toNanos() / 4, mutator);
        long before = liveBytes();
        runUntil(start + RUN.toNanos(), mutator);
        long growth = liveBytes() - before;
        System.out.printf(
                Locale.ROOT,
                "fuzz of %s: %,d inputs in %d s, seed %d, no exception, live heap grew by %,d bytes%n",
                kind,
                runs,
                RUN.toSeconds(),
                seed,
                growth);
        assertThat(growth).as("live heap after %d inputs", runs).isLessThan(GROWTH_LIMIT);
    }

    private void runUntil(long end, Mutator mutator) throws IOException {
        do {
            check(mutator.mutate());
        } while (System.nanoTime() - end < 0);
    }

    private void check(byte[] input) throws IOException {
        byte[] original = input.clone();
        long startNs = THREADS.getCurrentThreadCpuTime();
        long startBytes = THREADS.getCurrentThreadAllocatedBytes();
        Throwable failure = failure(input);
        if (failure != null) {
            byte[] reduced = Reducer.reduce(original, shorter -> isSame(failure, failure(shorter.clone())));
            throw new AssertionError(describe("failed", reduced), failure);
        }
        Duration took = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - startNs);
        if (took.compareTo(INPUT_LIMIT) > 0) {
            throw new AssertionError(describe("took " + took, original));
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - startBytes;
        if (allocated > ALLOCATION_LIMIT + ALLOCATION_LIMIT_PER_BYTE * input.length) {
            throw new AssertionError(describe("allocated " + allocated + " bytes", original));
        }
        runs++;
    }

    private @Nullable Throwable failure(byte[] input) {
        try {
            kind.read(input);
            return null;
        } catch (IOException | RuntimeException | Error e) {
            return e;
        }
    }

    /** An input can fail in two ways; a shorter one must fail at the same place. */
    private static boolean isSame(Throwable failure, @Nullable Throwable other) {
        return other != null
                && other.getClass() == failure.getClass()
                && top(other).equals(top(failure));
    }

    private static String top(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return trace.length == 0 ? "" : trace[0].toString();
    }

    private String describe(String what, byte[] input) throws IOException {
        Path file = Files.write(Files.createTempFile("fuzz-" + kind + "-", ".bin"), input);
        return kind + " " + what + ", seed " + seed + ", run " + runs + ", input of " + input.length + " bytes: "
                + file;
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
