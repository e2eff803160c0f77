package io.pulsefeed.kraken;

import io.pulsefeed.commons.PluginVersion;
import io.pulsefeed.commons.accounts.SourceAccounts;
import io.pulsefeed.commons.config.TaskId;
import io.pulsefeed.commons.delivery.ReceiveTime;
import io.pulsefeed.commons.delivery.SendWatchdog;
import io.pulsefeed.commons.metrics.TaskMetrics;
import io.pulsefeed.commons.metrics.WorkerMetrics;
import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.kraken.client.ConnectionSettings;
import io.pulsefeed.kraken.client.InstrumentClient;
import io.pulsefeed.kraken.client.KrakenClient;
import io.pulsefeed.kraken.config.KrakenSourceConnectorConfig;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.pipeline.BackfillPipeline;
import io.pulsefeed.kraken.pipeline.EventQueue;
import io.pulsefeed.kraken.pipeline.Pipeline;
import io.pulsefeed.kraken.pipeline.RecordPipeline;
import io.pulsefeed.kraken.record.TradeAccounts;
import io.pulsefeed.kraken.wire.Requests;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
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
    private final SendWatchdog watchdog = new SendWatchdog(monotonic);
    private TaskMetrics registry = TaskMetrics.NONE;
    private ReceiveTime receiveTime = ReceiveTime.NONE;
    private @Nullable KrakenClient client;
    private @Nullable InstrumentClient instruments;
    private @Nullable RecordPipeline pipeline;
    private @Nullable TradeAccounts accounts;
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
        ReceiveTime newReceiveTime = new ReceiveTime(config.output().receiveTime(), clock);
        receiveTime = newReceiveTime;
        EventQueue queue = new EventQueue(config.queue(), newReceiveTime);
        ConnectionSettings settings = ConnectionSettings.of(config.subscription(), config.endpoint());
        TaskId id = TaskId.of(props, "kraken-source");
        KrakenClient newClient = new KrakenClient(
                id.toString(),
                settings,
                requests(config),
                config.endpoint(),
                queue,
                metrics,
                newReceiveTime,
                clock,
                monotonic);
        client = newClient;
        boolean live = config.backfill().live();
        RecordPipeline newPipeline = live
                ? new Pipeline(
                        config, queue, newClient.tradeHistory(), metrics, clock, monotonic, newClient.connection())
                : new BackfillPipeline(config, queue, newClient.tradeHistory(), metrics, clock, monotonic);
        pipeline = newPipeline;
        newPipeline.resume(context.offsetStorageReader());
        accounts = accounts(config, id, settings);
        registry = WorkerMetrics.of(context);
        boolean connects = live && !settings.channels().isEmpty();
        if (connects) {
            metrics.register(registry, monotonic);
        } else {
            metrics.registerRest(registry);
        }
        newPipeline.register(registry);
        newClient.connection().register(registry);
        newReceiveTime.register(registry);
        watchdog.start(registry);
        if (live && config.subscription().hasInstruments() && id.isFirst()) {
            startInstruments(id, config, queue);
        }
        if (!live) {
            newClient.startRest();
            LOG.info(
                    "Fetching trades of {} from {} to {}",
                    settings.pairs(),
                    config.backfill().from(),
                    config.backfill().to());
        } else if (connects) {
            newClient.start();
            LOG.info(
                    "Subscribing to {} of {} at {}",
                    settings.channels(),
                    settings.pairs(),
                    config.endpoint().webSocketUrl());
        }
    }

    private TradeAccounts accounts(KrakenSourceConnectorConfig config, TaskId id, ConnectionSettings settings) {
        TradeAccounts resumed = new TradeAccounts(new SourceAccounts(
                config.backfill().live() ? config.output().accountsTopic() : "",
                id.connector(),
                "trade",
                config.output().tradeTopic(),
                monotonic));
        resumed.resume(context.offsetStorageReader(), settings.pairs());
        return resumed;
    }

    private void startInstruments(TaskId id, KrakenSourceConnectorConfig config, EventQueue queue) {
        InstrumentClient newInstruments = new InstrumentClient(id + "-instruments", config.endpoint(), queue, clock);
        instruments = newInstruments;
        metrics.registerInstruments(registry);
        newInstruments.start();
        LOG.info("Subscribing to the catalog at {}", config.endpoint().webSocketUrl());
    }

    static Requests requests(KrakenSourceConnectorConfig config) {
        String trigger = config.subscription().tickerTrigger().name().toLowerCase(Locale.ROOT);
        return config.endpoint().usesV1()
                ? Requests.V1
                : Requests.v2(trigger, config.book().depth());
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        watchdog.onPoll();
        registry.registerPending();
        List<SourceRecord> records = pipeline.poll(maxBatch, POLL_TIMEOUT_NS);
        accounts.account(records);
        return watchdog.onReturn(receiveTime.onReturn(records.isEmpty() ? null : records));
    }

    /** @param metadata null for a record that a transform has dropped */
    @Override
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) {
        watchdog.onSent(record);
    }

    /** Also called after {@link #start} has failed. */
    @Override
    public void stop() {
        watchdog.close();
        if (instruments != null) {
            instruments.stop();
        }
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
