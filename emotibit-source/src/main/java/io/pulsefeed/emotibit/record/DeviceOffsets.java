package io.pulsefeed.emotibit.record;

import io.pulsefeed.emotibit.session.LastSeen;
import io.pulsefeed.emotibit.session.TimedPacket;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Source offsets. A live device cannot be rewound: its offset says what was last seen, so that a gap over a restart is reported. A
 * recorded file's offset says how many of its lines were read.
 */
public final class DeviceOffsets {

    public static final String DEVICE = "device";
    public static final String FILE = "file";
    public static final String LINES = "lines";

    private static final String SESSION = "session";
    private static final String PACKET = "packet";
    private static final String DEVICE_MS = "emotibit_ts";
    private static final String EPOCH_MICROS = "timestamp_us";
    private static final int WRAP = 1 << 16;

    private final Function<String, Map<String, Object>> stored;
    private final Map<String, Map<String, Object>> latest = new HashMap<>();
    private final Set<String> resumed = new HashSet<>();

    /** @param stored the offset that a former run stored for a device, or null */
    DeviceOffsets(Function<String, Map<String, Object>> stored) {
        this.stored = stored;
    }

    public static Map<String, String> partition(String deviceId) {
        return Map.of(DEVICE, deviceId);
    }

    public static Map<String, String> filePartition(String path) {
        return Map.of(FILE, path);
    }

    /** What a stored offset remembers, or null when there is none. */
    static LastSeen read(Map<String, Object> offset) {
        if (offset == null
                || !(offset.get(SESSION) instanceof String session)
                || !(offset.get(PACKET) instanceof Number packet)
                || !(offset.get(DEVICE_MS) instanceof Number deviceMs)
                || !(offset.get(EPOCH_MICROS) instanceof Number micros)) {
            return null;
        }
        return new LastSeen(session, packet.intValue() & WRAP - 1, deviceMs.longValue(), micros.longValue());
    }

    /** Checks an offset that a user wants to set; null values reset. */
    public static void check(Map<String, ?> partition, Map<String, ?> offset) {
        boolean device = partition != null && partition.size() == 1 && partition.get(DEVICE) instanceof String;
        boolean file = partition != null && partition.size() == 1 && partition.get(FILE) instanceof String;
        if (offset == null) {
            return;
        }
        if (!device && !file) {
            throw new ConnectException("An offset's partition must be {\"" + DEVICE + "\": \"id\"} or {\"" + FILE
                    + "\": \"path\"}, but is " + partition);
        }
        if (file && !(offset.get(LINES) instanceof Number lines && lines.longValue() >= 0)) {
            throw new ConnectException("The offset of a file needs '" + LINES
                    + "', the number of lines already read, as a" + " whole number of 0 or more; got " + offset);
        }
        if (device) {
            checkDevice(offset);
        }
    }

    private static void checkDevice(Map<String, ?> offset) {
        for (String name : new String[] {PACKET, DEVICE_MS, EPOCH_MICROS}) {
            if (offset.containsKey(name) && !(offset.get(name) instanceof Number)) {
                throw new ConnectException("In the offset of a device, '" + name + "' must be a number; got " + offset);
            }
        }
    }

    /** The offset after a packet. */
    Map<String, Object> after(TimedPacket packet) {
        Map<String, Object> offset = packet.isMalformed()
                ? current(packet.deviceId(), packet.sessionId())
                : Map.of(
                        SESSION,
                        packet.sessionId(),
                        PACKET,
                        packet.number() & WRAP - 1,
                        DEVICE_MS,
                        packet.deviceMs(),
                        EPOCH_MICROS,
                        packet.epochMicros());
        latest.put(packet.deviceId(), offset);
        return offset;
    }

    /** The offset of a record that is not a packet: nothing new was read, so what a former run stored stays. */
    Map<String, Object> current(String deviceId, String sessionId) {
        return latest.computeIfAbsent(deviceId, id -> {
            Map<String, Object> former = stored.apply(id);
            return former == null ? Map.of(SESSION, sessionId) : former;
        });
    }

    /** At a device's first packet of this run: what a former run saw last, or null. */
    LastSeen resume(String deviceId, String sessionId) {
        return resumed.add(deviceId) ? read(current(deviceId, sessionId)) : null;
    }
}
