package io.pulsefeed.deployment.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An alert rule with one number changed slightly (mutation testing). */
record Mutant(String change, JsonNode rule) {

    private static final String LATER = "3m";
    private static final Pattern THRESHOLD = Pattern.compile("(?:==|!=|>|<) (\\d+)(?![\\d.])");
    private static final Pattern RANGE = Pattern.compile("\\[(\\d+[smhd])");
    private static final Pattern OFFSET = Pattern.compile("offset (\\d+[smhd])");
    private static final Pattern DURATION = Pattern.compile("(\\d+)([smhd])");

    /** Thresholds raised and lowered; ranges, offsets and {@code for} doubled and halved; and {@code for} removed. */
    static List<Mutant> of(JsonNode rule) {
        List<Mutant> mutants = new ArrayList<>();
        for (Pattern duration : List.of(RANGE, OFFSET)) {
            change(rule, duration, Mutant::doubled, mutants);
            change(rule, duration, Mutant::halved, mutants);
        }
        change(rule, THRESHOLD, number -> shifted(number, 1), mutants);
        change(rule, THRESHOLD, number -> shifted(number, -1), mutants);
        if (rule.has("for")) {
            String wait = rule.get("for").asText();
            mutants.add(waiting(rule, doubled(wait)));
            mutants.add(waiting(rule, halved(wait)));
            mutants.add(waiting(rule, "0s"));
        } else {
            mutants.add(waiting(rule, LATER));
        }
        return mutants;
    }

    private static void change(JsonNode rule, Pattern pattern, UnaryOperator<String> change, List<Mutant> mutants) {
        String expression = rule.get("expr").asText();
        Matcher matcher = pattern.matcher(expression);
        while (matcher.find()) {
            String other = change.apply(matcher.group(1));
            ObjectNode changed = rule.deepCopy();
            changed.put(
                    "expr", expression.substring(0, matcher.start(1)) + other + expression.substring(matcher.end(1)));
            mutants.add(new Mutant(matcher.group() + " -> " + other + " at " + matcher.start(1), changed));
        }
    }

    private static Mutant waiting(JsonNode rule, String time) {
        ObjectNode changed = rule.deepCopy();
        changed.put("for", time);
        return new Mutant("for -> " + time, changed);
    }

    /** Changes by a tenth, at least by one. */
    private static String shifted(String number, int direction) {
        long value = Long.parseLong(number);
        return String.valueOf(value + direction * Math.max(1, value / 10));
    }

    private static String doubled(String duration) {
        Matcher matcher = parts(duration);
        return 2 * Long.parseLong(matcher.group(1)) + matcher.group(2);
    }

    private static String halved(String duration) {
        Matcher matcher = parts(duration);
        long seconds =
                switch (matcher.group(2)) {
                    case "s" -> 1;
                    case "m" -> 60;
                    case "h" -> 3_600;
                    default -> 86_400;
                };
        return Long.parseLong(matcher.group(1)) * seconds / 2 + "s";
    }

    private static Matcher parts(String duration) {
        Matcher matcher = DURATION.matcher(duration);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a duration: " + duration);
        }
        return matcher;
    }
}
