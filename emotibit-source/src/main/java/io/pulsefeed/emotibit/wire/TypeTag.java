package io.pulsefeed.emotibit.wire;

import java.util.HashMap;
import java.util.Map;

/** Classification of the two-character type tags. */
public final class TypeTag {

    /** How the packets of a tag are interpreted. */
    public enum Kind {
        /** Numbers sampled at a constant rate; the packet's time is that of its last sample. */
        SENSOR,
        /** Numbers derived by the device; the packet's time is that of the event, which can be seconds in the past. */
        DERIVED,
        /** Text, lists or no payload: modes, echoes, time sync, counters. */
        CONTROL,
        /** A tag of forked or newer firmware, which is passed through. */
        UNKNOWN
    }

    private static final Map<String, Kind> KINDS = kinds();

    private TypeTag() {}

    public static Kind kindOf(String tag) {
        return KINDS.getOrDefault(tag, Kind.UNKNOWN);
    }

    /** BI, HR, SA and SR have the time of the beat or response, which is before that of packets already sent. */
    public static boolean isBackDated(String tag) {
        return kindOf(tag) == Kind.DERIVED;
    }

    /** Whether {@code text} is two printable characters. */
    static boolean isWellFormed(String text) {
        return text.length() == 2 && isPrintable(text.charAt(0)) && isPrintable(text.charAt(1));
    }

    private static boolean isPrintable(char c) {
        return c > ' ' && c < 0x7F;
    }

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new HashMap<>();
        put(kinds, Kind.SENSOR, "PI PR PG EA EL ER T0 T1 TH H0 AX AY AZ GX GY GZ MX MY MZ BV B% SF O2");
        put(kinds, Kind.DERIVED, "BI HR SA SR");
        put(
                kinds,
                Kind.CONTROL,
                "DC DO EM RD TL TU AK RB RE UN LM TX GL GS GB GA MN ML MM MO MH ED BS BL EI DB RS SD TE NK HE HH EC PN"
                        + " PO");
        return Map.copyOf(kinds);
    }

    private static void put(Map<String, Kind> kinds, Kind kind, String tags) {
        for (String tag : tags.split(" ")) {
            kinds.put(tag, kind);
        }
    }
}
