package io.pulsefeed.emotibit.session;

import java.util.Locale;
import java.util.Map;

/**
 * An event of a device, its session or its data.
 *
 * @param sessionId empty if no session was open
 * @param epochUs wall-clock time of the event, microseconds since 1970
 * @param detail values by name: strings, numbers or booleans
 */
public record DeviceEvent(String deviceId, String sessionId, Type type, long epochUs, Map<String, Object> detail)
        implements SessionOutput {

    /** Event types. Records contain the lower-case name. */
    public enum Type {
        /** A session started. */
        CONNECTED,
        /** A session ended. */
        DISCONNECTED,
        /** Packets are missing. The detail has the packet numbers and times of both ends. */
        GAP,
        /** The device rebooted: its clock and packet counter restarted. */
        REBOOT,
        /** The device reports samples that it lost internally. */
        DEVICE_LOSS,
        /** The device reports clipped samples. */
        CLIPPING,
        /** Skin contact started or ended. */
        CONTACT,
        /** A skin conductance response. The detail has the amplitude in microsiemens and the rise time in s. */
        SKIN_RESPONSE,
        /** A pulse beat. The detail has the interval to the previous one and its quality. */
        BEAT,
        BATTERY_LOW,
        POWER_MODE,
        /** A recording on the device's SD card started or stopped. */
        RECORDING,
        /** A user note that the device received. */
        NOTE,
        /** A marker of a Lab Streaming Layer stream that the device received, or of the control topic. */
        MARKER,
        /** The same moment in the clocks of several hosts. */
        CROSS_TIME,
        BUTTON,
        /** The device answered from another address. */
        MOVED,
        /** The published time was stepped to correct an error of more than 500 ms. */
        TIME_STEP,
        /** The connector dropped packets because its queue was full. */
        OVERFLOW,
        /** The import of a file finished. */
        IMPORTED,
        /** The packets of a gap were added from the device's SD card. */
        GAP_CLOSED,
        /** A file completed a session. The detail has the number of added packets. */
        BACKFILLED,
        /** A device executed a command of the control topic, or did not. The detail has the result. */
        COMMAND;

        /** The name in records, such as {@code battery_low}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public void deliverTo(SessionListener listener) {
        listener.onEvent(this);
    }
}
