package io.pulsefeed.emotibit.session;

import io.pulsefeed.emotibit.wire.Packet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tracks the state that a device reports: power mode, SD card recording, internal loss, clipping, user notes. */
final class DeviceMode {

    private static final int MAX_NOTE_LENGTH = 255;

    /** Receives the events that follow from the reports. */
    interface Listener {
        void onEvent(DeviceEvent.Type type, long epochUs, Map<String, Object> detail);
    }

    private final Listener listener;
    private @Nullable String power;
    private @Nullable String recording;

    DeviceMode(Listener listener) {
        this.listener = listener;
    }

    /** The reported power mode, such as {@code MN}; null before the first report. */
    @Nullable
    String power() {
        return power;
    }

    void onPacket(Packet packet, long epochUs) {
        switch (packet.tag()) {
            case "EM" -> onMode(packet, epochUs);
            case "DC" -> listener.onEvent(DeviceEvent.Type.CLIPPING, epochUs, counts(packet));
            case "DO" -> listener.onEvent(DeviceEvent.Type.DEVICE_LOSS, epochUs, counts(packet));
            case "UN" -> listener.onEvent(DeviceEvent.Type.NOTE, epochUs, Map.of("note", note(packet)));
            default -> {}
        }
    }

    private void onMode(Packet packet, long epochUs) {
        String newPower = packet.valueOf("PS");
        if (newPower != null && !newPower.equals(power)) {
            if (power != null) {
                listener.onEvent(DeviceEvent.Type.POWER_MODE, epochUs, Map.of("mode", newPower, "before", power));
            }
            power = newPower;
        }
        String state = packet.valueOf("RS");
        String file = "RB".equals(state) ? Objects.requireNonNullElse(packet.valueOf("RB"), "") : "";
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

    /** Samples per tag. Version 2 alternates tag and count; version 1 repeats the tag once per sample. */
    private static Map<String, Object> counts(Packet packet) {
        Map<String, Object> counts = new LinkedHashMap<>();
        Packet.Elements elements = packet.elements();
        String tag = null;
        while (elements.next()) {
            String text = elements.text().strip();
            if (tag != null && isNumber(text)) {
                counts.merge(tag, Long.parseLong(text) - 1, (a, b) -> (Long) a + (Long) b);
            } else {
                tag = text;
                counts.merge(tag, 1L, (a, b) -> (Long) a + (Long) b);
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
        String note = comma < 0 ? payload : payload.substring(comma + 1);
        return note.length() > MAX_NOTE_LENGTH ? note.substring(0, MAX_NOTE_LENGTH) : note;
    }
}
