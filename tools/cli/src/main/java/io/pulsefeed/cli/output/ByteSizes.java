package io.pulsefeed.cli.output;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Formats byte counts. */
public final class ByteSizes {

    private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB");
    private static final int MAX_LISTED = 8;
    private static final double STEP = 1024;

    private ByteSizes() {}

    public static String of(long bytes) {
        double number = bytes / STEP;
        int unit = 0;
        while (number >= STEP && unit < UNITS.size() - 1) {
            number /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, number < 10 ? "%.1f %s" : "%.0f %s", number, UNITS.get(unit));
    }

    /** The total, and the largest entries. */
    public static String list(Map<String, Long> bytes) {
        String largest = bytes.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(MAX_LISTED)
                .map(entry -> entry.getKey() + " " + of(entry.getValue()))
                .collect(Collectors.joining(", "));
        return of(bytes.values().stream().mapToLong(Long::longValue).sum()) + ": " + largest;
    }
}
