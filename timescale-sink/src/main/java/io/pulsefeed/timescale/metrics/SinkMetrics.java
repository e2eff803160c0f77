package io.pulsefeed.timescale.metrics;

import io.pulsefeed.commons.metrics.TaskMetrics;
import io.pulsefeed.timescale.copy.ValueCounts;
import io.pulsefeed.timescale.error.Reason;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** The figures of one task. */
public final class SinkMetrics {

    private static final double NANOS_PER_MS = 1e6;

    private final TaskMetrics registry;
    private final LongAdder rowsWritten = new LongAdder();
    private final LongAdder rowsMerged = new LongAdder();
    private final LongAdder rowsConflicted = new LongAdder();
    private final LongAdder rowsRepeated = new LongAdder();
    private final LongAdder batches = new LongAdder();
    private final LongAdder bytesCopied = new LongAdder();
    private final LongAdder encodeNanos = new LongAdder();
    private final LongAdder putBlockedNanos = new LongAdder();
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
    private final LongSupplier nanos;
    private volatile long lastCommitNanos;
    private volatile long newestRowMillis = Long.MIN_VALUE;
    private volatile int edition;

    /** @param nanos clock for durations */
    public SinkMetrics(TaskMetrics registry, LongSupplier nanos, LongSupplier millis) {
        this.registry = registry;
        this.nanos = nanos;
        this.lastCommitNanos = nanos.getAsLong();
        registerRows();
        registerTimes(millis);
        registerTroubles();
    }

    private void registerRows() {
        count("rows-written", "Rows that COPY wrote", rowsWritten);
        count("rows-merged", "Rows inserted or updated on the merge path", rowsMerged);
        count(
                "rows-conflicted",
                "Rows on the merge path that were there already and stayed as they were",
                rowsConflicted);
        count("rows-repeated", "Rows whose key stood twice in one batch; one of them was written", rowsRepeated);
        registry.gauge("rows-late-total", "Rows older than the table's retention", values::rowsLate);
        count("batches", "Transactions committed", batches);
        registry.gauge("batch-rows-avg", "Rows per transaction, average", () -> {
            double count = batches.sum();
            return count == 0 ? 0 : (rowsWritten.sum() + rowsMerged.sum() + rowsConflicted.sum()) / count;
        });
        registry.gauge("batch-rows-max", "Rows per transaction, most", batchRowsMax::doubleValue);
        count("bytes-copied", "Bytes sent by COPY", bytesCopied);
        count("fields-ignored", "Fields of records that no mapping asks for", fieldsIgnored);
        count("fields-repeated", "Fields that stood twice in one object; the last one counted", fieldsRepeated);
        registry.gauge("nul-replaced-total", "Characters U+0000 left out or replaced", values::nulReplaced);
        registry.gauge("surrogates-replaced-total", "Halves of surrogate pairs replaced", values::surrogatesReplaced);
    }

    private void registerTimes(LongSupplier millis) {
        flush.register(registry, "flush-time", "Milliseconds from BEGIN to the end of COMMIT");
        commit.register(registry, "commit-time", "Milliseconds of COMMIT");
        registry.gauge(
                "encode-time-total",
                "Milliseconds spent on turning records into rows",
                () -> encodeNanos.sum() / NANOS_PER_MS);
        registry.gauge(
                "put-blocked-time-total",
                "Milliseconds that put() waited for the writer",
                () -> putBlockedNanos.sum() / NANOS_PER_MS);
        registry.gauge(
                "last-commit-age",
                "Milliseconds since the last commit",
                () -> (nanos.getAsLong() - lastCommitNanos) / NANOS_PER_MS);
        registry.gauge("lag-seconds", "Seconds between now and the time of the newest row written", () -> {
            long newest = newestRowMillis;
            return newest == Long.MIN_VALUE ? Double.NaN : (millis.getAsLong() - newest) / 1000.0;
        });
    }

    private void registerTroubles() {
        for (Reason reason : Reason.values()) {
            LongAdder count = new LongAdder();
            bad.put(reason, count);
            registry.gauge("records-bad-total", "Records set aside", Map.of("reason", reason.tag()), count::sum);
        }
        count("records-reported", "Bad records that were reported before the commit", reported);
        count("records-skipped-already-written", "Records below the stored position, skipped", skipped);
        count("tombstones", "Records without a value, ignored", tombstones);
        count("reconnects", "Connections opened after the first", reconnects);
        count("fenced", "Batches rolled back because another task owns a partition", fenced);
        count("bisects", "Batches halved to find a bad row", bisects);
        registry.gauge(
                "policies-skipped", "Policies that this edition of the server does not have", policiesSkipped::sum);
        registry.gauge("edition", "0 plain PostgreSQL, 1 TimescaleDB Apache, 2 TimescaleDB Community", () -> edition);
    }

    private void count(String name, String help, LongAdder adder) {
        registry.gauge(name + "-total", help, adder::sum);
    }

    public ValueCounts values() {
        return values;
    }

    public void queueDepth(LongSupplier depth) {
        registry.gauge("queue-depth", "Batches that wait for the writer", depth::getAsLong);
    }

    public void copied(long rows, long bytes) {
        rowsWritten.add(rows);
        bytesCopied.add(bytes);
    }

    public void merged(long rows, long conflicted) {
        rowsMerged.add(rows);
        rowsConflicted.add(conflicted);
    }

    /** @param newestMicros time of the batch's newest row, microseconds since 1970; the least long when it has none */
    public void committed(long rows, int repeated, long newestMicros) {
        batches.increment();
        batchRowsMax.accumulate(rows);
        rowsRepeated.add(repeated);
        lastCommitNanos = nanos.getAsLong();
        if (newestMicros != Long.MIN_VALUE) {
            newestRowMillis = Math.max(newestRowMillis, Math.floorDiv(newestMicros, 1000L));
        }
    }

    public void flushed(long flushNanos, long commitNanos) {
        flush.add(flushNanos);
        commit.add(commitNanos);
    }

    public void encoded(long spentNanos) {
        encodeNanos.add(spentNanos);
    }

    public void putBlocked(long spentNanos) {
        putBlockedNanos.add(spentNanos);
    }

    public void skipped() {
        skipped.increment();
    }

    public void tombstone() {
        tombstones.increment();
    }

    public void fields(long ignored, long repeated) {
        fieldsIgnored.add(ignored);
        fieldsRepeated.add(repeated);
    }

    public void bad(Reason reason) {
        bad.get(reason).increment();
    }

    public void reported(int records) {
        reported.add(records);
    }

    public void reconnected() {
        reconnects.increment();
    }

    public void fenced() {
        fenced.increment();
    }

    public void bisected() {
        bisects.increment();
    }

    public void policySkipped() {
        policiesSkipped.increment();
    }

    public void edition(int number) {
        edition = number;
    }

    /** Registers a figure per SQLSTATE as they come up; there are few. */
    public void retried(String sqlState) {
        String state = sqlState == null ? "none" : sqlState;
        LongAdder count = retries.get(state);
        if (count == null) {
            count = new LongAdder();
            retries.put(state, count);
            registry.gauge("write-retries-total", "Writes tried again", Map.of("sqlstate", state), count::sum);
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
