package io.pulsefeed.simulators.emotibit;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Faults of a device or of the network. Each has a name in kebab case. */
public enum Fault {
    LOSS("2 % of the data datagrams are lost"),
    LOSS_BURST("one second of data is lost every 20 s"),
    DUPLICATE("every data datagram is sent twice"),
    REORDER("every tenth data datagram arrives 60 ms late"),
    /** Round trips of 20 to 130 ms with a one-sided tail, as on a busy access point. */
    DELAY("every datagram is delayed by 10 to 65 ms, most by little"),
    TRUNCATE("some packets are truncated by the device's buffer"),
    BUTTON("a button press every 7 s: an empty line and a missing number"),
    /** Power is lost after 20 seconds and returns one second later. */
    REBOOT("reboots every 20 s without notice: clock and counters restart"),
    MOVE("changes its address after 20 s"),
    SILENT("stops sending every 30 s for 15 s, without closing the session"),
    TCP_RESET("its control connection breaks every 15 s"),
    /** Three seconds before the 31-bit limit of the official tools. */
    START_31("its clock starts just below 2^31 ms"),
    START_32("its clock starts just below 2^32 ms and wraps"),
    MALFORMED("lines without a readable header, junk and NUL bytes among the data"),
    WRONG_HEADER("well-formed packets with an impossible timestamp or number among the data"),
    FOREIGN("another sender also sends data to the host"),
    PPG_100("variant firmware: the pulse sensor runs at 100 Hz"),
    LATE_ANSWERS("reads every third time answer only at its next request"),
    BUSY("connected to another host for the first 15 s"),
    NO_ID("old firmware: does not report its id"),
    MISSING_VALUES("values nan, inf, ovf and empty ones"),
    CLIPPING("reports clipped and lost samples"),
    OFF_BODY("is taken off for 20 s of every minute"),
    NO_CARD("has no SD card: ignores commands to record"),
    LOW_POWER("starts in low power mode"),
    SLOW_CLOCK("its clock is 3.2 % slow, as on Feather M0 boards"),
    UNKNOWN_TAGS("sends unknown tags"),
    BATTERY_LOW("its battery is nearly empty");

    private final String description;

    Fault(String description) {
        this.description = description;
    }

    public String description() {
        return description;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException for an unknown name; the message lists all names */
    public static Fault named(String name) {
        return Arrays.stream(values())
                .filter(fault -> fault.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown fault '" + name + "'. Known faults: "
                        + Arrays.stream(values()).map(Fault::toString).collect(Collectors.joining(", "))));
    }
}
