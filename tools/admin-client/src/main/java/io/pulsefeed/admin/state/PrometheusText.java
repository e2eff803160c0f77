package io.pulsefeed.admin.state;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads samples of Prometheus' text format. */
final class PrometheusText {

    private static final Pattern SAMPLE = Pattern.compile("([\\w:]+)(?:\\{(.*)})?\\s+(\\S+)(?:\\s+\\d+)?");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** One value of a metric. */
    record Sample(String name, Map<String, String> labels, double value) {}

    private PrometheusText() {}

    /** Empty for comments and for lines that are not samples. */
    static Optional<Sample> sample(String line) {
        Matcher matcher = SAMPLE.matcher(line.strip());
        if (line.startsWith("#") || !matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> labels = new HashMap<>();
        if (matcher.group(2) != null) {
            Matcher label = LABEL.matcher(matcher.group(2));
            while (label.find()) {
                labels.put(label.group(1), unescaped(label.group(2)));
            }
        }
        try {
            return Optional.of(new Sample(matcher.group(1), labels, value(matcher.group(3))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static double value(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static String unescaped(String text) {
        return text.replace("\\\"", "\"").replace("\\n", "\n").replace("\\\\", "\\");
    }
}
