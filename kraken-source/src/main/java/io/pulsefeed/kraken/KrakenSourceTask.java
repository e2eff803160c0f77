package io.pulsefeed.kraken;

import io.pulsefeed.commons.PluginVersion;
import io.pulsefeed.commons.config.TaskId;
import io.pulsefeed.commons.metrics.TaskMetrics;
import io.pulsefeed.commons.metrics.WorkerMetrics;
import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.kraken.client.ConnectionSettings;
import io.pulsefeed.kraken.client.KrakenClient;
import io.pulsefeed.kraken.config.KrakenSourceConnectorConfig;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.pipeline.EventQueue;
import io.pulsefeed.kraken.pipeline.Pipeline;
import io.pulsefeed.kraken.wire.Requests;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Task that receives its share of the connector's pairs over one connection. */
public final class KrakenSourceTask extends SourceTask {

    private static final Logger LOG = LoggerFactory.getLogger(KrakenSourceTask.class);

    /** Bounds the time to stop a task, because the worker stops it only between polls. */
    private static final long POLL_TIMEOUT_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Clock clock;
    private final MonotonicClock monotonic = MonotonicClock.SYSTEM;
    private final SourceMetrics metrics = new SourceMetrics();
    private TaskMetrics registry = TaskMetrics.NONE;
    private @Nullable KrakenClient client;
    private @Nullable Pipeline pipeline;
    private int maxBatch;

    public KrakenSourceTask() {
        this(Clock.systemUTC());
    }

    /** For tests whose clock steps. */
    KrakenSourceTask(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void start(Map<String, String> props) {
        KrakenSourceConnectorConfig config = ConfigValidation.parse(props);
        maxBatch = config.queue().maxBatch();
        EventQueue queue = new EventQueue(config.queue());
        ConnectionSettings settings = ConnectionSettings.of(config.subscription(), config.endpoint());
        KrakenClient newClient = new KrakenClient(
                TaskId.of(props, "kraken-source").toString(),
                settings,
                requests(config),
                config.endpoint(),
                queue,
                metrics,
                clock,
                monotonic);
        client = newClient;
        Pipeline newPipeline = new Pipeline(
                config, queue, newClient.tradeHistory(), metrics, clock, monotonic, newClient.connection());
        pipeline = newPipeline;
        newPipeline.resume(context.offsetStorageReader());
        registry = WorkerMetrics.of(context);
        metrics.register(registry, monotonic);
        newPipeline.register(registry);
        newClient.connection().register(registry);
        newClient.start();
        LOG.info(
                "Subscribing to {} of {} at {}",
                settings.channels(),
                settings.pairs(),
                config.endpoint().webSocketUrl());
    }

    static Requests requests(KrakenSourceConnectorConfig config) {
        String trigger = config.subscription().tickerTrigger().name().toLowerCase(Locale.ROOT);
        return config.endpoint().usesV1()
                ? Requests.V1
                : Requests.v2(trigger, config.book().depth());
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        registry.registerPending();
        List<SourceRecord> records = pipeline.poll(maxBatch, POLL_TIMEOUT_NS);
        return records.isEmpty() ? null : records;
    }

    /** Also called after {@link #start} has failed. */
    @Override
    public void stop() {
        if (client != null) {
            client.stop();
            LOG.info(
                    "Stopped after {} trades, {} tickers, {} reconnects and {} gaps ({} closed)",
                    metrics.totalTrades(),
                    metrics.tickers,
                    metrics.totalReconnects(),
                    metrics.gapsOpened,
                    metrics.gapsClosed);
        }
    }

    @Override
    public String version() {
        return PluginVersion.CURRENT;
    }
}
