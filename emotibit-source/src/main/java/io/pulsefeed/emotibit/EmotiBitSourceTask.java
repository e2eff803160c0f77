package io.pulsefeed.emotibit;

import io.pulsefeed.commons.PluginVersion;
import io.pulsefeed.commons.accounts.SourceAccounts;
import io.pulsefeed.commons.config.TaskId;
import io.pulsefeed.commons.delivery.ReceiveTime;
import io.pulsefeed.commons.delivery.SendWatchdog;
import io.pulsefeed.commons.metrics.LogThrottle;
import io.pulsefeed.commons.metrics.TaskMetrics;
import io.pulsefeed.commons.metrics.WorkerMetrics;
import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.emotibit.clock.WallClock;
import io.pulsefeed.emotibit.config.BackfillConfig;
import io.pulsefeed.emotibit.config.EmotiBitSourceConnectorConfig;
import io.pulsefeed.emotibit.config.ImportConfig;
import io.pulsefeed.emotibit.config.RecordConfig;
import io.pulsefeed.emotibit.importing.Backfills;
import io.pulsefeed.emotibit.importing.FileImporter;
import io.pulsefeed.emotibit.importing.FileWatch;
import io.pulsefeed.emotibit.record.DeviceOffsets;
import io.pulsefeed.emotibit.record.FileProgress;
import io.pulsefeed.emotibit.record.MetricStream;
import io.pulsefeed.emotibit.record.Patients;
import io.pulsefeed.emotibit.record.RecordFactory;
import io.pulsefeed.emotibit.record.TimestampLimit;
import io.pulsefeed.emotibit.session.HostCounters;
import io.pulsefeed.emotibit.session.SessionOutput;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Streams the devices that are assigned to this task. The first task also imports recorded files. */
public final class EmotiBitSourceTask extends SourceTask {

    private static final Logger LOG = LoggerFactory.getLogger(EmotiBitSourceTask.class);
    private static final long POLL_WAIT_MS = 200;
    private static final long NS_PER_MS = 1_000_000;
    private static final long US_PER_MS = 1_000;
    private static final int EXTRA_RECORDS = 16;

    private final Clock clock;
    private final MonotonicClock monotonicClock;
    private final SendWatchdog watchdog;
    private @Nullable DeviceNetwork network;
    private @Nullable EmotiBitTaskMetrics taskMetrics;
    // The worker calls start() before poll(), so the following fields are set there.
    private EmotiBitSourceConnectorConfig config;
    private PacketQueue queue;
    private Patients patients;
    private RecordFactory records;
    private MetricWorker metricWorker;
    private FileImporter importer;
    private Backfills backfills;
    private ReceiveTime receiveTime;
    private LogThrottle warnings;
    private SourceAccounts accounts;
    private PacketAccounts packetAccounts;
    private long polledAtMonoNs;

    public EmotiBitSourceTask() {
        this(Clock.systemUTC(), MonotonicClock.SYSTEM);
    }

    EmotiBitSourceTask(Clock clock, MonotonicClock monotonicClock) {
        this.clock = clock;
        this.monotonicClock = monotonicClock;
        this.watchdog = new SendWatchdog(monotonicClock);
    }

    @Override
    public void start(Map<String, String> properties) {
        TaskId id = TaskId.of(properties, "emotibit");
        config = new EmotiBitSourceConnectorConfig(properties);
        RecordConfig recordConfig = config.records();
        queue = new PacketQueue(recordConfig.maxQueued());
        patients = Patients.of(config.patients(), config.studies());
        records = recordFactory(device -> context.offsetStorageReader().offset(DeviceOffsets.partition(device)));
        warnings = new LogThrottle(LOG, monotonicClock);
        accounts = new SourceAccounts(
                recordConfig.accountsTopic(), id.connector(), "packet", recordConfig.rawTopic(), monotonicClock);
        packetAccounts = new PacketAccounts(accounts);
        polledAtMonoNs = monotonicClock.nowNs();
        HostCounters counters = new HostCounters();
        TaskMetrics registry = WorkerMetrics.of(context);
        receiveTime = new ReceiveTime(recordConfig.receiveTime(), clock);
        receiveTime.register(registry);
        watchdog.start(registry);
        taskMetrics = new EmotiBitTaskMetrics(registry, counters, queue);
        // The offsets of metric records are set when they are polled, after the packets that precede them.
        metricWorker = new MetricWorker(
                        new MetricStream(config.metrics(), recordFactory(device -> null)), warnings, id + "-metrics")
                .start();
        startImports(id.isFirst());
        if (config.devices().isDiscoveryEnabled()) {
            network = DeviceNetwork.start(
                    new DeviceNetwork.TaskParts(id, config, queue, taskMetrics, counters, clock, monotonicClock));
        }
    }

