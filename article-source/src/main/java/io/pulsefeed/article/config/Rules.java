package io.pulsefeed.article.config;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef.Recommender;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;

/** Validators that the configuration groups share. Their text is printed as "Valid Values" in the reference. */
final class Rules {

    private Rules() {}

    private interface Check {
        /** Null when the value is fine, else what is wrong with it. */
        String complaint(Object value);
    }

    static Validator notBlank() {
        return rule("non-empty text", value -> String.valueOf(value).isBlank() ? "must not be empty" : null);
    }

    static Validator oneOf(List<String> values) {
        return rule(
                "one of " + String.join(", ", values),
                value -> values.contains(value) ? null : "must be one of " + String.join(", ", values));
    }

    /** A list that names each of {@code values} exactly once. */
    static Validator eachOnce(Set<String> values) {
        String text = "each of " + String.join(", ", new TreeSet<>(values)) + " once";
        return rule(
                text,
                value ->
                        value instanceof List<?> list && list.size() == values.size() && values.equals(Set.copyOf(list))
                                ? null
                                : "must name " + text);
    }

    /** Publishers write to the address in the user agent when something goes wrong; without one they block. */
    static Validator userAgent() {
        return rule("product/version and a contact URL, no browser name", value -> {
            String agent = String.valueOf(value);
            if (agent.regionMatches(true, 0, "mozilla", 0, 7)) {
                return "must not pretend to be a browser; name your product";
            }
            if (!agent.matches("[A-Za-z][A-Za-z0-9_-]*/.*") || !agent.contains("://")) {
                return "must name the product and a contact URL, such as Pulsefeed/1.0 (+https://example.org/contact)";
            }
            return agent.chars().anyMatch(c -> c < ' ' || c > '~') ? "must be printable ASCII" : null;
        });
    }

    static Recommender recommend(List<String> values) {
        return new Recommender() {
            @Override
            public List<Object> validValues(String name, Map<String, Object> config) {
                return List.copyOf(values);
            }

            @Override
            public boolean visible(String name, Map<String, Object> config) {
                return true;
            }
        };
    }

    /** Null when {@code url} may be fetched at all, else what is wrong with it. */
    static String urlComplaint(URI url) {
        String scheme = url.getScheme();
        if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
            return "must be an absolute http or https URL";
        }
        if (url.getHost() == null) {
            return "has no host that can be resolved";
        }
        return url.getUserInfo() != null ? "must not hold a user or password" : null;
    }

    private static Validator rule(String text, Check check) {
        return new Validator() {
            @Override
            public void ensureValid(String name, Object value) {
                String complaint = value == null ? null : check.complaint(value);
                if (complaint != null) {
                    throw new ConfigException(name, value, complaint + ".");
                }
            }

            @Override
            public String toString() {
                return text;
            }
        };
    }
}
