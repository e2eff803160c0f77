package io.pulsefeed.admin.state;

import io.pulsefeed.admin.AdminException;
import io.pulsefeed.admin.BrokerException;
import io.pulsefeed.admin.IoErrors;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs a collector with a deadline. A collector that is late continues, and is not started a second time before it has ended.
 *
 * @param <T> the part of the state
 */
final class Slot<T> {

    private final Collector<T> collector;
    private final Duration pause;
    private @Nullable Future<Reading<T>> running;
    private @Nullable Reading<T> last;
    private long startMonoNs;
    private long nextMonoNs = System.nanoTime();

    /** @param pause shortest time between two runs; meanwhile the last reading is returned */
    Slot(Collector<T> collector, Duration pause) {
        this.collector = collector;
        this.pause = pause;
    }

    /** Starts the collector, unless it still runs or its pause is not over. */
    void start(ExecutorService threads) {
        if (running == null && System.nanoTime() - nextMonoNs >= 0) {
            startMonoNs = System.nanoTime();
            try {
                running = threads.submit(this::run);
            } catch (RejectedExecutionException e) {
                last = Reading.failed("The collection has ended.", 0);
            }
        }
    }

    private Reading<T> run() {
        long start = System.nanoTime();
        try {
            return Reading.of(collector.collect(), elapsedMs(start));
        } catch (Exception e) {
            return Reading.failed(reason(e), elapsedMs(start));
        }
    }

    private static String reason(Throwable failure) {
        if (failure instanceof BrokerException) {
            return "Kafka: " + failure.getMessage();
        }
        IOException io = IoErrors.causeOf(failure);
        if (failure instanceof AdminException || failure instanceof StateException) {
            return String.valueOf(failure.getMessage());
        }
        return io == null ? "Unexpected error: " + IoErrors.describe(failure) + "." : IoErrors.describe(io) + ".";
    }

    /** The reading of the run that {@link #start} started, of the last run if none was started, or a failure at the deadline. */
    Reading<T> await(long deadlineMonoNs) throws InterruptedException {
        Future<Reading<T>> current = running;
        if (current == null) {
            return last == null ? Reading.failed("Not collected yet.", 0) : last;
        }
        try {
            Reading<T> reading = current.get(Math.max(0, deadlineMonoNs - System.nanoTime()), TimeUnit.NANOSECONDS);
            running = null;
            last = reading;
            nextMonoNs = System.nanoTime() + (reading.isPresent() ? pause.toNanos() : 0);
            return reading;
        } catch (TimeoutException e) {
            return Reading.failed(
                    String.format(Locale.ROOT, "No result after %.0f s.", elapsedMs(startMonoNs) / 1000.0),
                    elapsedMs(startMonoNs));
        } catch (ExecutionException e) {
            running = null;
            return Reading.failed(reason(e.getCause()), elapsedMs(startMonoNs));
        }
    }

    /** Releases the connections, unless the collector still uses them. */
    void close() {
        if (running == null || running.isDone()) {
            collector.close();
        }
    }

    private static long elapsedMs(long sinceMonoNs) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceMonoNs);
    }
}
