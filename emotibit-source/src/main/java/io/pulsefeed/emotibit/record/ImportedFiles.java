package io.pulsefeed.emotibit.record;

import io.pulsefeed.emotibit.config.ImportConfig;
import io.pulsefeed.emotibit.importing.RecordedPacket;
import io.pulsefeed.emotibit.importing.RecordingReader;
import io.pulsefeed.emotibit.session.Notice;
import io.pulsefeed.emotibit.session.TimedPacket;
import io.pulsefeed.emotibit.wire.Flag;
import io.pulsefeed.emotibit.wire.Packet;
import io.pulsefeed.emotibit.wire.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes recorded files one after the other, with the times of the official DataParser. A file that was read in part before is read
 * again up to there, since its packet numbers continue from its start. Not thread-safe.
 */
public final class ImportedFiles implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ImportedFiles.class);
    private static final int PROGRESS_LINES = 100_000;

    private final ImportConfig settings;
    private final ZoneId zone;
    private final RecordFactory records;
    private final MetricStream metrics;
    private final ToLongFunction<String> linesDone;
    private final Deque<String> waiting;
    private Current current;

    /** @param linesDone how many lines of a path a former run has published */
    public ImportedFiles(
            ImportConfig settings,
            ZoneId zone,
            RecordFactory records,
            MetricStream metrics,
            ToLongFunction<String> linesDone) {
        this.settings = settings;
        this.zone = zone;
        this.records = records;
        this.metrics = metrics;
        this.linesDone = linesDone;
        this.waiting = new ArrayDeque<>(settings.paths());
    }

    private static final class Current {
        private final String path;
        private final String deviceId;
        private final String sessionId;
        private final RecordingReader reader;
        private final long skip;
        private final boolean timed;
        private long number = -1;
        private long malformed;
        private long published;
        private long lastMicros;

        Current(String path, String deviceId, RecordingReader reader, long skip) {
            this.path = path;
            this.deviceId = deviceId;
            this.sessionId = "import-" + stem(path);
            this.reader = reader;
            this.skip = skip;
            this.timed = reader.line().exchanges() > 0;
        }
    }

    public boolean hasMore() {
        return current != null || !waiting.isEmpty();
    }

    /** Reads up to {@code most} further packets and adds their records, and those of the metrics they complete, to {@code out}. */
    public void read(int most, List<SourceRecord> out) {
        for (int i = 0; i < most && hasMore(); i++) {
            try {
                if (current == null) {
                    current = open(waiting.poll());
                }
                RecordedPacket packet = current.reader.next();
                if (packet == null) {
                    finish(out);
                } else {
                    publish(packet, out);
                }
            } catch (IOException e) {
                LOG.error(
                        "Reading a recorded file failed and it is left out: {}. Check that it exists on this worker and may be"
                                + " read, then restart the task.",
                        e.toString());
                closeCurrent();
            }
        }
        if (current != null && current.timed) {
            metrics.drain(current.deviceId, current.lastMicros, out);
        }
    }

    @Override
    public void close() {
        closeCurrent();
    }

    private Current open(String path) throws IOException {
        if (!Files.isReadable(Path.of(path))) {
            throw new IOException("'" + path + "' does not exist or may not be read");
        }
        long skip = linesDone.applyAsLong(path);
        String deviceId = settings.deviceId().isBlank() ? stem(path) : settings.deviceId();
        Current opened = new Current(path, deviceId, new RecordingReader(Path.of(path), zone), skip);
        LOG.info(
                "Importing {} as device {}: {} sync exchanges{}{}",
                path,
                deviceId,
                opened.reader.line().exchanges(),
                opened.timed ? "" : ", so its times are those since the device's start",
                skip > 0 ? ", going on after line " + skip : "");
        return opened;
    }

    private void publish(RecordedPacket packet, List<SourceRecord> out) {
        TimedPacket timed = packet.wellFormed() ? wellFormed(packet) : malformed(packet);
        long line = current.reader.linesRead();
        if (line <= current.skip) {
            return;
        }
        out.add(records.imported(timed, current.path, line));
        current.published++;
        if (current.timed && packet.wellFormed()) {
            metrics.onPacket(timed, out);
        }
        if (current.published % PROGRESS_LINES == 0) {
            LOG.info("Importing {}: {} lines published", current.path, current.published);
        }
    }

    private TimedPacket wellFormed(RecordedPacket recorded) {
        Packet packet = Packet.parse(recorded.line());
        if (packet == null) {
            return malformed(recorded);
        }
        current.number =
                current.number < 0 ? packet.number() : current.number + (short) (packet.number() - current.number);
        Values values = Values.of(packet);
        long[] micros = recorded.sampleEpochMicros();
        int n = micros.length;
        long last = current.timed ? n > 0 ? micros[n - 1] : lineMicros(recorded) : recorded.deviceMs() * 1000;
        current.lastMicros = Math.max(current.lastMicros, last);
        return new TimedPacket(
                current.deviceId,
                current.sessionId,
                packet.tag(),
                current.number,
                recorded.deviceMs(),
                last,
                periodMs(recorded),
                current.timed ? "official" : "none",
                Double.NaN,
                packet.reliability(),
                packet.payloadStart(),
                values,
                recorded.line());
    }

    private long lineMicros(RecordedPacket recorded) {
        return Math.round(current.reader.line().epochSeconds(recorded.deviceMs()) * 1e6);
    }

    /** Samples lie evenly between the packet before and this one; the first packet of a tag has them all at one time. */
    private double periodMs(RecordedPacket recorded) {
        double[] times = recorded.sampleDeviceMs();
        double slope = current.timed ? current.reader.line().slope() * 1000 : 1;
        return times.length < 2 ? 0 : (times[times.length - 1] - times[times.length - 2]) * slope;
    }

    private TimedPacket malformed(RecordedPacket recorded) {
        current.malformed++;
        return new TimedPacket(
                current.deviceId,
                current.sessionId,
                TimedPacket.NO_TAG,
                -current.malformed,
                0,
                current.lastMicros,
                0,
                current.timed ? "official" : "none",
                Double.NaN,
                0,
                recorded.line().length(),
                new Values(new double[0], Flag.MALFORMED.bit()),
                recorded.line());
    }

    private void finish(List<SourceRecord> out) {
        LOG.info(
                "Imported {}: {} lines published, {} of them malformed",
                current.path,
                current.published,
                current.malformed);
        if (current.published > 0) {
            metrics.drain(current.deviceId, current.lastMicros, out);
            metrics.end(current.deviceId);
            out.add(records.event(new Notice(
                    current.deviceId,
                    current.sessionId,
                    Notice.Event.IMPORTED,
                    current.lastMicros,
                    Map.of("lines", current.published, "malformed", current.malformed))));
        }
        closeCurrent();
    }

    private void closeCurrent() {
        if (current != null) {
            try {
                current.reader.close();
            } catch (IOException e) {
                LOG.debug("Closing {} failed: {}", current.path, e.toString());
            }
            current = null;
        }
    }

    private static String stem(String path) {
        String name = String.valueOf(Path.of(path).getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
