package io.pulsefeed.simulators.emotibit;

/** Formats and numbers packets. */
final class PacketText {

    private static final int NUMBERS = 1 << 16;
    private static final long TIMESTAMPS = 1L << 32;
    private static final long[] SCALE = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

    private int number;

    PacketText(int firstNumber) {
        this.number = firstNumber;
    }

    /** The number of the next packet. */
    int nextNumber() {
        return number;
    }

    /** Skips a packet number. */
    void skip() {
        number = (number + 1) % NUMBERS;
    }

    String packet(long deviceMs, int count, String tag, String payload) {
        return packet(deviceMs, count, tag, 1, payload);
    }

    String packet(long deviceMs, int count, String tag, int version, String payload) {
        StringBuilder text = new StringBuilder(48 + payload.length());
        text.append(Math.floorMod(deviceMs, TIMESTAMPS)).append(',').append(number);
        text.append(',')
                .append(count)
                .append(',')
                .append(tag)
                .append(',')
                .append(version)
                .append(",100");
        if (!payload.isEmpty()) {
            text.append(',').append(payload);
        }
        skip();
        return text.append('\n').toString();
    }

    /** Comma-separated numbers with a fixed number of decimals. */
    static void append(StringBuilder payload, double value, int decimals) {
        if (payload.length() > 0) {
            payload.append(',');
        }
        long scaled = Math.round(value * SCALE[decimals]);
        if (scaled < 0) {
            payload.append('-');
        }
        long whole = Math.abs(scaled);
        payload.append(whole / SCALE[decimals]);
        if (decimals > 0) {
            payload.append('.');
            String fraction = Long.toString(whole % SCALE[decimals]);
            payload.append("0".repeat(decimals - fraction.length())).append(fraction);
        }
    }
}
