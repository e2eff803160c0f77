package io.pulsefeed.emotibit.wire;

import java.util.HashMap;
import java.util.Map;

/** What is known about the two-character type tags. */
public final class TypeTag {

    /** How packets of a tag are to be read. */
    public enum Kind {
        /** Numbers sampled at a steady rate; the packet's time is that of its last sample. */
        SENSOR,
        /** Numbers that the device derived; the packet's time is that of the event, possibly seconds in the past. */
        DERIVED,
        /** Words, lists or nothing: modes, echoes, time synchronisation, counters. */
        CONTROL,
        /** A tag of a fork or of newer firmware: passed through. */
        UNKNOWN
    }

    private static final Map<String, Kind> KINDS = kinds();

    private TypeTag() {}

    public static Kind kindOf(String tag) {
        return KINDS.getOrDefault(tag, Kind.UNKNOWN);
    }

    /** BI, HR, SA and SR carry the time of the beat or response, which lies before packets already sent. */
    public static boolean isBackDated(String tag) {
        return kindOf(tag) == Kind.DERIVED;
    }

    /** The tag between two positions, the shared instance where it is a known one; null when it is not two printable characters. */
    static String read(String line, int start, int end) {
        if (end - start != 2 || !isPrintable(line.charAt(start)) || !isPrintable(line.charAt(start + 1))) {
            return null;
        }
        return line.substring(start, end);
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
                "DC DO EM RD TL TU AK RB RE UN LM TX GL GS GB GA MN ML MM MO MH ED BS BL EI DB RS SD TE NK HE HH EC PN PO");
        return Map.copyOf(kinds);
    }

    private static void put(Map<String, Kind> kinds, Kind kind, String tags) {
        for (String tag : tags.split(" ")) {
            kinds.put(tag, kind);
        }
    }
}
