package io.pulsefeed.cli.audit;

import org.jspecify.annotations.Nullable;

/** Two values that differ, as text for a finding: text is quoted, and of long text only the part where the two differ is shown. */
record ShownValue(String stored, String expected) {

    private static final int BEFORE = 20;
    private static final int LENGTH = 80;

    static ShownValue of(@Nullable String stored, @Nullable String expected, boolean isText) {
        int start = isText && stored != null && expected != null
                ? Math.max(0, firstDifference(stored, expected) - BEFORE)
                : 0;
        return new ShownValue(shown(stored, start, isText), shown(expected, start, isText));
    }

    private static String shown(@Nullable String value, int start, boolean isText) {
        if (value == null) {
            return "null";
        }
        int end = Math.min(value.length(), start + LENGTH);
        String part = (start > 0 ? ".." : "")
                + value.substring(Math.min(start, end), end)
                + (end < value.length() ? ".." : "");
        return isText ? "'" + part + "'" : part;
    }

    private static int firstDifference(String one, String other) {
        int i = 0;
        while (i < Math.min(one.length(), other.length()) && one.charAt(i) == other.charAt(i)) {
            i++;
        }
        return i;
    }
}
