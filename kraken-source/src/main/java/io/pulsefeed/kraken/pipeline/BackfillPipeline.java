package io.pulsefeed.kraken.pipeline;

import io.pulsefeed.commons.metrics.TaskMetrics;
import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.kraken.client.TradeHistory;
import io.pulsefeed.kraken.config.KrakenSourceConnectorConfig;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Trade;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** The backfills of a task without live trades ({@code live.enabled=false}). Idle when all periods are complete. */
public final class BackfillPipeline implements RecordPipeline {

    private static final long CHECK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final PipelineSettings settings;
    private final Backfill.Range range;
    private final EventQueue queue;
    private final MonotonicClock monotonic;
    private final Map<Pair, Backfill> backfills = new LinkedHashMap<>();

    /** @param config with a backfill period */
    public BackfillPipeline(
            KrakenSourceConnectorConfig config,
            EventQueue queue,
            TradeHistory history,
            SourceMetrics metrics,
            Clock clock,
            MonotonicClock monotonic) {
        this.settings = PipelineSettings.of(config);
        this.range = Objects.requireNonNull(settings.backfill());
        this.queue = queue;
        this.monotonic = monotonic;
        for (Pair pair : settings.pairs()) {
            backfills.put(pair, new Backfill(pair, range, settings, history, queue, metrics, clock, monotonic));
        }
    }

    @Override
    public void resume(OffsetStorageReader reader) {
        StoredOffsets offsets = new StoredOffsets(reader, settings.pairs(), range);
        backfills.forEach((pair, backfill) -> backfill.resume(offsets.get(pair, range)));
    }

    /**
     * {@inheritDoc}
     *
     * @throws ConnectException if Kraken does not know a pair, after the other pairs are complete
     */
    @Override
    public List<SourceRecord> poll(int max, long timeoutNs) throws InterruptedException {
        List<SourceRecord> out = new ArrayList<>();
        long deadlineMonoNs = monotonic.nowNs() + timeoutNs;
        while (true) {
            long nowMonoNs = monotonic.nowNs();
            for (Event event = queue.poll(); event != null; event = queue.poll()) {
                handle(event);
            }
            for (Backfill backfill : backfills.values()) {
                backfill.proceed(nowMonoNs, Trade.NO_ID);
                backfill.drainTo(out, max);
            }
            if (out.isEmpty()) {
                failIfOnlyUnknownPairsRemain();
            }
            if (!out.isEmpty() || deadlineMonoNs - nowMonoNs <= 0) {
                return out;
            }
            queue.await(Math.min(CHECK_INTERVAL_NS, deadlineMonoNs - nowMonoNs));
        }
    }

    private void handle(Event event) {
        if (event instanceof Event.BackfillPageReceived received) {
            backfills.get(received.pair()).onPage(received.page());
        } else if (event instanceof Event.BackfillQueryFailed failed) {
            backfills.get(failed.pair()).onFailure(failed.retryAfterNs());
        }
    }

    private void failIfOnlyUnknownPairsRemain() {
        List<Backfill> open = backfills.values().stream()
                .filter(backfill -> !backfill.isDone())
                .toList();
        if (!open.isEmpty() && open.stream().allMatch(Backfill::isUnknown)) {
            throw new ConnectException("Kraken does not know the pair "
                    + open.stream().map(backfill -> backfill.pair().name()).collect(Collectors.joining(", "))
                    + ". Fix or remove it in 'pairs'. All other pairs are complete.");
        }
    }

    @Override
    public void register(TaskMetrics registry) {
        backfills.forEach((pair, backfill) -> registry.gauge(
                "backfill-progress",
                "Fetched part of the backfill period, 0 to 1",
                Map.of("pair", pair.name()),
                backfill::progress));
    }
}
