package io.pulsefeed.deployment.monitoring;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds metric names in PromQL expressions. A simplification without a parser, sufficient for the expressions of this repository. */
public final class Expressions {

    private static final Pattern STRINGS = Pattern.compile("\"[^\"]*\"|'[^']*'");
    private static final Pattern SELECTORS_AND_RANGES = Pattern.compile("\\{[^}]*}|\\[[^]]*]");
    private static final Pattern GROUPINGS =
            Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern NAME = Pattern.compile("(?<![\\w.])([a-zA-Z_:][\\w:]*+)(?!\\s*\\()");
    private static final Set<String> WORDS =
            Set.of("and", "or", "unless", "offset", "bool", "by", "without", "inf", "nan", "group_left", "group_right");

    private Expressions() {}

    /** The names of the metrics in an expression. */
    public static Set<String> metrics(String expression) {
        String bare = STRINGS.matcher(expression).replaceAll("\"\"");
        bare = SELECTORS_AND_RANGES.matcher(bare).replaceAll("");
        bare = GROUPINGS.matcher(bare).replaceAll(" ");
        Set<String> names = new TreeSet<>();
        Matcher name = NAME.matcher(bare);
        while (name.find()) {
            boolean duration = name.group(1).matches("[smhdwy]|ms");
            if (!WORDS.contains(name.group(1).toLowerCase(Locale.ROOT)) && !duration) {
                names.add(name.group(1));
            }
        }
        return names;
    }
}
