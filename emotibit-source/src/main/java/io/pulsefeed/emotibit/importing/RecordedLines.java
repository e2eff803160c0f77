package io.pulsefeed.emotibit.importing;

import io.pulsefeed.emotibit.importing.RecordedLine.Quality;
import io.pulsefeed.emotibit.wire.Packet;
import io.pulsefeed.emotibit.wire.TypeTag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a recorded file and marks those that are not packets of the recording, so that one damaged line does not change
 * the times and numbers of the others. Skips empty lines. Not thread-safe.
 *
 * <p>A packet whose timestamp or number is far from those of the packet before it is either damaged, or the first one after a gap or a
 * restart of the device. The packets after it decide: they continue the packet before it, or this one.
 */
final class RecordedLines implements AutoCloseable {

    /** Timestamps of neighbors differ by less; see {@code Continuity} for live packets. */
    private static final long MAX_STEP_MS = 2_000;

    private static final int MAX_STEP_NUMBERS = 512;

    /** Back-dated packets (BI, SA) are at most this old. */
    private static final long MAX_BACK_DATED_MS = 60_000;

    /** Number of packets that decide about one before them. */
    private static final int WITNESSES = 6;

    /** Lines that are read ahead to find them. */
    private static final int MAX_AHEAD = 64;

    /** Packets among which repeated ones are found, as in a live session. */
    private static final int REPEAT_WINDOW = 1_000;

    private record Key(long timestamp, int number, String tag) {}

    private final LineReader reader;
    private final LastLine lastLine;
    private final ArrayDeque<RecordedLine> ahead = new ArrayDeque<>();
    private final ArrayDeque<Key> recent = new ArrayDeque<>();
    private final Set<Key> recentKeys = new HashSet<>();
    private long linesRead;
    private long tail;
    private boolean incomplete;
    private boolean ended;
    private @Nullable Packet last;

    private RecordedLines(LineReader reader, LastLine lastLine) {
        this.reader = reader;
        this.lastLine = lastLine;
    }

    /** @throws IOException if the path is not a readable file */
    static RecordedLines open(Path file) throws IOException {
        return open(file, LastLine.READ);
    }

    /** @throws IOException if the path is not a readable file */
    static RecordedLines open(Path file, LastLine lastLine) throws IOException {
        // Reading a pipe or a device would not end.
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException("It is not a file.");
        }
        return new RecordedLines(new LineReader(Files.newInputStream(file)), lastLine);
    }

    /** The next line that is not empty; null at the end of the file. */
    @Nullable
    RecordedLine next() throws IOException {
        RecordedLine line = ahead.isEmpty() ? readLine() : ahead.remove();
        if (line == null || line.packet() == null) {
            return line;
        }
        Packet packet = line.packet();
        if (isRepeated(packet)) {
            return new RecordedLine(line.text(), line.number(), Quality.REPEATED, packet);
        }
        if (!isPlausible(packet)) {
            return new RecordedLine(line.text(), line.number(), Quality.IMPLAUSIBLE, packet);
        }
        remember(packet);
        return line;
    }

    /** Length of a last line without a line end; 0 if there is none. Valid at the end of the file. */
    long tail() {
        return tail;
    }

    /** Whether the last line was skipped, because it is incomplete. Valid at the end of the file. */
    boolean isIncomplete() {
        return incomplete;
    }

    private @Nullable RecordedLine readLine() throws IOException {
        // At the end of a file that grows, the next read would return the other part of the last line.
        for (String text = ended ? null : reader.next(); text != null; text = reader.next()) {
            linesRead++;
            if (!text.isEmpty()) {
                Packet packet = reader.isOverlong() ? null : Packet.parse(text);
                if (!reader.isTerminated()) {
                    ended = true;
                    tail = text.length();
                    incomplete = lastLine == LastLine.SKIP_IF_INCOMPLETE && isIncomplete(packet);
                }
                return incomplete
                        ? null
                        : new RecordedLine(text, linesRead, packet == null ? Quality.MALFORMED : Quality.SOUND, packet);
            }
        }
        ended = true;
        return null;
    }

    /** A line that is too long for a packet does not become one. */
    private boolean isIncomplete(@Nullable Packet packet) {
        if (packet == null) {
            return !reader.isOverlong();
        }
        Packet.Elements elements = packet.elements();
        int values = 0;
        while (values < packet.count() && elements.next()) {
            values++;
        }
        return values < packet.count();
    }

    private boolean isRepeated(Packet packet) {
        return recentKeys.contains(new Key(packet.timestamp(), packet.number(), packet.tag()));
    }

    private void remember(Packet packet) {
        Key key = new Key(packet.timestamp(), packet.number(), packet.tag());
        recent.add(key);
        recentKeys.add(key);
        if (recent.size() > REPEAT_WINDOW) {
            recentKeys.remove(recent.remove());
        }
        if (!TypeTag.isBackDated(packet.tag())) {
            last = packet;
        }
    }

    private boolean isPlausible(Packet packet) throws IOException {
        Packet before = last;
        if (TypeTag.isBackDated(packet.tag())) {
            List<Packet> after = before == null ? witnesses() : List.of(before);
            long aheadMs = after.isEmpty() ? 0 : aheadMs(after.get(0), packet);
            return aheadMs <= MAX_STEP_MS && aheadMs >= -MAX_BACK_DATED_MS;
        }
        if (before != null && continues(before, packet)) {
            return true;
        }
        List<Packet> witnesses = witnesses();
        long forPacket =
                witnesses.stream().filter(after -> continues(packet, after)).count();
        if (before == null) {
            return forPacket > 0 || witnesses.size() < 2 || !continues(witnesses.get(0), witnesses.get(1));
        }
        return forPacket
                >= witnesses.stream().filter(after -> continues(before, after)).count();
    }

    private static boolean continues(Packet before, Packet after) {
        long ms = Math.abs(aheadMs(before, after));
        int numbers = Math.abs((short) (after.number() - before.number()));
        return ms <= MAX_STEP_MS && numbers <= MAX_STEP_NUMBERS + ms;
    }

    /** How far the timestamp is after that of another packet, in ms; negative if it is before it. */
    static long aheadMs(Packet before, Packet after) {
        return (int) (after.timestamp() - before.timestamp());
    }

    private List<Packet> witnesses() throws IOException {
        while (ahead.size() < MAX_AHEAD) {
            RecordedLine line = readLine();
            if (line == null) {
                break;
            }
            ahead.add(line);
        }
        List<Packet> witnesses = new ArrayList<>();
        for (RecordedLine line : ahead) {
            Packet packet = line.packet();
            if (packet != null && !TypeTag.isBackDated(packet.tag()) && witnesses.size() < WITNESSES) {
                witnesses.add(packet);
            }
        }
        return witnesses;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
