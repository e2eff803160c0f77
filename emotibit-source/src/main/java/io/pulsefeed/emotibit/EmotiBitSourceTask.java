package io.pulsefeed.emotibit;

import io.pulsefeed.commons.PluginVersion;
import io.pulsefeed.commons.config.TaskId;
import io.pulsefeed.commons.metrics.WorkerMetrics;
import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.emotibit.config.BackfillConfig;
import io.pulsefeed.emotibit.config.EmotiBitSourceConnectorConfig;
import io.pulsefeed.emotibit.config.ImportConfig;
import io.pulsefeed.emotibit.config.RecordConfig;
import io.pulsefeed.emotibit.importing.Backfills;
import io.pulsefeed.emotibit.importing.FileImporter;
import io.pulsefeed.emotibit.record.DeviceOffsets;
import io.pulsefeed.emotibit.record.MetricStream;
import io.pulsefeed.emotibit.record.Patients;
import io.pulsefeed.emotibit.record.RecordFactory;
import io.pulsefeed.emotibit.session.HostCounters;
import io.pulsefeed.emotibit.session.SessionOutput;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Streams the devices that are assigned to this task. The first task also imports recorded files. */
public final class EmotiBitSourceTask extends SourceTask {

    private static final Logger LOG = LoggerFactory.getLogger(EmotiBitSourceTask.class);
    private static final long POLL_WAIT_MS = 200;
    private static final int EXTRA_RECORDS = 16;

    private final Clock clock;
    private final MonotonicClock monotonicClock;
    private final List<SessionOutput> batch = new ArrayList<>();
    private @Nullable DeviceNetwork network;
    private @Nullable EmotiBitTaskMetrics taskMetrics;
    // The worker calls start() before poll(), so the following fields are set there.
    private EmotiBitSourceConnectorConfig config;
    private PacketQueue queue;
    private Patients patients;
    private RecordFactory records;
    private MetricStream metrics;
    private FileImporter importer;
    private Backfills backfills;

    public EmotiBitSourceTask() {
        this(Clock.systemUTC(), MonotonicClock.SYSTEM);
    }

    EmotiBitSourceTask(Clock clock, MonotonicClock monotonicClock) {
        this.clock = clock;
        this.monotonicClock = monotonicClock;
    }

    @Override
    public void start(Map<String, String> properties) {
        TaskId id = TaskId.of(properties, "emotibit");
        config = new EmotiBitSourceConnectorConfig(properties);
        RecordConfig recordConfig = config.records();
        queue = new PacketQueue(recordConfig.queueCapacity());
        patients = Patients.of(config.patients());
        records = new RecordFactory(
                recordConfig.rawTopic(),
                recordConfig.processedTopic(),
                recordConfig.valueFormat(),
                patients,
                device -> context.offsetStorageReader().offset(DeviceOffsets.partition(device)));
        metrics = new MetricStream(config.metrics(), records);
        HostCounters counters = new HostCounters();
        taskMetrics = new EmotiBitTaskMetrics(WorkerMetrics.of(context), counters, queue);
        startImports(id.isFirst());
        if (config.devices().isDiscoveryEnabled()) {
            network = DeviceNetwork.start(
                    new DeviceNetwork.TaskParts(id, config, queue, taskMetrics, counters, clock, monotonicClock));
        }
    }

    private void startImports(boolean isFirstTask) {
        RecordConfig recordConfig = config.records();
        RecordFactory imported = new RecordFactory(
                recordConfig.rawTopic(),
                recordConfig.processedTopic(),
                recordConfig.valueFormat(),
                patients,
                device -> null);
        ToLongFunction<String> publishedLines =
                file -> DeviceOffsets.linesOf(context.offsetStorageReader().offset(DeviceOffsets.filePartition(file)));
        importer = new FileImporter(
                isFirstTask ? config.imports() : ImportConfig.NONE,
                config.time().zone(),
                imported,
                config.metrics(),
                publishedLines);
        backfills = new Backfills(
                isFirstTask ? config.backfill() : BackfillConfig.NONE,
                config.metrics(),
                imported,
                recordConfig.rawTopic(),
                recordConfig.processedTopic(),
                publishedLines);
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        taskMetrics.registerPending();
        if (network != null) {
            network.throwIfFailed();
        }
        patients.refresh(monotonicClock.nowNs());
        int max = config.records().maxBatch();
        boolean importing = importer.hasMore() || backfills.hasMore();
        batch.clear();
        queue.drainTo(batch, max, importing ? 0 : POLL_WAIT_MS);
        List<SourceRecord> out = new ArrayList<>(batch.size() + EXTRA_RECORDS);
        RecordConverter converter = new RecordConverter(records, metrics, out);
        batch.forEach(item -> item.deliverTo(converter));
        if (importing) {
            importer.read(max, out);
            backfills.read(max, out);
        }
        return out.isEmpty() ? null : out;
    }

    @Override
    public void stop() {
        if (network != null) {
            network.close();
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
