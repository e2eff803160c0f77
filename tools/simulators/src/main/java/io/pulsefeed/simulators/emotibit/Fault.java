package io.pulsefeed.simulators.emotibit;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can go wrong with a device or on its way to the host. Each has a name in kebab case. */
public enum Fault {
    /** Two of a hundred data datagrams vanish. */
    LOSS("2 % of the data datagrams vanish"),
    /** A second of data vanishes every 20 seconds. */
    LOSS_BURST("a second of data vanishes every 20 s"),
    DUPLICATE("every data datagram comes twice"),
    REORDER("every tenth data datagram comes 60 ms late"),
    /** Round trips of 20 to 130 ms with a one-sided tail, as on a busy access point. */
    DELAY("every datagram takes 10 to 65 ms, mostly little"),
    TRUNCATE("now and then a packet is cut by the device's buffer"),
    BUTTON("a button press every 7 s: an empty line and a missing number"),
    /** Power is cut after 20 seconds and comes back a second later. */
    REBOOT("restarts every 20 s without a word: clock and counters begin again"),
    MOVE("gets another address after 20 s"),
    SILENT("falls silent every 30 s without closing anything, for 15 s"),
    TCP_RESET("its control connection breaks every 15 s"),
    /** Three seconds before the 31-bit limit that official tools have. */
    START_31("its clock starts just below 2^31 ms"),
    START_32("its clock starts just below 2^32 ms and wraps"),
    MALFORMED("lines without a readable header, junk and NUL bytes among the data"),
    FOREIGN("a stranger sends data to the host as well"),
    PPG_100("variant firmware: the pulse sensor runs at 100 Hz"),
    LATE_ANSWERS("reads every third time answer only at its next request"),
    BUSY("another host holds it for the first 15 s"),
    NO_ID("old firmware: does not say its id"),
    MISSING_VALUES("values nan, inf, ovf and empty ones"),
    CLIPPING("reports clipped and lost samples of its own"),
    OFF_BODY("is taken off for 20 s of every minute"),
    LOW_POWER("is found in low power mode"),
    SLOW_CLOCK("its clock is 3.2 % slow, as on Feather M0 boards"),
    UNKNOWN_TAGS("sends tags of its own"),
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

    /** @throws IllegalArgumentException naming the faults there are */
    public static Fault named(String name) {
        return Arrays.stream(values())
                .filter(fault -> fault.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no fault '" + name + "'. There are: "
                        + Arrays.stream(values()).map(Fault::toString).collect(Collectors.joining(", "))));
    }
}
