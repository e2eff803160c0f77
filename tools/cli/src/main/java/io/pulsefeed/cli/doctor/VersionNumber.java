package io.pulsefeed.cli.doctor;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The numeric parts of a version such as {@code 20.10.24+dfsg1} or {@code v2.26.1-4}. */
record VersionNumber(int major, int minor, int patch) implements Comparable<VersionNumber> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})(?:\\.(\\d{1,9}))?");

    /** @throws IllegalArgumentException if {@code text} contains no version number */
    static VersionNumber of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no version number in '" + text + "'");
        }
        return new VersionNumber(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3)));
    }

    @Override
    public int compareTo(VersionNumber other) {
        int first = Integer.compare(major, other.major);
        int second = first != 0 ? first : Integer.compare(minor, other.minor);
        return second != 0 ? second : Integer.compare(patch, other.patch);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
