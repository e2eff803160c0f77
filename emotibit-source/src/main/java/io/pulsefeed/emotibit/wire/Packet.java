package io.pulsefeed.emotibit.wire;

import org.jspecify.annotations.Nullable;

/**
 * One packet of the EmotiBit text protocol: {@code TIMESTAMP,PACKET#,NUM_DATAPOINTS,TYPETAG,VERSION,RELIABILITY[,PAYLOAD...]}.
 *
 * @param timestamp device milliseconds since boot as sent, unsigned 32 bit: wraps after 49.7 days
 * @param number packet counter as sent, unsigned 16 bit
 * @param count NUM_DATAPOINTS, the number of payload elements; unreliable in control packets
 * @param tag type tag, two characters
 * @param version format version; 2 for DC and DO of current firmware
 * @param reliability always 100 in current firmware
 * @param text the exact text, without line end
 * @param payloadStart index of the first payload character in {@code text}, or its length if there is no payload
 */
public record Packet(
        long timestamp,
        int number,
        int count,
        String tag,
        int version,
        int reliability,
        String text,
        int payloadStart) {

    private static final int HEADER_FIELDS = 6;
    private static final int TAG_FIELD = 3;
    private static final long MAX_TIMESTAMP = 0xFFFF_FFFFL;
    private static final int MAX_NUMBER = 0xFFFF;

    /** The packet in {@code line}, or null if its header is invalid. */
    public static @Nullable Packet parse(String line) {
        long[] numbers = new long[HEADER_FIELDS];
        String tag = "";
        int start = 0;
        for (int field = 0; field < HEADER_FIELDS; field++) {
            int comma = line.indexOf(',', start);
            int end = comma < 0 ? line.length() : comma;
            if (comma < 0 && field < HEADER_FIELDS - 1) {
                return null;
            }
            if (field == TAG_FIELD) {
                tag = end - start == 2 ? line.substring(start, end) : "";
            } else {
                numbers[field] = unsigned(line, start, end, field == 0 ? MAX_TIMESTAMP : MAX_NUMBER);
            }
            if (numbers[field] < 0 || field == TAG_FIELD && !TypeTag.isWellFormed(tag)) {
                return null;
            }
            start = Math.min(end + 1, line.length());
        }
        return new Packet(
                numbers[0], (int) numbers[1], (int) numbers[2], tag, (int) numbers[4], (int) numbers[5], line, start);
    }

    public boolean hasPayload() {
        return payloadStart < text.length();
    }

    /**
     * The payload element after the one that equals {@code key}, or null if there is none. Key/value payloads are read by key, not
     * by position or count: while the device records, EM states 4 elements but has 5.
     */
    public @Nullable String valueOf(String key) {
        Elements elements = elements();
        while (elements.next()) {
            if (elements.is(key)) {
                return elements.next() ? elements.text() : null;
            }
        }
        return null;
    }

    /** The first payload element, or an empty string. */
    public String firstElement() {
        Elements elements = elements();
        return elements.next() ? elements.text() : "";
    }

    public Elements elements() {
        return new Elements(text, payloadStart);
    }

    /** The number between two positions, which may be padded with blanks; -1 if it is not a number of 0 to {@code max}. */
    private static long unsigned(String line, int start, int end, long max) {
        int first = Decimal.trimmedStart(line, start, end);
        int last = Decimal.trimmedEnd(line, first, end);
        long value = 0;
        for (int i = first; i < last; i++) {
            char c = line.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
            if (value > max) {
                return -1;
            }
        }
        return first == last ? -1 : value;
    }

    /** Iterates over the payload without copying it. A trailing comma does not add an element. */
    public static final class Elements {
        private final String text;
        private int start;
        private int end;
        private int nextStart;

        public Elements(String text, int payloadStart) {
            this.text = text;
            this.nextStart = payloadStart;
        }

        public boolean next() {
            if (nextStart >= text.length()) {
                return false;
            }
            start = nextStart;
            int comma = text.indexOf(',', start);
            end = comma < 0 ? text.length() : comma;
            nextStart = end + 1;
            return true;
        }

        public int start() {
            return start;
        }

        public int end() {
            return end;
        }

        public String text() {
            return text.substring(start, end);
        }

        boolean is(String other) {
            return end - start == other.length() && text.startsWith(other, start);
        }
    }
}
