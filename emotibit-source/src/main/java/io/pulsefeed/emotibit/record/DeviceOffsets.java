package io.pulsefeed.emotibit.record;

import io.pulsefeed.commons.offset.OffsetFields;
import io.pulsefeed.emotibit.session.LastPacket;
import io.pulsefeed.emotibit.session.TimedPacket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
    private static final String ACCOUNTS = "accounts";
    private static final String LINES = "lines";
    private static final String TAIL = "tail";

    private static final String SESSION = "session";
    private static final String PACKET = "packet";
    private static final String DEVICE_MS = "emotibit_ts";
    private static final String EPOCH_US = "timestamp_us";
    private static final int WRAP = 1 << 16;
    /** The clocks of the host and of the user may differ. */
    private static final Duration MAX_AHEAD = Duration.ofDays(1);

    private static final String ACCEPTED = "{\"device\":\"id\"} with the offset {\"session\":\"id\",\"packet\":42,"
            + "\"emotibit_ts\":120345,\"timestamp_us\":1790358506844359}, or {\"file\":\"path\"} with the offset"
            + " {\"lines\":1000}";

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

    static Map<String, Object> fileOffset(FileProgress progress) {
        return progress.tail() == 0
                ? Map.of(LINES, progress.lines())
                : Map.of(LINES, progress.lines(), TAIL, progress.tail());
    }

    /** The number of lines in the stored offset of a file; 0 if there is none. */
    public static long linesOf(@Nullable Map<String, Object> fileOffset) {
        return fileOffset != null && fileOffset.get(LINES) instanceof Number lines ? lines.longValue() : 0;
    }

    /** The progress in the stored offset of a file. */
    public static FileProgress progressOf(@Nullable Map<String, Object> fileOffset) {
        long tail = fileOffset != null && fileOffset.get(TAIL) instanceof Number found ? found.longValue() : 0;
        return new FileProgress(linesOf(fileOffset), tail);
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
    public static void validate(@Nullable Map<String, ?> partition, @Nullable Map<String, ?> offset, Instant now) {
        if (offset == null) {
            return;
        }
        OffsetFields fields = new OffsetFields("partition", partition, ACCEPTED);
        if (fields.has(ACCOUNTS)) {
            fields.requireOnly(Set.of(ACCOUNTS));
            return;
        }
        if (fields.has(FILE)) {
            fields.requireOnly(Set.of(FILE)).text(FILE, "the path of a file");
            OffsetFields progress = new OffsetFields("offset", offset, ACCEPTED).requireOnly(Set.of(LINES, TAIL));
            progress.integer(LINES, 0, Long.MAX_VALUE, "the number of lines already imported");
            if (progress.has(TAIL)) {
                progress.integer(TAIL, 0, Long.MAX_VALUE, "the length of the imported text after these lines");
            }
        } else {
            fields.requireOnly(Set.of(DEVICE)).text(DEVICE, "the id of a device");
            validateDevice(new OffsetFields("offset", offset, ACCEPTED), now);
        }
    }

    private static void validateDevice(OffsetFields offset, Instant now) {
        offset.requireOnly(Set.of(SESSION, PACKET, DEVICE_MS, EPOCH_US)).text(SESSION, "the id of a session");
        if (offset.has(PACKET) || offset.has(DEVICE_MS) || offset.has(EPOCH_US)) {
            offset.integer(PACKET, 0, WRAP - 1, "the number of a packet, 0 to " + (WRAP - 1));
            offset.integer(DEVICE_MS, 0, Long.MAX_VALUE, "the time of the device in milliseconds");
            offset.integer(
                    EPOCH_US,
                    0,
                    TimeUnit.MILLISECONDS.toMicros(now.plus(MAX_AHEAD).toEpochMilli()),
                    "the time of the packet in microseconds since 1970, not in the future");
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
