package io.pulsefeed.deployment.dashboards;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Replaces Grafana's macros and variables in queries.
 *
 * @param from start of the selected time range
 * @param to end of the selected time range
 * @param interval time between two points of a chart
 * @param variables values by variable name
 */
record Grafana(Instant from, Instant to, Duration interval, Map<String, List<String>> variables) {

    /** Grafana uses four scrape intervals; any range with two scrapes works. */
    private static final String RATE = "1m";

    private static final Pattern TIME_FILTER = Pattern.compile("\\$__timeFilter\\(([^)]*)\\)");
    private static final Pattern QUOTED = Pattern.compile("\\$\\{(\\w+):sqlstring}");
    private static final Pattern PLAIN = Pattern.compile("\\$(\\w+)");
    private static final Pattern UNRESOLVED = Pattern.compile("\\$[{_a-zA-Z]\\S*");

    /** The last {@code range} until now, in a chart of 1,000 points. */
    static Grafana last(Duration range, Map<String, List<String>> variables) {
        Instant now = Instant.now();
        return new Grafana(now.minus(range), now, range.dividedBy(1000), variables);
    }

    /** @throws IllegalArgumentException if the text contains an unknown macro or variable */
    String sql(String text) {
        String sql = replace(TIME_FILTER, text, match -> match.group(1) + " BETWEEN '" + from + "' AND '" + to + "'");
        sql = sql.replace("$__timeFrom()", "'" + from + "'")
                .replace("$__timeTo()", "'" + to + "'")
                .replace("$__interval_ms", Long.toString(interval.toMillis()));
        sql = replace(QUOTED, sql, match -> quoted(values(match.group(1))));
        return requireResolved(variables(sql));
    }

    /** The same for PromQL, where several values of a variable become a regular expression. */
    String promQl(String text) {
        String seconds = Math.max(1, interval.toSeconds()) + "s";
        String range = Duration.between(from, to).toSeconds() + "s";
        return requireResolved(variables(text.replace("$__rate_interval", RATE)
                .replace("$__interval", seconds)
                .replace("$__range", range)));
    }

    private String variables(String text) {
        return replace(PLAIN, text, match -> {
            List<String> values = values(match.group(1));
            return values.size() == 1 ? values.get(0) : "(" + String.join("|", values) + ")";
        });
    }

    private List<String> values(String variable) {
        List<String> values = variables.get(variable);
        if (values == null) {
            throw new IllegalArgumentException("no variable $" + variable);
        }
        return values;
    }

    private static String quoted(List<String> values) {
        return values.stream()
                .map(value -> "'" + value.replace("'", "''") + "'")
                .collect(Collectors.joining(","));
    }

    private static String replace(Pattern pattern, String text, Function<MatchResult, String> replacement) {
        return pattern.matcher(text).replaceAll(match -> Matcher.quoteReplacement(replacement.apply(match)));
    }

    private static String requireResolved(String text) {
        Matcher unresolved = UNRESOLVED.matcher(text);
        if (unresolved.find()) {
            throw new IllegalArgumentException("cannot replace " + unresolved.group() + " in " + text);
        }
        return text;
    }
}
