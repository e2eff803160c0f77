package io.pulsefeed.timescale.metrics;

import io.pulsefeed.commons.metrics.TaskMetrics;
import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.timescale.copy.ValueCounts;
import io.pulsefeed.timescale.error.Reason;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The metrics of one task. Thread-safe. */
public final class SinkMetrics {

    private static final double NS_PER_MS = 1e6;

    private final TaskMetrics registry;
    private final LongAdder rowsWritten = new LongAdder();
    private final LongAdder rowsMerged = new LongAdder();
    private final LongAdder rowsDeleted = new LongAdder();
    private final LongAdder rowsConflicted = new LongAdder();
    private final LongAdder rowsRepeated = new LongAdder();
    private final LongAdder batches = new LongAdder();
    private final LongAdder bytesCopied = new LongAdder();
    private final LongAdder encodeNs = new LongAdder();
    private final LongAdder putBlockedNs = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder tombstones = new LongAdder();
    private final LongAdder reported = new LongAdder();
    private final LongAdder reconnects = new LongAdder();
    private final LongAdder fenced = new LongAdder();
    private final LongAdder bisects = new LongAdder();
    private final LongAdder policiesSkipped = new LongAdder();
    private final LongAdder fieldsIgnored = new LongAdder();
    private final LongAdder fieldsRepeated = new LongAdder();
    private final LongAccumulator batchRowsMax = new LongAccumulator(Math::max, 0);
    private final Map<Reason, LongAdder> bad = new EnumMap<>(Reason.class);
    private final Map<String, LongAdder> retries = new ConcurrentHashMap<>();
    private final Timings flush = new Timings();
    private final Timings commit = new Timings();
    private final ValueCounts values = new ValueCounts();
    private final MonotonicClock monotonicClock;
    private volatile long lastCommitMonoNs;
    private volatile long newestRowEpochMs = Long.MIN_VALUE;
    private volatile int edition;
    private volatile long jobsFailed;
    private volatile long ledgerIncompleteHours;

    public SinkMetrics(TaskMetrics registry, MonotonicClock monotonicClock, Clock clock) {
        this.registry = registry;
        this.monotonicClock = monotonicClock;
        this.lastCommitMonoNs = monotonicClock.nowNs();
        registerRows();
        registerTimes(clock);
        registerErrors();
    }

    private void registerRows() {
        count("rows-written", "Rows written by COPY", rowsWritten);
        count("rows-merged", "Rows inserted or updated on the merge path", rowsMerged);
        count("rows-deleted", "Rows deleted", rowsDeleted);
        count("rows-conflicted", "Rows on the merge path that already existed and were not changed", rowsConflicted);
        count(
                "rows-repeated",
                "Rows with the same key as another row of the batch; one of them was written",
                rowsRepeated);
        registry.gauge("rows-late-total", "Rows older than the table's retention", values::rowsLate);
        registry.gauge(
                "rows-time-implausible-total",
                "Rows whose time differs from the record's by a factor of 1000, so that its unit is probably wrong",
                values::timesImplausible);
        count("batches", "Transactions committed", batches);
        registry.gauge("batch-rows-avg", "Rows per transaction, average", () -> {
            double count = batches.sum();
            return count == 0 ? 0 : (rowsWritten.sum() + rowsMerged.sum() + rowsConflicted.sum()) / count;
        });
        registry.gauge("batch-rows-max", "Rows per transaction, maximum", batchRowsMax::doubleValue);
        count("bytes-copied", "Bytes sent by COPY", bytesCopied);
        count("fields-ignored", "Fields of records that are not mapped", fieldsIgnored);
        count("fields-repeated", "Duplicate fields in one object; the last value was used", fieldsRepeated);
        registry.gauge("nul-replaced-total", "U+0000 characters removed or replaced", values::nulReplaced);
        registry.gauge("surrogates-replaced-total", "Unpaired surrogates replaced", values::surrogatesReplaced);
    }

    private void registerTimes(Clock clock) {
        flush.register(registry, "flush-time", "Milliseconds from BEGIN to the end of COMMIT");
        commit.register(registry, "commit-time", "Milliseconds that COMMIT took");
        registry.gauge(
                "encode-time-total", "Milliseconds spent encoding records as rows", () -> encodeNs.sum() / NS_PER_MS);
        registry.gauge(
                "put-blocked-time-total",
                "Milliseconds that put() waited for the writer",
                () -> putBlockedNs.sum() / NS_PER_MS);
        registry.gauge(
                "last-commit-age",
                "Milliseconds since the last commit",
                () -> (monotonicClock.nowNs() - lastCommitMonoNs) / NS_PER_MS);
        registry.gauge("lag-seconds", "Seconds between now and the time of the newest written row", () -> {
            long newestEpochMs = newestRowEpochMs;
            return newestEpochMs == Long.MIN_VALUE ? Double.NaN : (clock.millis() - newestEpochMs) / 1000.0;
        });
    }

