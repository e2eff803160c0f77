package io.pulsefeed.kraken;

import io.pulsefeed.commons.PluginVersion;
import io.pulsefeed.commons.config.TaskId;
import io.pulsefeed.commons.metrics.TaskMetrics;
import io.pulsefeed.commons.metrics.WorkerMetrics;
import io.pulsefeed.kraken.client.ConnectionSettings;
import io.pulsefeed.kraken.client.KrakenClient;
import io.pulsefeed.kraken.config.KrakenSourceConnectorConfig;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.pipeline.EventQueue;
import io.pulsefeed.kraken.pipeline.Pipeline;
import io.pulsefeed.kraken.pipeline.PipelineSettings;
import io.pulsefeed.kraken.sequence.SequenceException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries some pairs of a connector over one connection. */
public final class KrakenSourceTask extends SourceTask {

    private static final Logger LOG = LoggerFactory.getLogger(KrakenSourceTask.class);

    /** The worker stops a task only between polls, so this bounds how long a stop can take. */
    private static final long MAX_WAIT = TimeUnit.MILLISECONDS.toNanos(500);

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final SourceMetrics stats = new SourceMetrics();
    private TaskMetrics metrics = TaskMetrics.NONE;
    private KrakenClient client;
    private Pipeline feed;
    private int maxBatch;

    public KrakenSourceTask() {
        this(Clock.systemUTC(), System::nanoTime);
    }

    KrakenSourceTask(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    @Override
    public void start(Map<String, String> props) {
        KrakenSourceConnectorConfig config = ConfigValidation.parse(props);
        maxBatch = config.queue().maxBatch();
        EventQueue inbox =
                new EventQueue(config.queue().maxRecords(), config.queue().maxBytes());
        String name = TaskId.of(props, "kraken-source").toString();
        ConnectionSettings settings = ConnectionSettings.of(config.subscription(), config.endpoint());
        client = new KrakenClient(name, settings, config.endpoint(), inbox, stats, clock, nanoTime);
        feed = new Pipeline(
                PipelineSettings.of(config),
                inbox,
                client.trades(),
                stats,
                clock,
                nanoTime,
                client.connection()::reconnect);
        feed.resume(context.offsetStorageReader());
        metrics = WorkerMetrics.of(context);
        stats.register(metrics, nanoTime);
        feed.register(metrics);
        client.start();
        LOG.info(
                "Subscribing to {} of {} at {}",
                settings.channels(),
                settings.pairs(),
                config.endpoint().webSocketUrl());
    }

    @Override
    public List<SourceRecord> poll() throws InterruptedException {
        metrics.registerPending();
        try {
            List<SourceRecord> records = feed.poll(maxBatch, MAX_WAIT);
            return records.isEmpty() ? null : records;
        } catch (SequenceException e) {
            throw new ConnectException(e.getMessage(), e);
        }
    }

    /** Also called when {@link #start} failed half-way. */
    @Override
    public void stop() {
        if (client != null) {
            client.stop();
            LOG.info(
                    "Stopped after {} trades and {} tickers, {} reconnects, {} gaps ({} closed).",
                    stats.emitted(),
                    stats.tickers,
                    stats.allReconnects(),
                    stats.gapsOpened,
                    stats.gapsClosed);
        }
    }

    @Override
    public String version() {
        return PluginVersion.CURRENT;
    }
}
