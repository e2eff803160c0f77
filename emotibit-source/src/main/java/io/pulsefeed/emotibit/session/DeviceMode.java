package io.pulsefeed.emotibit.session;

import io.pulsefeed.emotibit.wire.Decimal;
import io.pulsefeed.emotibit.wire.Packet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tracks the state that a device reports: power mode, SD card recording, internal loss, clipping, notes and markers of users. */
public final class DeviceMode {

    private static final int MAX_NOTE_LENGTH = 255;
    private static final int TAG_LENGTH = 2;
    private static final int MAX_TAGS = 64;
    private static final int MAX_COUNT = 1 << 16;
    private static final int MAX_TIMES = 16;
    /** The keys of a marker: its times in the clock of the marker stream, in seconds, and its text, which comes last. */
    private static final Map<String, String> MARKER_TIMES =
            Map.of("LR", "source_time", "LM", "received_time", "LC", "local_time");

    private static final String MARKER_TEXT = ",LD,";
    private static final String UNNAMED = "unknown";

    /** Receives the events that follow from the reports. */
    public interface Listener {
        void onEvent(DeviceEvent.Type type, long epochUs, Map<String, Object> detail);
    }

    private final Listener listener;
    private @Nullable String power;
    private @Nullable String recording;

    public DeviceMode(Listener listener) {
        this.listener = listener;
    }

    /** The reported power mode, such as {@code MN}; null before the first report. */
    @Nullable
    String power() {
        return power;
    }

    /** The reported file on the SD card, empty without a recording; null before the first report. */
    @Nullable
    String recording() {
        return recording;
    }

    /** Takes the next packet of the device, which has the wall-clock time {@code epochUs}. */
    public void onPacket(Packet packet, long epochUs) {
        switch (packet.tag()) {
            case "EM" -> onMode(packet, epochUs);
            case "DC" -> listener.onEvent(DeviceEvent.Type.CLIPPING, epochUs, counts(packet));
            case "DO" -> listener.onEvent(DeviceEvent.Type.DEVICE_LOSS, epochUs, counts(packet));
            case "LM" -> listener.onEvent(DeviceEvent.Type.MARKER, epochUs, marker(packet));
            case "TX" -> listener.onEvent(DeviceEvent.Type.CROSS_TIME, epochUs, times(packet));
            case "UN" -> listener.onEvent(DeviceEvent.Type.NOTE, epochUs, Map.of("note", note(packet)));
            default -> {}
        }
    }

    private void onMode(Packet packet, long epochUs) {
        String reported = packet.valueOf("PS");
        String newPower = reported == null ? null : limited(reported);
        if (newPower != null && !newPower.equals(power)) {
            if (power != null) {
                listener.onEvent(DeviceEvent.Type.POWER_MODE, epochUs, Map.of("mode", newPower, "before", power));
            }
            power = newPower;
        }
        String state = packet.valueOf("RS");
        String file = "RB".equals(state) ? fileOf(packet) : "";
        if (state != null && !file.equals(recording)) {
            String previous = Objects.requireNonNullElse(recording, "");
            if (recording != null || !file.isEmpty()) {
                boolean started = !file.isEmpty();
                listener.onEvent(
                        DeviceEvent.Type.RECORDING,
                        epochUs,
                        Map.of("recording", started, "file", started ? file : previous));
            }
            recording = file;
        }
    }

    /** The file after RB. A device that reports no name records nevertheless. */
    private static String fileOf(Packet mode) {
        String file = mode.valueOf("RB");
        return file == null || file.isBlank() || file.equals("PS") ? UNNAMED : limited(file);
    }

    /**
     * Samples per tag. Version 2 alternates tag and count; version 1 repeats the tag once per sample. Entries that are not a tag, or
     * count more samples than a packet can state, are ignored.
     */
    private static Map<String, Object> counts(Packet packet) {
        Map<String, Object> counts = new LinkedHashMap<>();
        Packet.Elements elements = packet.elements();
        String tag = null;
        while (elements.next()) {
            String text = elements.text().strip();
            if (tag != null && isNumber(text)) {
                long more = Long.parseLong(text) - 1;
                if (more < MAX_COUNT) {
                    counts.merge(tag, more, (a, b) -> (Long) a + (Long) b);
                }
                tag = null;
            } else if (text.length() == TAG_LENGTH && (counts.size() < MAX_TAGS || counts.containsKey(text))) {
                tag = text;
                counts.merge(tag, 1L, (a, b) -> (Long) a + (Long) b);
            } else {
                tag = null;
            }
        }
        return counts;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() < 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** The payload is the sender's local time, followed by the note. */
    private static String note(Packet packet) {
        String payload = packet.text().substring(packet.payloadStart());
        int comma = payload.indexOf(',');
        return limited(comma < 0 ? payload : payload.substring(comma + 1));
    }

    /** A marker of a Lab Streaming Layer stream. Its text may contain commas. */
    private static Map<String, Object> marker(Packet packet) {
        Map<String, Object> detail = new LinkedHashMap<>();
        String payload = "," + packet.text().substring(packet.payloadStart());
        int text = payload.indexOf(MARKER_TEXT);
        String marker = text < 0 ? "" : payload.substring(text + MARKER_TEXT.length());
        detail.put("marker", limited(marker.endsWith(",") ? marker.substring(0, marker.length() - 1) : marker));
        MARKER_TIMES.forEach((key, name) -> {
            double seconds = number(packet.valueOf(key));
            if (!Double.isNaN(seconds)) {
                detail.put(name, seconds);
            }
        });
        return detail;
    }

    /** The same moment in several clocks, such as that of the marker stream (LC) and the local time (TL), by key. */
    private static Map<String, Object> times(Packet packet) {
        Map<String, Object> times = new LinkedHashMap<>();
        Packet.Elements elements = packet.elements();
        while (times.size() < MAX_TIMES && elements.next()) {
            String key = elements.text().strip();
            if (elements.next()) {
                double seconds = number(elements.text());
                times.put(
                        limited(key),
                        Double.isNaN(seconds) ? limited(elements.text().strip()) : seconds);
            }
        }
        return times;
    }

    private static double number(@Nullable String text) {
        return text == null ? Double.NaN : Decimal.parse(text, 0, text.length());
    }

    private static String limited(String text) {
        return text.length() > MAX_NOTE_LENGTH ? text.substring(0, MAX_NOTE_LENGTH) : text;
    }
}
