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
 * Puts into queries what Grafana puts there: the chosen time, the width of a point, and the variables' values.
 *
 * @param from begin of the chosen time
 * @param to its end
 * @param interval the time that one point of a chart stands for
 * @param variables values by the variable's name
 */
record Grafana(Instant from, Instant to, Duration interval, Map<String, List<String>> variables) {

    /** In Grafana four times the scrape interval; any that holds two scrapes will do. */
    private static final String RATE = "1m";

    private static final Pattern TIME_FILTER = Pattern.compile("\\$__timeFilter\\(([^)]*)\\)");
    private static final Pattern QUOTED = Pattern.compile("\\$\\{(\\w+):sqlstring}");
    private static final Pattern PLAIN = Pattern.compile("\\$(\\w+)");
    private static final Pattern LEFT = Pattern.compile("\\$[{_a-zA-Z]\\S*");

    /** What is shown right after {@code range} has passed, in a chart of a thousand points. */
    static Grafana last(Duration range, Map<String, List<String>> variables) {
        Instant now = Instant.now();
        return new Grafana(now.minus(range), now, range.dividedBy(1000), variables);
    }

    /** @throws IllegalArgumentException when something is left that only Grafana would understand, or nobody */
    String sql(String text) {
        String sql = replace(TIME_FILTER, text, match -> match.group(1) + " BETWEEN '" + from + "' AND '" + to + "'");
        sql = sql.replace("$__timeFrom()", "'" + from + "'")
                .replace("$__timeTo()", "'" + to + "'")
                .replace("$__interval_ms", Long.toString(interval.toMillis()));
        sql = replace(QUOTED, sql, match -> quoted(values(match.group(1))));
        return finished(variables(sql));
    }

    /** The same for Prometheus, where several values of a variable become a regular expression. */
    String promQl(String text) {
        String seconds = Math.max(1, interval.toSeconds()) + "s";
        String range = Duration.between(from, to).toSeconds() + "s";
        return finished(variables(text.replace("$__rate_interval", RATE)
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
            throw new IllegalArgumentException("there is no variable $" + variable);
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

    private static String finished(String text) {
        Matcher left = LEFT.matcher(text);
        if (left.find()) {
            throw new IllegalArgumentException("cannot replace " + left.group() + " in " + text);
        }
        return text;
    }
}
