package io.pulsefeed.console.state;

import java.util.regex.Pattern;

/** Removes secrets from texts of other programs, and limits their length. */
final class Redaction {

    private static final int MAX_LENGTH = 6_000;
    private static final String VALUE = "(\"[^\"]*\"|'[^']*'|[^\\s,;&)}]+)";
    private static final Pattern SECRET = Pattern.compile(
            "(?i)((?:password|passwd|pwd|secret|token|api[_-]?key|credential)s?[\\w.-]*[\"']?\\s*[=:]\\s*)" + VALUE);
    private static final Pattern USER_INFO = Pattern.compile("(?i)(\\w+://[^\\s/:@]*):[^\\s/@]+@");
    private static final Pattern PATIENT = Pattern.compile("(?i)(patient[_-]?id[\"']?\\s*[=:]\\s*)" + VALUE);

    private Redaction() {}

    static String of(String text) {
        String limited = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + " ..." : text;
        String hidden = SECRET.matcher(limited).replaceAll("$1(hidden)");
        hidden = PATIENT.matcher(hidden).replaceAll("$1(hidden)");
        return USER_INFO.matcher(hidden).replaceAll("$1:(hidden)@");
    }
}
