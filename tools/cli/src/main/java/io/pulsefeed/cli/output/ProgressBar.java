package io.pulsefeed.cli.output;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Progress of a long operation, redrawn in one line of standard error. It draws nothing if the process has no terminal, so that the
 * output of scripts does not change.
 *
 * <pre>{@code
 * Replaying  [=========>          ]  48 %  12,004 of 25,000 records
 * }</pre>
 */
public final class ProgressBar implements AutoCloseable {

    private static final int WIDTH = 20;
    private static final long REDRAW_INTERVAL_NS = 100_000_000;
    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintStream out;
    private final boolean terminal;
    private final LongSupplier monotonicClock;
    private final String label;
    private final String unit;
    private long nextDrawMonoNs;
    private boolean drawn;

    ProgressBar(PrintStream out, boolean terminal, LongSupplier monotonicClock, String label, String unit) {
        this.out = out;
        this.terminal = terminal;
        this.monotonicClock = monotonicClock;
        this.label = label;
        this.unit = unit;
        this.nextDrawMonoNs = monotonicClock.getAsLong();
    }

    /**
     * @param label the operation, such as {@code Replaying}
     * @param unit what is counted, such as {@code records}
     */
    public static ProgressBar create(String label, String unit) {
        return new ProgressBar(System.err, System.console() != null, System::nanoTime, label, unit);
    }

    /** As {@link #create}, or a bar that is never drawn if the user requested JSON. */
    public static ProgressBar unless(boolean isJson, String label, String unit) {
        return isJson ? silent(label, unit) : create(label, unit);
    }

    /** A bar that is never drawn. */
    public static ProgressBar silent(String label, String unit) {
        return new ProgressBar(System.err, false, System::nanoTime, label, unit);
    }

    /** Starts a bar, for operations with several parts. */
    @FunctionalInterface
    public interface Starter {

        ProgressBar start(String label, String unit);
    }

    /** Draws the bar, at most ten times a second. */
    public void update(long done, long total) {
        if (!terminal || monotonicClock.getAsLong() - nextDrawMonoNs < 0) {
            return;
        }
        nextDrawMonoNs = monotonicClock.getAsLong() + REDRAW_INTERVAL_NS;
        double share = total <= 0 ? 1 : Math.max(0, Math.min(1, (double) done / total));
        int filled = (int) (share * WIDTH);
        String bar = "=".repeat(filled) + (filled < WIDTH ? ">" + " ".repeat(WIDTH - filled - 1) : "");
        out.printf(
                Locale.ROOT,
                "%s%s  [%s] %3.0f %%  %,d of %,d %s",
                CLEAR_LINE,
                label,
                bar,
                share * 100,
                done,
                total,
                unit);
        out.flush();
        drawn = true;
    }

    /** Removes the bar. */
    @Override
    public void close() {
        if (drawn) {
            out.print(CLEAR_LINE);
            out.flush();
        }
    }
}