    private void registerErrors() {
        for (Reason reason : Reason.values()) {
            LongAdder count = new LongAdder();
            bad.put(reason, count);
            registry.gauge("records-bad-total", "Bad records", Map.of("reason", reason.tag()), count::sum);
        }
        count("records-reported", "Bad records reported to the worker", reported);
        count("records-skipped-already-written", "Records below the stored offset, skipped", skipped);
        count("tombstones", "Records without a value, ignored", tombstones);
        count("reconnects", "Connections opened after the first", reconnects);
        count("fenced", "Batches rolled back because another task owns a partition", fenced);
        count("bisects", "Batches bisected to find bad rows", bisects);
        registry.gauge(
                "policies-skipped",
                "Retention and compression settings that the server does not support",
                policiesSkipped::sum);
        registry.gauge(
                "jobs-failed",
                "TimescaleDB jobs of this database whose last run failed (Community, first task only)",
                () -> jobsFailed);
        registry.gauge(
                "ledger-incomplete-hours",
                "Hours sealed in the last week whose rows in a table differ from the ledger (first task only)",
                () -> ledgerIncompleteHours);
        registry.gauge("edition", "0 plain PostgreSQL, 1 TimescaleDB Apache, 2 TimescaleDB Community", () -> edition);
    }

    private void count(String name, String description, LongAdder adder) {
        registry.gauge(name + "-total", description, adder::sum);
    }

    public ValueCounts values() {
        return values;
    }

    public void registerQueueDepth(LongSupplier depth) {
        registry.gauge("queue-depth", "Batches waiting for the writer", depth::getAsLong);
    }

    /** Registers the number of paused topics. */
    public void registerTopicsPaused(IntSupplier count) {
        registry.gauge("topics-paused", "Topics paused while the others continue", count::getAsInt);
    }

    /** Registers whether a topic is paused (1) or not (0). */
    public void registerTopicPaused(String topic, IntSupplier paused) {
        registry.gauge("topic-paused", "1 if the topic is paused", Map.of("topic", topic), paused::getAsInt);
    }

    public void addCopied(long rows, long bytes) {
        rowsWritten.add(rows);
        bytesCopied.add(bytes);
    }

    public void addMerged(long rows, long conflicted) {
        rowsMerged.add(rows);
        rowsConflicted.add(conflicted);
    }

    public void addDeleted(long rows) {
        rowsDeleted.add(rows);
    }

    /** @param newestEpochMicros time of the newest row in microseconds since 1970; {@link Long#MIN_VALUE} if there is none */
    public void addCommitted(long rows, int repeated, long newestEpochMicros) {
        batches.increment();
        batchRowsMax.accumulate(rows);
        rowsRepeated.add(repeated);
        lastCommitMonoNs = monotonicClock.nowNs();
        if (newestEpochMicros != Long.MIN_VALUE) {
            newestRowEpochMs = Math.max(newestRowEpochMs, Math.floorDiv(newestEpochMicros, 1000L));
        }
    }

    public void addFlush(long flushNs, long commitNs) {
        flush.add(flushNs);
        commit.add(commitNs);
    }

    public void addEncoded(long durationNs) {
        encodeNs.add(durationNs);
    }

    public void addPutBlocked(long durationNs) {
        putBlockedNs.add(durationNs);
    }

    public void addSkipped() {
        skipped.increment();
    }

    public void addTombstone() {
        tombstones.increment();
    }

    public void addFields(long ignored, long repeated) {
        fieldsIgnored.add(ignored);
        fieldsRepeated.add(repeated);
    }

    public void addBad(Reason reason) {
        bad.get(reason).increment();
    }

    public void addReported(int records) {
        reported.add(records);
    }

    public void addReconnect() {
        reconnects.increment();
    }

    public void addFenced() {
        fenced.increment();
    }

    public void addBisect() {
        bisects.increment();
    }

    public void addPolicySkipped() {
        policiesSkipped.increment();
    }

    public void setJobsFailed(long value) {
        jobsFailed = value;
    }

    public void setLedgerIncompleteHours(long value) {
        ledgerIncompleteHours = value;
    }

    public void setEdition(int value) {
        edition = value;
    }

    /** Registers a metric for each SQLSTATE when it first occurs. */
    public void addRetry(@Nullable String sqlState) {
        String state = sqlState == null ? "none" : sqlState;
        LongAdder count = retries.get(state);
        if (count == null) {
            count = new LongAdder();
            retries.put(state, count);
            registry.gauge("write-retries-total", "Writes retried", Map.of("sqlstate", state), count::sum);
        }
        count.increment();
    }

    public long rowsWritten() {
        return rowsWritten.sum();
    }

    public long rowsMerged() {
        return rowsMerged.sum();
    }
}
