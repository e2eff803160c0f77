package io.pulsefeed.emotibit.record;

import io.pulsefeed.emotibit.session.LastPacket;
import io.pulsefeed.emotibit.session.TimedPacket;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Source offsets. A live device cannot be rewound: its offset is the last published packet, so that packets missed during a restart
 * can be reported. The offset of a recorded file is the number of lines read.
 */
public final class DeviceOffsets {

    private static final String DEVICE = "device";
    private static final String FILE = "file";
    private static final String LINES = "lines";

    private static final String SESSION = "session";
    private static final String PACKET = "packet";
    private static final String DEVICE_MS = "emotibit_ts";
    private static final String EPOCH_US = "timestamp_us";
    private static final int WRAP = 1 << 16;

    private final Function<String, @Nullable Map<String, Object>> stored;
    private final Map<String, Map<String, Object>> latest = new HashMap<>();
    private final Set<String> resumed = new HashSet<>();

    /** @param stored returns the offset that a previous run stored for a device, or null */
    DeviceOffsets(Function<String, @Nullable Map<String, Object>> stored) {
        this.stored = stored;
    }

    public static Map<String, String> partition(String deviceId) {
        return Map.of(DEVICE, deviceId);
    }

    public static Map<String, String> filePartition(String path) {
        return Map.of(FILE, path);
    }

    static Map<String, Object> fileOffset(long lines) {
        return Map.of(LINES, lines);
    }

    /** The number of lines in the stored offset of a file; 0 if there is none. */
    public static long linesOf(@Nullable Map<String, Object> fileOffset) {
        return fileOffset != null && fileOffset.get(LINES) instanceof Number lines ? lines.longValue() : 0;
    }

    /** The packet in a stored offset, or null if it has none. */
    static @Nullable LastPacket read(@Nullable Map<String, Object> offset) {
        if (offset == null
                || !(offset.get(SESSION) instanceof String session)
                || !(offset.get(PACKET) instanceof Number packet)
                || !(offset.get(DEVICE_MS) instanceof Number deviceMs)
                || !(offset.get(EPOCH_US) instanceof Number epochUs)) {
            return null;
        }
        return new LastPacket(session, packet.intValue() & WRAP - 1, deviceMs.longValue(), epochUs.longValue(), null);
    }

    /**
     * Checks an offset that a user sets through the REST API. A null offset is a reset and always valid.
     *
     * @throws ConnectException if this connector cannot read the offset
     */
    public static void validate(@Nullable Map<String, ?> partition, @Nullable Map<String, ?> offset) {
        if (offset == null) {
            return;
        }
        boolean isSingle = partition != null && partition.size() == 1;
        if (isSingle && partition.get(DEVICE) instanceof String) {
            validateDevice(offset);
        } else if (isSingle && partition.get(FILE) instanceof String) {
            validateFile(offset);
        } else {
            throw new ConnectException("The partition of an offset must be {\"" + DEVICE + "\": \"id\"} or {\"" + FILE
                    + "\": \"path\"} (got " + partition + ").");
        }
    }

    private static void validateFile(Map<String, ?> offset) {
        if (!(offset.get(LINES) instanceof Number lines && lines.longValue() >= 0)) {
            throw new ConnectException("The offset of a file must contain '" + LINES
                    + "', the number of lines already imported, as an integer of 0 or more (got " + offset + ").");
        }
    }

    private static void validateDevice(Map<String, ?> offset) {
        for (String name : new String[] {PACKET, DEVICE_MS, EPOCH_US}) {
            if (offset.containsKey(name) && !(offset.get(name) instanceof Number)) {
                throw new ConnectException(
                        "In the offset of a device, '" + name + "' must be a number (got " + offset + ").");
            }
        }
    }

    /** The offset after a packet. */
    Map<String, Object> after(TimedPacket packet) {
        Map<String, Object> offset = !packet.isPlaced()
                ? current(packet.deviceId(), packet.sessionId())
                : Map.of(
                        SESSION,
                        packet.sessionId(),
                        PACKET,
                        packet.number() & WRAP - 1,
                        DEVICE_MS,
                        packet.deviceMs(),
                        EPOCH_US,
                        packet.epochUs());
        latest.put(packet.deviceId(), offset);
        return offset;
    }

    /** The offset of a record other than a packet: that of the last packet, or the stored one if there was none yet. */
    Map<String, Object> current(String deviceId, String sessionId) {
        return latest.computeIfAbsent(deviceId, id -> {
            Map<String, Object> previous = stored.apply(id);
            return previous == null ? Map.of(SESSION, sessionId) : previous;
        });
    }

    /** The last packet of the previous run, at the first call for a device; null at further calls, or if there is none. */
    @Nullable
    LastPacket resume(String deviceId, String sessionId) {
        return resumed.add(deviceId) ? read(current(deviceId, sessionId)) : null;
    }
}
