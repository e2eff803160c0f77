package io.pulsefeed.commons.delivery;

import io.pulsefeed.commons.metrics.LogThrottle;
import io.pulsefeed.commons.metrics.TaskMetrics;
import io.pulsefeed.commons.time.MonotonicClock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Reports a worker that cannot send the records of a source task. A worker that waits for a topic that does not exist, or for a
 * broker, blocks inside of the producer: it does not call {@code poll()}, and the task stays RUNNING.
 *
 * <pre>
 *   poll() -> batch ---- worker sends ----> acknowledged: commitRecord() for each record -> poll()
 *                 \-- blocked for 30 s, records without acknowledgement -> WARN with their topics
 * </pre>
 *
 * A paused connector is not reported, because all its records are acknowledged. The task thread calls {@link #onPoll} and
 * {@link #onReturn}, any thread calls {@link #onSent}.
 */
public final class SendWatchdog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SendWatchdog.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final int MAX_TOPICS = 10;

    /**
     * The batch that the worker holds.
     *
     * @param returnedBefore number of records that the task had returned before this batch
     */
    private record Batch(List<SourceRecord> records, long returnedBefore, long returnedAtMonoNs) {}

    private final MonotonicClock clock;
    private final LogThrottle log;
    private final LongAdder sent = new LongAdder();
    private volatile @Nullable Batch held;
    private volatile @Nullable SourceRecord lastSent;
    private long returned;
    private @Nullable ScheduledExecutorService timer;

    public SendWatchdog(MonotonicClock clock) {
        this(LOG, clock);
    }

    SendWatchdog(Logger log, MonotonicClock clock) {
        this.clock = clock;
        this.log = new LogThrottle(log, clock);
    }

    /** Registers the metric and starts to check periodically. The thread has the log context of the caller. */
    public void start(TaskMetrics registry) {
        registry.gauge(
                "unsent-records-age-ms",
                "Time since the task returned records that the worker has not sent yet, 0 if there are none",
                () -> TimeUnit.NANOSECONDS.toMillis(unsentNs()));
        Map<String, String> context = MDC.getCopyOfContextMap();
        ScheduledExecutorService newTimer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "send-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        timer = newTimer;
        newTimer.scheduleWithFixedDelay(
                () -> {
                    if (context != null) {
                        MDC.setContextMap(context);
                    }
                    check();
                },
                INTERVAL.toMillis(),
                INTERVAL.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** The worker has called {@code poll()}. */
    public void onPoll() {
        held = null;
    }

    /** @return {@code records}, which {@code poll()} returns to the worker */
    public @Nullable List<SourceRecord> onReturn(@Nullable List<SourceRecord> records) {
        if (records != null && !records.isEmpty()) {
            held = new Batch(records, returned, clock.nowNs());
            returned += records.size();
        }
        return records;
    }

    /** A record was acknowledged or dropped: the worker has called {@code commitRecord()}. */
    public void onSent(SourceRecord record) {
        sent.increment();
        lastSent = record;
    }

    /** Logs a warning if the worker has held unsent records for too long. */
    void check() {
        Batch batch = held;
        if (batch == null || unsentNs() < LIMIT.toNanos()) {
            return;
        }
        List<SourceRecord> unsent = unsent(batch);
        if (!unsent.isEmpty()) {
            Set<String> topics = new LinkedHashSet<>();
            unsent.forEach(record -> topics.add(record.topic()));
            log.warn(
                    "unsent",
                    "The worker has not sent any record for "
                            + TimeUnit.NANOSECONDS.toSeconds(clock.nowNs() - batch.returnedAtMonoNs) + " s and holds "
                            + unsent.size() + " records for " + text(topics) + ". Topic "
                            + topics.iterator().next()
                            + " does not exist (pulsefeed topics apply creates it), or its broker is unreachable");
        }
    }

    private static String text(Set<String> topics) {
        String shown = String.join(", ", topics.stream().limit(MAX_TOPICS).toList());
        return topics.size() > MAX_TOPICS ? shown + " and " + (topics.size() - MAX_TOPICS) + " more topics" : shown;
    }

    /**
     * The worker sends in order, so the first unsent record is the one that it is blocked at. Partitions acknowledge in any order,
     * so the last acknowledged record alone is not enough; and a worker with exactly-once support acknowledges equal records of a
     * transaction once, so their number alone is not enough either.
     */
    private List<SourceRecord> unsent(Batch batch) {
        int size = batch.records.size();
        long counted = Math.min(size, Math.max(0, sent.sum() - batch.returnedBefore));
        return counted == size
                ? List.of()
                : batch.records.subList(Math.max((int) counted, 1 + indexOf(lastSent, batch.records)), size);
    }

    /** -1 if the batch does not contain the record itself. */
    private static int indexOf(@Nullable SourceRecord record, List<SourceRecord> records) {
        int i = records.size() - 1;
        while (i >= 0 && records.get(i) != record) {
            i--;
        }
        return i;
    }

    private long unsentNs() {
        Batch batch = held;
        return batch == null || unsent(batch).isEmpty() ? 0 : clock.nowNs() - batch.returnedAtMonoNs;
    }

    @Override
    public void close() {
        held = null;
        if (timer != null) {
            timer.shutdownNow();
        }
    }
}
