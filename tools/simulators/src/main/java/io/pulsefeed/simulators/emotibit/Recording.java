package io.pulsefeed.simulators.emotibit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plays a recorded file line by line at its recorded speed. A recording contains the time answers of its host; the answers of the
 * current host replace them, so that the time synchronization is real.
 */
final class Recording implements PacketSource {

    private static final int TAG_FIELD = 3;

    private final List<String> lines;
    private final DeviceTime time;
    private int next;
    private long clock;
    private @Nullable String hostTime;

    /** @param time must equal the first line's timestamp when playing starts */
    Recording(List<String> lines, DeviceTime time) {
        this.lines = lines;
        this.time = time;
        this.clock = timestamp(lines.get(0));
    }

    static List<String> read(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            if (timestamp(line) >= 0) {
                lines.add(line + '\n');
            }
        }
        if (lines.isEmpty()) {
            throw new IOException("No packet in " + file);
        }
        return lines;
    }

    /** Timestamp of a line, or -1. */
    static long timestamp(String line) {
        long value = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == ',') {
                return i == 0 ? -1 : value;
            }
            if (c < '0' || c > '9' || value > 1L << 40) {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return -1;
    }

    static boolean isPacket(String line) {
        String[] fields = line.split(",", TAG_FIELD + 4);
        return timestamp(line) >= 0
                && fields.length > TAG_FIELD + 2
                && fields[1].length() <= "65535".length()
                && Integer.parseInt(fields[1]) <= 65_535;
    }

    static String tag(String line) {
        String[] fields = line.split(",", TAG_FIELD + 2);
        return fields.length > TAG_FIELD ? fields[TAG_FIELD] : "";
    }

    boolean isOver() {
        return next >= lines.size();
    }

    /** The host's answer to the last request. */
    void answered(String text) {
        hostTime = text;
    }

    @Override
    public List<String> batch(long nanos) {
        long now = time.at(nanos);
        List<String> due = new ArrayList<>();
        while (next < lines.size()) {
            String line = lines.get(next);
            clock = Math.max(clock, timestamp(line));
            if (clock > now) {
                break;
            }
            next++;
            String tag = tag(line);
            if (tag.equals("RD")) {
                hostTime = null;
            } else if (tag.equals("TL") && hostTime != null) {
                line = line.substring(0, line.lastIndexOf(',') + 1) + hostTime + '\n';
            }
            due.add(line);
        }
        return due;
    }
}
