package io.pulsefeed.emotibit.session;

import io.pulsefeed.emotibit.wire.Packet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Follows what a device says about itself: power, recording, losses, clipping, notes. */
final class DeviceMode {

    private static final int LONGEST_NOTE = 255;

    /** Takes what is worth an event. */
    interface Listener {
        void on(Notice.Event event, long epochMicros, Map<String, Object> detail);
    }

    private final Listener listener;
    private String power;
    private String recording;

    DeviceMode(Listener listener) {
        this.listener = listener;
    }

    String power() {
        return power;
    }

    void onPacket(Packet packet, long epochMicros) {
        switch (packet.tag()) {
            case "EM" -> onMode(packet, epochMicros);
            case "DC" -> listener.on(Notice.Event.CLIPPING, epochMicros, counts(packet));
            case "DO" -> listener.on(Notice.Event.DEVICE_LOSS, epochMicros, counts(packet));
            case "UN" -> listener.on(Notice.Event.NOTE, epochMicros, Map.of("note", note(packet)));
            default -> {}
        }
    }

    private void onMode(Packet packet, long epochMicros) {
        String nowPower = packet.valueOf("PS");
        if (nowPower != null && !nowPower.equals(power)) {
            if (power != null) {
                listener.on(Notice.Event.POWER_MODE, epochMicros, Map.of("mode", nowPower, "before", power));
            }
            power = nowPower;
        }
        String state = packet.valueOf("RS");
        String file = "RB".equals(state) ? Objects.requireNonNullElse(packet.valueOf("RB"), "") : "";
        if (state != null && !file.equals(recording)) {
            if (recording != null || !file.isEmpty()) {
                boolean begins = !file.isEmpty();
                listener.on(
                        Notice.Event.RECORDING,
                        epochMicros,
                        Map.of("recording", begins, "file", begins ? file : recording));
            }
            recording = file;
        }
    }

    /** Version 2 lists tag and count in turn; version 1 repeats the tag once per sample. */
    private static Map<String, Object> counts(Packet packet) {
        Map<String, Object> counts = new LinkedHashMap<>();
        Packet.Elements elements = packet.elements();
        String tag = null;
        while (elements.next()) {
            String text = elements.text();
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

    /** The payload is the sender's local time, then the note. */
    private static String note(Packet packet) {
        String payload = packet.text().substring(packet.payloadStart());
        int comma = payload.indexOf(',');
        String note = comma < 0 ? payload : payload.substring(comma + 1);
        return note.length() > LONGEST_NOTE ? note.substring(0, LONGEST_NOTE) : note;
    }
}
