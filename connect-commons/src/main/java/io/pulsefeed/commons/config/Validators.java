package io.pulsefeed.commons.config;

import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef.Recommender;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;

/**
 * Validators that every plugin needs, and the scaffold for its own. The description of a validator is printed under "Valid
 * Values" in the reference.
 *
 * <p>A check throws {@link IllegalArgumentException} with the message that the user reads. Null values pass: a required key is
 * enforced by the {@code ConfigDef} itself.
 */
public final class Validators {

    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private Validators() {}

    /** A validator of the whole value, which has the key's type. */
    public static Validator of(String validValues, Consumer<Object> check) {
        return new Validator() {
            @Override
            public void ensureValid(String name, Object value) {
                if (value == null) {
                    return;
                }
                try {
                    check.accept(value);
                } catch (IllegalArgumentException e) {
                    throw new ConfigException(name, value, e.getMessage());
                }
            }

            @Override
            public String toString() {
                return validValues;
            }
        };
    }

    /** A validator of a string value. */
    public static Validator ofText(String validValues, Consumer<String> check) {
        return of(validValues, value -> check.accept((String) value));
    }

    /** A validator that checks each element of a list of strings; an empty list is valid. */
    public static Validator ofEach(String validValues, Consumer<String> check) {
        return of(validValues, value -> ((List<?>) value).forEach(element -> check.accept((String) element)));
    }

    public static Validator notBlank() {
        return ofText("non-empty text", text -> require(!text.isBlank(), "must not be empty"));
    }

    /** The legal names of a Kafka topic. */
    public static Validator topicName() {
        return ofText(
                "a topic name",
                name -> require(
                        TOPIC.matcher(name).matches() && !name.equals(".") && !name.equals(".."),
                        "topic names have 1 to 249 letters, digits, dots, dashes and underscores"));
    }

    /** Empty, or a topic name. */
    public static Validator optionalTopicName() {
        return ofText("empty, or a topic name", name -> {
            if (!name.isEmpty()) {
                topicName().ensureValid("topic", name);
            }
        });
    }

    /** An absolute URL with a host and one of {@code schemes}. */
    public static Validator url(String... schemes) {
        return ofText("a URL that starts with " + String.join(":// or ", schemes) + "://", text -> {
            URI url = uri(text);
            require(
                    url.getScheme() != null
                            && url.getHost() != null
                            && List.of(schemes).contains(url.getScheme()),
                    "must be an absolute URL, for example " + schemes[0] + "://host/path");
        });
    }

    /** A non-empty list whose elements are all in {@code values}. */
    public static Validator someOf(List<String> values) {
        String choices = String.join(", ", values);
        return of(
                "some of " + choices,
                value -> require(
                        !((List<?>) value).isEmpty() && values.containsAll((List<?>) value),
                        "must be one or more of " + choices));
    }

    /** Empty, or a UTC time in ISO 8601. */
    public static Validator emptyOrInstant() {
        return ofText("empty, or a UTC time such as 2026-01-31T00:00:00Z", text -> {
            if (!text.isEmpty()) {
                instant(text);
            }
        });
    }

    /** Offers {@code values} in forms; the key accepts others, too. */
    public static Recommender recommend(List<?> values) {
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

    /** @throws IllegalArgumentException if {@code text} is not a URL */
    public static URI uri(String text) {
        try {
            return URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a valid URL: " + e.getMessage(), e);
        }
    }

    /** @throws IllegalArgumentException if {@code text} is not a UTC time in ISO 8601 */
    public static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("must be a UTC time such as 2026-01-31T00:00:00Z", e);
        }
    }

    /** @throws IllegalArgumentException with {@code message} if {@code condition} is false */
    public static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
