package io.pulsefeed.emotibit.session;

import java.util.Locale;
import java.util.Map;

/**
 * Something that happened to a device or its data.
 *
 * @param sessionId empty when no session was open
 * @param detail facts by name: text, numbers, or truth values
 */
public record Notice(String deviceId, String sessionId, Event event, long epochMicros, Map<String, Object> detail) {

    /** What happened; published in lower case. */
    public enum Event {
        /** A session began. */
        CONNECTED,
        /** A session ended. */
        DISCONNECTED,
        /** Packets are missing: numbers and times of both ends. */
        GAP,
        /** The device started anew: its clock and counters began again. */
        REBOOT,
        /** The device says that it lost samples itself. */
        DEVICE_LOSS,
        /** The device says that samples were clipped. */
        CLIPPING,
        /** Skin contact began or ended. */
        CONTACT,
        /** A skin conductance response: amplitude in microsiemens, rise time in s. */
        SKIN_RESPONSE,
        BATTERY_LOW,
        POWER_MODE,
        /** A recording on the device's SD card began or ended. */
        RECORDING,
        /** A person's note, sent through the device. */
        NOTE,
        BUTTON,
        /** The device answered from another address. */
        MOVED,
        /** Published time was stepped, because it had been wrong by more than half a second. */
        TIME_STEP,
        /** Packets were dropped on this side, because Kafka was too slow. */
        OVERFLOW,
        /** A recorded file was imported. */
        IMPORTED;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
