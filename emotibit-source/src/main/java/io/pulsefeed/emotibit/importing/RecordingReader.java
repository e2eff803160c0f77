package io.pulsefeed.emotibit.importing;

import io.pulsefeed.emotibit.clock.OfficialLine;
import io.pulsefeed.emotibit.clock.OfficialSync;
import io.pulsefeed.emotibit.clock.OfficialTimes;
import io.pulsefeed.emotibit.wire.MillisUnwrapper;
import io.pulsefeed.emotibit.wire.Packet;
import io.pulsefeed.emotibit.wire.TypeTag;
import io.pulsefeed.emotibit.wire.Values;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file that a device or a host recorded, packet by packet, with the times that the official DataParser computes. Reads the
 * file twice: first for its sync exchanges, then for its packets. Memory use does not depend on the file size.
 */
public final class RecordingReader implements AutoCloseable {

    /** Packets of a recording are out of order by less. */
    private static final long MAX_DISORDER_MS = 10_000;

    private final RecordedLines lines;
    private final FirstPass pass;
    private final OfficialLine line;
    private final OfficialTimes times;
    private final MillisUnwrapper unwrapper = new MillisUnwrapper();
    private long lineNumber;

    /**
     * Opens a recording and computes its clock line.
     *
     * @param file raw packets, one per line
     * @param zone time zone of the host that answered the device's time requests; the file has local time without a zone
     * @throws IOException if the file cannot be read, has no packets or more than one recording, or if its local times contradict the
     *     device's clock
     */
    public RecordingReader(Path file, ZoneId zone) throws IOException {
        this(file, zone, LastLine.READ);
    }

    /** Like {@link #RecordingReader(Path, ZoneId)}, for a file that may still be written. */
    public RecordingReader(Path file, ZoneId zone, LastLine lastLine) throws IOException {
        this.pass = readOnce(file, zone, lastLine);
        this.line = pass.line;
        this.times = new OfficialTimes(line);
        this.lines = RecordedLines.open(file, lastLine);
    }

    /** The line from device to wall-clock time; {@link OfficialLine#exchanges} is 0 if the file has no usable exchange. */
    public OfficialLine line() {
        return line;
    }

    /** Number of the last line that is neither empty nor incomplete; 0 if there is none. */
    public long lastLine() {
        return pass.lastLine;
    }

    /** Length of the last line if it has no line end; otherwise 0. */
    public long tail() {
        return pass.incomplete ? 0 : pass.tail;
    }

    /** Whether the file ends within a line, which {@link #next} does not return. */
    public boolean isIncomplete() {
        return pass.incomplete;
    }

    /** Whether {@link #next} has another packet. */
    public boolean hasMore() {
        return lineNumber < pass.lastLine;
    }

    /** The next packet, or null at the end of the file. Skips empty lines, and those that were added after the first pass. */
    public @Nullable RecordedPacket next() throws IOException {
        RecordedLine next = hasMore() ? lines.next() : null;
        if (next == null) {
            return null;
        }
        lineNumber = next.number();
        return decode(next);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private RecordedPacket decode(RecordedLine next) {
        Packet packet = next.soundPacket();
        if (packet == null) {
            return new RecordedPacket(
                    next.text(), lineNumber, next.quality(), next.packet(), 0, new double[0], new long[0]);
        }
        long deviceMs = unwrapper.unwrap(packet.timestamp());
        double[] sampleMs = times.sampleDeviceMs(packet.tag(), deviceMs, Math.min(packet.count(), Values.MAX_COUNT));
        return new RecordedPacket(
                next.text(), lineNumber, next.quality(), packet, deviceMs, sampleMs, epochUs(sampleMs));
    }

    private static List<String> payload(Packet packet) {
        List<String> payload = new ArrayList<>();
        Packet.Elements elements = packet.elements();
        while (elements.next()) {
            payload.add(elements.text());
        }
        return payload;
    }

    private long[] epochUs(double[] sampleMs) {
        if (line.exchanges() == 0) {
            return new long[0];
        }
        long[] micros = new long[sampleMs.length];
        for (int i = 0; i < micros.length; i++) {
            micros[i] = Math.round(line.epochSeconds(sampleMs[i]) * 1e6);
        }
        return micros;
    }

    /** What the whole file shows. */
    private record FirstPass(OfficialLine line, long lastLine, long tail, boolean incomplete) {}

    private static void requireSameBoot(@Nullable Packet before, Packet packet, long line) throws IOException {
        if (before != null && RecordedLines.aheadMs(before, packet) < -MAX_DISORDER_MS) {
            throw new IOException("The device's time goes back from " + before.timestamp() + " to "
                    + packet.timestamp() + " ms in line " + line
                    + ": the file has more than one recording, or its lines are out of order. Split the file there.");
        }
    }

    private static FirstPass readOnce(Path file, ZoneId zone, LastLine lastLine) throws IOException {
        OfficialSync sync = new OfficialSync(zone);
        MillisUnwrapper unwrapper = new MillisUnwrapper();
        Packet before = null;
        boolean started = false;
        RecordedLine last = null;
        long tail;
        boolean incomplete;
        try (RecordedLines in = RecordedLines.open(file, lastLine)) {
            for (RecordedLine next = in.next(); next != null; next = in.next()) {
                last = next;
                Packet packet = next.soundPacket();
                if (packet == null) {
                    continue;
                }
                long deviceMs = unwrapper.unwrap(packet.timestamp());
                if (!started) {
                    sync.onFirstPacket(deviceMs);
                    started = true;
                }
                if (OfficialSync.TAGS.contains(packet.tag())) {
                    sync.onPacket(packet.tag(), deviceMs, packet.number(), payload(packet));
                }
                if (!TypeTag.isBackDated(packet.tag())) {
                    requireSameBoot(before, packet, next.number());
                    before = packet;
                }
            }
            tail = in.tail();
            incomplete = in.isIncomplete();
        }
        if (!started) {
            throw new IOException(
                    last == null && !incomplete
                            ? "It is empty."
                            : "It has no packet of an EmotiBit. Only raw files of the SD card can be imported.");
        }
        long lastNumber = last.number();
        try {
            return new FirstPass(sync.line(), lastNumber, tail, incomplete);
        } catch (DateTimeException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
