package io.pulsefeed.console.feed;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An undecoded record of the topic of packets, of a type tag that the page draws. */
record RawPacket(String device, String tag, long timeMs, byte[] value) {

    /** Light, skin conductance, temperature and acceleration. */
    private static final Set<String> DRAWN = Set.of("PI", "PR", "PG", "EA", "TH", "T1", "AX", "AY", "AZ");

    private static final byte[] FIELD = "\"type_tag\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final int SEARCHED = 400;

    /** Finds the tag without parsing the record, because most records are not drawn. */
    static @Nullable RawPacket of(@Nullable String device, long timeMs, byte @Nullable [] value) {
        if (device == null || value == null) {
            return null;
        }
        int last = Math.min(value.length, SEARCHED) - FIELD.length - 2;
        for (int start = 0; start < last; start++) {
            if (value[start] == '"' && matches(value, start)) {
                String tag = new String(value, start + FIELD.length, 2, StandardCharsets.US_ASCII);
                return DRAWN.contains(tag) ? new RawPacket(device, tag, timeMs, value) : null;
            }
        }
        return null;
    }

    private static boolean matches(byte[] value, int start) {
        for (int i = 1; i < FIELD.length; i++) {
            if (value[start + i] != FIELD[i]) {
                return false;
            }
        }
        return true;
    }
}
