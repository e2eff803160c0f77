package io.pulsefeed.simulators.kraken;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Formats nanoseconds since the epoch as each Kraken interface does. Not thread-safe. */
final class WireTime {

    private static final long SECOND = 1_000_000_000L;
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.").withZone(ZoneOffset.UTC);

    private long cachedSecond = Long.MIN_VALUE;
    private String cachedText;

    /** RFC 3339 with microseconds, truncated: {@code 2026-09-25T17:48:26.844359Z}. */
    String micros(long ns) {
        return append(new StringBuilder(27), ns).toString();
    }

    StringBuilder append(StringBuilder out, long ns) {
        long second = Math.floorDiv(ns, SECOND);
        if (second != cachedSecond) {
            cachedText = SECONDS.format(Instant.ofEpochSecond(second));
            cachedSecond = second;
        }
        out.append(cachedText);
        appendMicros(out, ns);
        return out.append('Z');
    }

    /** WebSocket v1: {@code 1618678150.826417}. */
    static String epochMicros(long ns) {
        StringBuilder out =
                new StringBuilder(17).append(Math.floorDiv(ns, SECOND)).append('.');
        appendMicros(out, ns);
        return out.toString();
    }

    /** REST: the nearest double, in the shortest form that parses to it: {@code 1790359841.1382287}. */
    static String doubleSeconds(long ns) {
        double seconds = ns / 1e9;
        BigDecimal exact = new BigDecimal(seconds);
        for (int digits = 0; digits < 9; digits++) {
            BigDecimal rounded = exact.setScale(digits, RoundingMode.HALF_EVEN);
            if (rounded.doubleValue() == seconds) {
                return rounded.toPlainString();
            }
        }
        return exact.toPlainString();
    }

    private static void appendMicros(StringBuilder out, long ns) {
        int micros = (int) (Math.floorMod(ns, SECOND) / 1_000);
        for (int digit = 100_000; digit > micros && digit > 1; digit /= 10) {
            out.append('0');
        }
        out.append(micros);
    }
}
