package io.pulsefeed.emotibit.importing;

import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.emotibit.config.ImportConfig;
import io.pulsefeed.emotibit.config.MetricConfig;
import io.pulsefeed.emotibit.record.FileProgress;
import io.pulsefeed.emotibit.record.MetricStream;
import io.pulsefeed.emotibit.record.RecordFactory;
import io.pulsefeed.emotibit.session.DeviceEvent;
import io.pulsefeed.emotibit.session.DeviceMode;
import io.pulsefeed.emotibit.session.SampleChecks;
import io.pulsefeed.emotibit.session.TimedPacket;
import io.pulsefeed.emotibit.wire.Flag;
import io.pulsefeed.emotibit.wire.Packet;
import io.pulsefeed.emotibit.wire.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes recorded files one after the other, with the times of the official DataParser. To resume within a file, it reads the
 * file from the start and does not publish the records of published lines again, because packet numbers and metric windows start with
 * the first line.
 *
 * <p>A file that is still being written is read when it is complete, because the times of all packets depend on its last exchange. If
 * it ends within a line nevertheless, the line is read when the file changes. Not thread-safe.
 */
public final class FileImporter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FileImporter.class);
    private static final int PROGRESS_LINES = 100_000;
    private static final String SOURCE_OFFICIAL = "official";
    private static final String SOURCE_NONE = "none";

    private final ImportConfig config;
    private final ZoneId zone;
    private final RecordFactory records;
    private final MetricStream metrics;
    private final List<SourceRecord> ofLine = new ArrayList<>();
    private final Function<String, FileProgress> stored;
    private final Map<String, FileProgress> published = new HashMap<>();
    private final FileWatch watch;
    private final ImportQueue queue;
    private final LastLine lastLine;
    private @Nullable OpenFile current;

    /**
     * Imports files that are complete already.
     *
     * @param records a factory that only imports use, because its records have the offsets of files
     * @param publishedLines the stored number of published lines of a path; 0 for a new file
     */
    public FileImporter(
            ImportConfig config,
            ZoneId zone,
            RecordFactory records,
            MetricConfig metrics,
            ToLongFunction<String> publishedLines) {
        this(
                config,
                zone,
                records,
                metrics,
                path -> new FileProgress(publishedLines.applyAsLong(path), 0),
                new FileWatch(Clock.systemUTC(), MonotonicClock.SYSTEM, Duration.ZERO),
                MonotonicClock.SYSTEM,
                LastLine.READ);
    }

    /**
     * @param records a factory that only imports use, because its records have the offsets of files
     * @param stored the stored progress of a path
     * @param watch decides when a file is complete
     */
    public FileImporter(
            ImportConfig config,
            ZoneId zone,
            RecordFactory records,
            MetricConfig metrics,
            Function<String, FileProgress> stored,
            FileWatch watch,
            MonotonicClock monotonicClock) {
        this(config, zone, records, metrics, stored, watch, monotonicClock, LastLine.SKIP_IF_INCOMPLETE);
    }

    private FileImporter(
            ImportConfig config,
            ZoneId zone,
            RecordFactory records,
            MetricConfig metrics,
            Function<String, FileProgress> stored,
            FileWatch watch,
            MonotonicClock monotonicClock,
            LastLine lastLine) {
        this.config = config;
        this.zone = zone;
        this.records = records;
        this.metrics = new MetricStream(metrics, records);
        this.stored = stored;
        this.watch = watch;
        this.lastLine = lastLine;
        this.queue = new ImportQueue(config.paths(), watch, monotonicClock);
    }

    /** The file that is being read. */
    private static final class OpenFile {
        private final String path;
        private final String deviceId;
        private final String sessionId;
        private final RecordingReader reader;
        private final FileWatch.@Nullable Stamp stamp;
        private final long skip;
        private final boolean isPublished;
        private final boolean hasWallTime;
        private final SampleChecks checks = new SampleChecks();
        private final List<DeviceEvent> events = new ArrayList<>();
        private final DeviceMode mode = new DeviceMode(this::addEvent);
        private final NumberUnwrapper numbers = new NumberUnwrapper();
        private long malformed;
        private long implausible;
        private long repeated;
        private long lines;
        private long published;
        private long previousLine;
        private long lastEpochUs;

        OpenFile(
                String path,
                String deviceId,
                RecordingReader reader,
                FileWatch.@Nullable Stamp stamp,
                FileProgress progress) {
            this.path = path;
            this.deviceId = deviceId;
            this.sessionId = "import-" + stem(path);
            this.reader = reader;
            this.stamp = stamp;
            this.skip = progress.lines();
            this.isPublished = skip >= reader.lastLine()
                    || skip == reader.lastLine() - 1 && progress.tail() > 0 && progress.tail() == reader.tail();
            this.hasWallTime = reader.line().exchanges() > 0;
        }

        /** What is published after the whole file. The last line is not final if it has no line end. */
        FileProgress whole() {
            return reader.tail() == 0
                    ? new FileProgress(reader.lastLine(), 0)
                    : new FileProgress(reader.lastLine() - 1, reader.tail());
        }

        private void addEvent(DeviceEvent.Type type, long epochUs, Map<String, Object> detail) {
            events.add(new DeviceEvent(deviceId, sessionId, type, epochUs, detail));
        }

        String timeSource() {
            return hasWallTime ? SOURCE_OFFICIAL : SOURCE_NONE;
        }
    }

    /** Whether {@link #read} has something to do. Files that are still being written can follow later. */
    public boolean hasMore() {
        return current != null || queue.isReady();
    }

    /** Reads up to {@code max} packets and adds their records, and the records of the metrics that they complete, to {@code out}. */
    public void read(int max, List<SourceRecord> out) {
        for (int i = 0; i < max && hasMore(); i++) {
            try {
                if (current == null) {
                    current = open(queue.take());
                }
                RecordedPacket packet = current.isPublished ? null : current.reader.next();
                if (packet == null) {
                    finishCurrent();
                } else if (!current.reader.hasMore() && hasGrown(current)) {
                    retryCurrent();
                } else {
                    publish(current, packet, out);
                }
            } catch (IOException e) {
                LOG.error("Skipping a file to import: {}", e.getMessage());
                closeCurrent();
            } catch (RuntimeException e) {
                LOG.error("Skipping a file to import after an unexpected error. Please report it", e);
                closeCurrent();
            }
        }
    }

    @Override
    public void close() {
        closeCurrent();
    }

    private OpenFile open(String path) throws IOException {
        FileWatch.Stamp stamp = watch.stamp(path);
        if (!Files.isReadable(Path.of(path))) {
            throw new IOException("'" + path + "' does not exist or is not readable. Check the path and its"
                    + " permissions on this worker, then restart the task.");
        }
        String deviceId = config.deviceId().isBlank() ? stem(path) : config.deviceId();
        OpenFile file =
                new OpenFile(path, deviceId, reader(path, stamp), stamp, published.computeIfAbsent(path, stored));
        LOG.info(
                "{}: importing as device {}, {} sync exchanges{}{}",
                path,
                deviceId,
                file.reader.line().exchanges(),
                file.hasWallTime ? "" : " (times are relative to the device's start)",
                file.isPublished ? ", already published" : file.skip > 0 ? ", resuming after line " + file.skip : "");
        return file;
    }

    private RecordingReader reader(String path, FileWatch.@Nullable Stamp stamp) throws IOException {
        try {
            return new RecordingReader(Path.of(path), zone, lastLine);
        } catch (IOException e) {
            queue.awaitChange(path, stamp, true);
            throw new IOException("'" + path + "' cannot be imported. " + e.getMessage(), e);
        }
    }

    /**
     * Publishes the records of a line. Only the last one has the offset of the line, so that a line counts as published when all of
     * its records are stored.
     */
    private void publish(OpenFile file, RecordedPacket recorded, List<SourceRecord> out) {
        boolean isLast = !file.reader.hasMore();
        ofLine.clear();
        addPacket(file, recorded);
        if (isLast) {
            metrics.onSessionEnd(file.deviceId, ofLine);
            ofLine.add(records.event(imported(file)));
        }
        if (recorded.number() > file.skip) {
            for (int i = 0; i < ofLine.size(); i++) {
                boolean isLineDone = i == ofLine.size() - 1;
                FileProgress progress = new FileProgress(isLineDone ? recorded.number() : file.previousLine, 0);
                out.add(RecordFactory.imported(
                        ofLine.get(i), file.path, isLineDone && isLast ? file.whole() : progress));
            }
            published.put(file.path, isLast ? file.whole() : new FileProgress(recorded.number(), 0));
            file.published++;
            if (file.published % PROGRESS_LINES == 0) {
                LOG.info("{}: {} lines published", file.path, file.published);
            }
        }
        file.previousLine = recorded.number();
        if (isLast) {
            LOG.info(
                    "{}: import finished, {} lines published, {} malformed, {} implausible, {} repeated",
                    file.path,
                    file.published,
                    file.malformed,
                    file.implausible,
                    file.repeated);
        }
    }

    private void addPacket(OpenFile file, RecordedPacket recorded) {
        file.lines++;
        Packet parsed = recorded.packet();
        switch (recorded.quality()) {
            case SOUND -> {
                TimedPacket packet = wellFormed(file, recorded, Objects.requireNonNull(parsed));
                ofLine.add(records.packet(packet));
                if (file.hasWallTime) {
                    metrics.onPacket(packet, ofLine);
                    addEvents(file, parsed, packet.epochUs());
                }
            }
            case MALFORMED -> {
                file.malformed++;
                ofLine.add(records.packet(unplaced(file, recorded, Flag.MALFORMED)));
            }
            case IMPLAUSIBLE -> {
                file.implausible++;
                ofLine.add(records.packet(unplaced(file, recorded, Flag.IMPLAUSIBLE)));
            }
            default -> file.repeated++;
        }
    }

    /** The events of a live session that follow from its packets: notes, markers, recordings, losses inside the device. */
    private void addEvents(OpenFile file, Packet packet, long epochUs) {
        file.mode.onPacket(packet, epochUs);
        file.events.forEach(event -> ofLine.add(records.event(event)));
        file.events.clear();
    }

    private static DeviceEvent imported(OpenFile file) {
        Map<String, Object> detail = new TreeMap<>(Map.of("lines", file.lines, "malformed", file.malformed));
        if (file.implausible > 0) {
            detail.put("implausible", file.implausible);
        }
        if (file.repeated > 0) {
            detail.put("repeated", file.repeated);
        }
        if (file.reader.isIncomplete()) {
            detail.put("incomplete", 1L);
        }
        return new DeviceEvent(file.deviceId, file.sessionId, DeviceEvent.Type.IMPORTED, file.lastEpochUs, detail);
    }

    private static TimedPacket wellFormed(OpenFile file, RecordedPacket recorded, Packet packet) {
        long number = file.numbers.unwrap(packet, recorded.deviceMs());
        long[] sampleEpochUs = recorded.sampleEpochUs();
        int n = sampleEpochUs.length;
        long epochUs = recorded.deviceMs() * 1000;
        if (file.hasWallTime) {
            epochUs = n > 0 ? sampleEpochUs[n - 1] : lineEpochUs(file, recorded);
        }
        file.lastEpochUs = Math.max(file.lastEpochUs, epochUs);
        return new TimedPacket(
                file.deviceId,
                file.sessionId,
                packet.tag(),
                number,
                recorded.deviceMs(),
                epochUs,
                periodMs(file, recorded),
                file.timeSource(),
                Double.NaN,
                packet.reliability(),
                packet.payloadStart(),
                file.checks.check(packet.tag(), Values.of(packet)),
                recorded.line(),
                0);
    }

    private static long lineEpochUs(OpenFile file, RecordedPacket recorded) {
        return Math.round(file.reader.line().epochSeconds(recorded.deviceMs()) * 1e6);
    }

    /** Samples are evenly spaced after the previous packet of the tag. The samples of the first packet share one time. */
    private static double periodMs(OpenFile file, RecordedPacket recorded) {
        double[] times = recorded.sampleDeviceMs();
        double slope = file.hasWallTime ? file.reader.line().slope() * 1000 : 1;
        return times.length < 2 ? 0 : (times[times.length - 1] - times[times.length - 2]) * slope;
    }

    /** A line without a place in the sequence of packets: its number counts down, and it has the time of the packet before it. */
    private static TimedPacket unplaced(OpenFile file, RecordedPacket recorded, Flag reason) {
        Packet packet = recorded.packet();
        return new TimedPacket(
                file.deviceId,
                file.sessionId,
                packet == null ? TimedPacket.NO_TAG : packet.tag(),
                -file.malformed - file.implausible,
                packet == null ? 0 : packet.timestamp(),
                file.lastEpochUs,
                0,
                file.timeSource(),
                Double.NaN,
                packet == null ? 0 : packet.reliability(),
                packet == null ? recorded.line().length() : packet.payloadStart(),
                new Values(new double[0], reason.bit()),
                recorded.line(),
                0);
    }

    /** The file was complete when it was opened, and grew nevertheless: its writer paused. */
    private boolean hasGrown(OpenFile file) {
        FileWatch.Stamp now = watch.stamp(file.path);
        return now != null && !now.equals(file.stamp);
    }

    private void retryCurrent() {
        LOG.info("{}: changed during its import; importing the rest when it is complete", current.path);
        metrics.discard(current.deviceId);
        queue.retry(current.path);
        closeCurrent();
    }

    private void finishCurrent() {
        if (current.reader.isIncomplete()) {
            LOG.warn(
                    "{}: the line after line {} is incomplete; importing it when the file changes",
                    current.path,
                    current.reader.lastLine());
        }
        boolean endsWithinLine = current.reader.isIncomplete() || current.reader.tail() > 0;
        queue.awaitChange(current.path, current.stamp, endsWithinLine);
        closeCurrent();
    }

    private void closeCurrent() {
        if (current != null) {
            try {
                current.reader.close();
            } catch (IOException e) {
                LOG.debug("{}: closing failed: {}", current.path, e.toString());
            }
            current = null;
        }
    }

    /** The file name without its extension. */
    private static String stem(String path) {
        String name = String.valueOf(Path.of(path).getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
