package io.pulsefeed.cli.connectors;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Secrets in connector configurations. A placeholder such as {@code ${env:PASSWORD}} is not a secret. */
final class Secrets {

    private static final Pattern SECRET_KEY = Pattern.compile(
            "(?i).*(password|passwd|secret|token|credential|jaas|keystore\\.key|api.?key|user\\.info).*");
    private static final Pattern PLACEHOLDERS = Pattern.compile("(\\$\\{[^}]*})+");
    private static final Pattern SECRET_IN_URL =
            Pattern.compile("(?i)((?:password|token|secret)=)[^&\\s]+|(://[^/:@\\s]+:)[^@/\\s]+(?=@)");

    private Secrets() {}

    /** The value, with {@code mask} instead of a secret, also in a URL. */
    static String masked(String key, String value, String mask) {
        if (SECRET_KEY.matcher(key).matches() && !PLACEHOLDERS.matcher(value).matches()) {
            return mask;
        }
        return SECRET_IN_URL
                .matcher(value)
                .replaceAll(match ->
                        Matcher.quoteReplacement((match.group(1) == null ? match.group(2) : match.group(1)) + mask));
    }
}
