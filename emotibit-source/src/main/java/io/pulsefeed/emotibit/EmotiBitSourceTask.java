package io.pulsefeed.emotibit;

import io.pulsefeed.commons.PluginVersion;
import io.pulsefeed.commons.config.TaskId;
import io.pulsefeed.commons.metrics.TaskMetrics;
import io.pulsefeed.commons.metrics.WorkerMetrics;
import io.pulsefeed.emotibit.client.HostSockets;
import io.pulsefeed.emotibit.client.HostTime;
import io.pulsefeed.emotibit.client.Interfaces;
import io.pulsefeed.emotibit.client.NetworkLoop;
import io.pulsefeed.emotibit.config.ConnectionConfig;
import io.pulsefeed.emotibit.config.EmotiBitSourceConnectorConfig;
import io.pulsefeed.emotibit.config.PatientConfig;
import io.pulsefeed.emotibit.config.RecordConfig;
import io.pulsefeed.emotibit.record.DeviceOffsets;
import io.pulsefeed.emotibit.record.ImportedFiles;
import io.pulsefeed.emotibit.record.MetricStream;
import io.pulsefeed.emotibit.record.Patients;
import io.pulsefeed.emotibit.record.RecordFactory;
import io.pulsefeed.emotibit.session.EmotiBitHost;
import io.pulsefeed.emotibit.session.HostCounters;
import io.pulsefeed.emotibit.session.Notice;
import io.pulsefeed.emotibit.session.TimedPacket;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Streams the devices that belong to this task, and imports recorded files. */
public final class EmotiBitSourceTask extends SourceTask {

    private static final Logger LOG = LoggerFactory.getLogger(EmotiBitSourceTask.class);
    private static final long POLL_WAIT_MS = 200;
    private static final long NANOS_PER_MS = 1_000_000;
    private static final long DRAIN_EVERY = 200 * NANOS_PER_MS;
    /** A task's two ports and its neighbour's interleave, as those of official hosts do. */
    private static final int PORTS_PER_TASK = 2;

    private final HostTime time;
    private final HostCounters counters = new HostCounters();
    private final List<Object> taken = new ArrayList<>();
    private TaskMetrics registry = TaskMetrics.NONE;
    private EmotiBitSourceConnectorConfig settings;
    private Deliveries deliveries;
    private RecordFactory records;
    private MetricStream metrics;
    private ImportedFiles imports;
    private NetworkLoop loop;
    private TaskFigures figures;
    private long drainedAt;

    public EmotiBitSourceTask() {
        this(HostTime.SYSTEM);
    }

    EmotiBitSourceTask(HostTime time) {
        this.time = time;
    }

    @Override
    public void start(Map<String, String> properties) {
        settings = new EmotiBitSourceConnectorConfig(properties);
        TaskId task = TaskId.of(properties, "emotibit");
        RecordConfig recordSettings = settings.records();
        deliveries = new Deliveries(recordSettings.queueCapacity());
        records = new RecordFactory(
                recordSettings.rawTopic(),
                recordSettings.processedTopic(),
                patients(settings.patients()),
                id -> context.offsetStorageReader().offset(DeviceOffsets.partition(id)));
        metrics = new MetricStream(settings.metrics(), records);
        drainedAt = time.nanoTime();
        registry = WorkerMetrics.of(context);
        figures = new TaskFigures(registry, counters, deliveries);
        if (task.isFirst() && !settings.imports().paths().isEmpty()) {
            imports = new ImportedFiles(
                    settings.imports(), settings.time().zone(), records, metrics, this::importedLines);
        }
        if (settings.devices().isDiscoveryEnabled()) {
            listen(task);
        }
    }

    @Override
    public List<SourceRecord> poll() throws InterruptedException {
        registry.registerPending();
        if (loop != null && loop.failure() != null) {
            throw new ConnectException(
                    "The network thread ended: " + loop.failure() + ". Restart the task.", loop.failure());
        }
        int most = settings.records().maxBatch();
        boolean importing = imports != null && imports.hasMore();
        taken.clear();
        deliveries.take(most, importing ? 0 : POLL_WAIT_MS, taken);
        List<SourceRecord> out = new ArrayList<>(taken.size() + 16);
        for (Object delivery : taken) {
            add(delivery, out);
        }
        if (importing) {
            imports.read(most, out);
        }
        long nanos = time.nanoTime();
        if (nanos - drainedAt >= DRAIN_EVERY) {
            drainedAt = nanos;
            metrics.drain(time.epochMicros(), out);
        }
        return out.isEmpty() ? null : out;
    }

    @Override
    public void stop() {
        if (loop != null) {
            loop.close();
        }
        if (imports != null) {
            imports.close();
        }
        if (figures != null) {
            LOG.info("EmotiBit source stopped: {}", figures.totals());
        }
    }

    @Override
    public String version() {
        return PluginVersion.CURRENT;
    }

    private void add(Object delivery, List<SourceRecord> out) {
        if (delivery instanceof TimedPacket packet) {
            Notice missed = records.missedBefore(packet);
            if (missed != null) {
                out.add(records.event(missed));
            }
            out.add(records.packet(packet));
            metrics.onPacket(packet, out);
        } else if (delivery instanceof Notice notice) {
            if (notice.event() == Notice.Event.DISCONNECTED) {
                metrics.drain(notice.deviceId(), notice.epochMicros(), out);
                metrics.end(notice.deviceId());
            }
            out.add(records.event(notice));
        }
    }

    private void listen(TaskId task) {
        ConnectionConfig connection = settings.connection();
        int step = task.index() * PORTS_PER_TASK;
        HostSockets sockets = null;
        try {
            sockets = HostSockets.bind(
                    InetAddress.getByName(connection.bindAddress()),
                    stepped(connection.dataPort(), step),
                    stepped(connection.controlPort(), step),
                    connection.receiveBufferBytes());
            loop = new NetworkLoop(sockets, time, task + "-network");
            EmotiBitHost.Parts parts = new EmotiBitHost.Parts(
                    settings.devices(),
                    connection,
                    settings.time(),
                    new TaskShare(task)::owns,
                    Interfaces::broadcasts,
                    figures::add,
                    deliveries,
                    counters);
            LOG.info(
                    "EmotiBit source {} task {} of {}: data on UDP {}, control on TCP {}, receive buffer {} bytes, {} listed"
                            + " addresses, broadcast {}",
                    task.connector(),
                    task.index() + 1,
                    task.count(),
                    sockets.dataPort(),
                    sockets.controlPort(),
                    sockets.receiveBufferBytes(),
                    settings.devices().addresses().size(),
                    settings.devices().broadcast());
            loop.start(new EmotiBitHost(parts, time, loop, sockets.dataPort(), sockets.controlPort()));
        } catch (IOException e) {
            if (sockets != null) {
                sockets.close();
            }
            throw new ConnectException("The EmotiBit source cannot listen: " + e.getMessage(), e);
        }
    }

    private static int stepped(int port, int step) {
        return port == 0 ? 0 : port + step;
    }

    private static Patients patients(PatientConfig settings) {
        Map<String, String> byDevice = settings.load();
        return settings.pseudonyms()
                ? Patients.pseudonymised(byDevice, settings.secret().value())
                : Patients.plain(byDevice);
    }

    private long importedLines(String path) {
        Map<String, Object> offset = context.offsetStorageReader().offset(DeviceOffsets.filePartition(path));
        return offset != null && offset.get(DeviceOffsets.LINES) instanceof Number lines ? lines.longValue() : 0;
    }
}
