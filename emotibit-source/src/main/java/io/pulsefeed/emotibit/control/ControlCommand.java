package io.pulsefeed.emotibit.control;

import java.util.List;
import java.util.Locale;

/**
 * A command of the control topic.
 *
 * @param id text by which the sender recognizes the events of the command; empty if it sent none
 * @param devices ids of the devices; empty for every connected device
 * @param text the text of a marker; empty for other actions
 * @param epochUs time of the command, microseconds since 1970: the time that a marker marks
 * @param answerTimeoutMs time in which a device must answer
 */
public record ControlCommand(
        Action action, String id, List<String> devices, String text, long epochUs, int answerTimeoutMs) {

    /** What a command does. Records contain the lower-case name. */
    public enum Action {
        /** Starts a recording on the SD card. */
        RECORD_START,
        /** Stops the recording on the SD card. */
        RECORD_STOP,
        /** Marks a time with a text. */
        MARKER;

        /** The name in records, such as {@code record_start}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public boolean isForAllDevices() {
        return devices.isEmpty();
    }

    /** The same command for these devices. */
    public ControlCommand to(List<String> ids) {
        return new ControlCommand(action, id, List.copyOf(ids), text, epochUs, answerTimeoutMs);
    }
}
