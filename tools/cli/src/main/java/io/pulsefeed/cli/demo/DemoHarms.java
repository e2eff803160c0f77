package io.pulsefeed.cli.demo;

import io.pulsefeed.admin.AdminException;
import io.pulsefeed.admin.IoErrors;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.console.state.Harms;
import io.pulsefeed.stack.StackException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Injects the faults of a demo, one at a time, and measures the time until everything that was sent has arrived. */
final class DemoHarms implements Harms, AutoCloseable {

    private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(120);
    private static final long POLL_MS = 200;
    private static final int KEPT_RUNS = 50;

    private final List<DemoFault> faults;
    private final DeliveryMonitor monitor;
    private final BooleanSupplier isRunning;
    private final ArrayDeque<Run> runs = new ArrayDeque<>();
    private @Nullable Thread thread;
    private int count;

    /** @param isRunning whether all connectors run */
    DemoHarms(List<DemoFault> faults, DeliveryMonitor monitor, BooleanSupplier isRunning) {
        this.faults = List.copyOf(faults);
        this.monitor = monitor;
        this.isRunning = isRunning;
    }

    @Override
    public List<Harm> offered() {
        return faults.stream()
                .map(fault -> new Harm(fault.id(), fault.label(), fault.effect()))
                .toList();
    }

    @Override
    public synchronized List<Run> runs() {
        return new ArrayList<>(runs);
    }

    /** Whether a fault is active or has not recovered yet. */
    synchronized boolean isActive() {
        return thread != null && thread.isAlive();
    }

    @Override
    public synchronized boolean start(String id) {
        DemoFault fault =
                faults.stream().filter(each -> each.id().equals(id)).findFirst().orElse(null);
        if (fault == null || isActive()) {
            return false;
        }
        int number = ++count;
        long startedEpochMs = System.currentTimeMillis();
        runs.addFirst(run(number, fault, startedEpochMs, Phase.BROKEN, fault.effect(), null, null));
        while (runs.size() > KEPT_RUNS) {
            runs.removeLast();
        }
        Thread started = new Thread(() -> inject(number, fault, startedEpochMs), "demo-harm");
        started.setDaemon(true);
        thread = started;
        started.start();
        return true;
    }

    private void inject(int number, DemoFault fault, long startedEpochMs) {
        long startMonoNs = System.nanoTime();
        try {
            try {
                fault.begin().run();
                Thread.sleep(fault.lasts().toMillis());
            } finally {
                fault.end().run();
            }
            replace(run(number, fault, startedEpochMs, Phase.RECOVERING, fault.happened(), null, null));
            DeliveryMonitor.Mark mark = monitor.mark();
            DeliveryCheck.Result result = awaitArrival(mark, startMonoNs);
            boolean recovered = result.lost() == 0;
            replace(run(
                    number,
                    fault,
                    startedEpochMs,
                    recovered ? Phase.RECOVERED : Phase.NOT_RECOVERED,
                    fault.happened(),
                    (System.nanoTime() - startMonoNs) / 1e9,
                    result));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            String message = IoErrors.describe(e);
            replace(run(number, fault, startedEpochMs, Phase.NOT_RECOVERED, message, null, null));
        }
    }

    /** Waits until all connectors run and everything that was sent up to {@code mark} has arrived. */
    private DeliveryCheck.Result awaitArrival(DeliveryMonitor.Mark mark, long startMonoNs) throws InterruptedException {
        DeliveryCheck.Result result = new DeliveryCheck.Result(1, 0);
        while (System.nanoTime() - startMonoNs < RECOVERY_LIMIT.toNanos()) {
            try {
                if (isRunning.getAsBoolean()) {
                    result = monitor.compare(mark);
                    if (result.lost() == 0) {
                        return result;
                    }
                }
            } catch (UserError | AdminException | StackException | KafkaException e) {
                // Not reachable yet.
            }
            Thread.sleep(POLL_MS);
        }
        return result;
    }

    private static Run run(
            int number,
            DemoFault fault,
            long startedEpochMs,
            Phase phase,
            String happened,
            @Nullable Double seconds,
            DeliveryCheck.@Nullable Result result) {
        return new Run(
                number,
                fault.id(),
                fault.label(),
                phase,
                startedEpochMs,
                happened,
                seconds == null ? null : (Double) (Math.rint(seconds * 10) / 10),
                result == null ? null : (Long) result.lost(),
                result == null ? null : (Long) result.duplicated());
    }

    private synchronized void replace(Run run) {
        List<Run> all = new ArrayList<>(runs);
        all.replaceAll(each -> each.number() == run.number() ? run : each);
        runs.clear();
        runs.addAll(all);
    }

    /** Waits until the active fault has recovered. */
    @Override
    public void close() throws InterruptedException {
        Thread last;
        synchronized (this) {
            last = thread;
        }
        if (last != null) {
            last.join(RECOVERY_LIMIT.toMillis());
        }
    }
}
