package io.pulsefeed.emotibit.importing;

import io.pulsefeed.emotibit.clock.OfficialLine;
import io.pulsefeed.emotibit.clock.OfficialSync;
import io.pulsefeed.emotibit.clock.OfficialTimes;
import io.pulsefeed.emotibit.wire.MillisUnwrapper;
import io.pulsefeed.emotibit.wire.Packet;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

    private final BufferedReader lines;
    private final long lastLine;
    private final OfficialLine line;
    private final OfficialTimes times;
    private final MillisUnwrapper unwrapper = new MillisUnwrapper();
    private long linesRead;

    /**
     * Opens a recording and computes its clock line.
     *
     * @param file raw packets, one per line
     * @param zone time zone of the host that answered the device's time requests; the file has local time without a zone
     * @throws IOException if the file cannot be read, or if its local times contradict the device's clock
     */
    public RecordingReader(Path file, ZoneId zone) throws IOException {
        FirstPass pass = readOnce(file, zone);
        this.line = pass.line;
        this.lastLine = pass.lastLine;
        this.times = new OfficialTimes(line);
        // ISO 8859-1 preserves every byte, even those of a corrupt card.
        this.lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
    }

    /** The line from device to wall-clock time; {@link OfficialLine#exchanges} is 0 if the file has no usable exchange. */
    public OfficialLine line() {
        return line;
    }

    /** Number of the last line that is not empty; 0 if there is none. */
    public long lastLine() {
        return lastLine;
    }

    /** Whether {@link #next} has another packet. */
    public boolean hasMore() {
        return linesRead < lastLine;
    }

    /** The next packet, or null at the end of the file. Skips empty lines. */
    public @Nullable RecordedPacket next() throws IOException {
        for (String text = lines.readLine(); text != null; text = lines.readLine()) {
            linesRead++;
            if (!text.isEmpty()) {
                return decode(text);
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private RecordedPacket decode(String text) {
        Packet packet = Packet.parse(text);
        if (packet == null) {
            return new RecordedPacket(text, linesRead, null, 0, new double[0], new long[0]);
        }
        long deviceMs = unwrapper.unwrap(packet.timestamp());
        double[] sampleMs = times.sampleDeviceMs(packet.tag(), deviceMs, packet.count());
        return new RecordedPacket(text, linesRead, packet, deviceMs, sampleMs, epochUs(sampleMs));
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
    private record FirstPass(OfficialLine line, long lastLine) {}

    private static FirstPass readOnce(Path file, ZoneId zone) throws IOException {
        OfficialSync sync = new OfficialSync(zone);
        MillisUnwrapper unwrapper = new MillisUnwrapper();
        boolean started = false;
        long lines = 0;
        long lastLine = 0;
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                lines++;
                lastLine = text.isEmpty() ? lastLine : lines;
                Packet packet = Packet.parse(text);
                if (packet != null) {
                    long deviceMs = unwrapper.unwrap(packet.timestamp());
                    if (!started) {
                        sync.onFirstPacket(deviceMs);
                        started = true;
                    }
                    if (OfficialSync.TAGS.contains(packet.tag())) {
                        sync.onPacket(packet.tag(), deviceMs, packet.number(), payload(packet));
                    }
                }
            }
        }
        try {
            return new FirstPass(sync.line(), lastLine);
        } catch (DateTimeException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