    private RecordFactory recordFactory(Function<String, @Nullable Map<String, Object>> storedOffsets) {
        return new RecordFactory(
                config.records().rawTopic(),
                config.records().processedTopic(),
                config.records().valueFormat(),
                patients,
                storedOffsets,
                new TimestampLimit(clock, monotonicClock),
                ManagementFactory.getRuntimeMXBean().getStartTime() * US_PER_MS);
    }

    private void startImports(boolean isFirstTask) {
        RecordFactory imported = recordFactory(device -> null);
        Function<String, FileProgress> progress = file ->
                DeviceOffsets.progressOf(context.offsetStorageReader().offset(DeviceOffsets.filePartition(file)));
        FileWatch watch = new FileWatch(clock, monotonicClock, FileWatch.QUIET);
        importer = new FileImporter(
                isFirstTask ? config.imports() : ImportConfig.NONE,
                config.time().zone(),
                imported,
                config.metrics(),
                progress,
                watch,
                monotonicClock);
        backfills = new Backfills(
                isFirstTask ? config.backfill() : BackfillConfig.NONE,
                config.metrics(),
                imported,
                config.records().rawTopic(),
                config.records().processedTopic(),
                watch,
                file -> progress.apply(file).lines());
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        watchdog.onPoll();
        taskMetrics.registerPending();
        if (network != null) {
            network.throwIfFailed();
        }
        patients.refresh(monotonicClock.nowNs());
        int max = config.records().maxBatch();
        boolean importing = importer.hasMore() || backfills.hasMore();
        List<SessionOutput> batch = new ArrayList<>();
        if (!importing) {
            long sinceMs = (monotonicClock.nowNs() - polledAtMonoNs) / NS_PER_MS;
            queue.awaitItems(max, config.records().lingerMs() - sinceMs);
        }
        queue.drainTo(batch, config.records().maxPolled(), importing ? 0 : POLL_WAIT_MS);
        polledAtMonoNs = monotonicClock.nowNs();
        List<SourceRecord> out = new ArrayList<>(batch.size() + EXTRA_RECORDS);
        ReceiveTimeHeader header = new ReceiveTimeHeader(config.records().receiveTime());
        RecordConverter converter = new RecordConverter(records, header, warnings, packetAccounts, out);
        batch.forEach(item -> item.deliverTo(converter));
        addMetrics(batch, out);
        header.addToNew(out, WallClock.nowEpochUs(clock));
        if (importing) {
            long readAtEpochUs = WallClock.nowEpochUs(clock);
            importer.read(max, out);
            backfills.read(max, out);
            header.addToNew(out, readAtEpochUs);
        }
        accounts.addDueTo(out);
        return watchdog.onReturn(receiveTime.onReturn(out.isEmpty() ? null : out));
    }

    /** @param metadata null for a record that a transform has dropped */
    @Override
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) {
        watchdog.onSent(record);
    }

    private void addMetrics(List<SessionOutput> batch, List<SourceRecord> out) throws InterruptedException {
        metricWorker.submit(batch);
        List<SourceRecord> completed = new ArrayList<>();
        metricWorker.collect(completed);
        completed.forEach(next -> out.add(records.withCurrentOffset(next)));
    }

    @Override
    public void stop() {
        watchdog.close();
        if (network != null) {
            network.close();
        }
        if (metricWorker != null) {
            metricWorker.close();
        }
        if (importer != null) {
            importer.close();
        }
        if (backfills != null) {
            backfills.close();
        }
        if (taskMetrics != null) {
            LOG.info("EmotiBit task stopped: {}", taskMetrics.totals());
        }
    }

    @Override
    public String version() {
        return PluginVersion.CURRENT;
    }
}
