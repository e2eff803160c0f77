package io.pulsefeed.timescale.schema;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The installed TimescaleDB extension.
 *
 * @param version such as {@code 2.19.3}
 * @param schema schema of its functions, which need not be in the search path
 */
public record Extension(String version, String schema) {

    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})(?:\\.(\\d{1,9}))?.*");

    /** The qualified and quoted name of a function of the extension. */
    public String function(String name) {
        return Sql.quoted(schema) + '.' + name;
    }

    /** Compares the numbers of the version; false for a version that has none. */
    public boolean isOlderThan(int major, int minor, int patch) {
        Matcher numbers = NUMBERS.matcher(version);
        if (!numbers.matches()) {
            return false;
        }
        int[] own = {number(numbers, 1), number(numbers, 2), number(numbers, 3)};
        return Arrays.compare(own, new int[] {major, minor, patch}) < 0;
    }

    private static int number(Matcher numbers, int group) {
        return numbers.group(group) == null ? 0 : Integer.parseInt(numbers.group(group));
    }
}
