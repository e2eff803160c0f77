package io.pulsefeed.kraken.config;

import io.pulsefeed.commons.config.ConfigKey;
import io.pulsefeed.commons.config.Validators;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.jspecify.annotations.Nullable;

/** Types of values that several groups use: durations and percentages. */
public final class ConfigValues {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})([dhms])", Pattern.CASE_INSENSITIVE);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^}:]+:[^}]*}");
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private ConfigValues() {}

    /** A key for a duration in milliseconds. */
    static ConfigKey millisKey(String name, long defaultMs, long minMs, long maxMs) {
        return ConfigKey.of(name, Type.LONG)
                .defaultsTo(defaultMs)
                .validatedBy(Range.between(minMs, maxMs))
                .importance(Importance.LOW);
    }

    /** A key for a topic. */
    static ConfigKey topicKey(String name, String defaultTopic, String label, String text) {
        return ConfigKey.of(name, Type.STRING)
                .defaultsTo(defaultTopic)
                .validatedBy(Validators.topicName())
                .importance(Importance.LOW)
                .displayedAs(label)
                .documentedAs(text);
    }

    static Duration millis(AbstractConfig values, String name) {
        return Duration.ofMillis(values.getLong(name));
    }

    /** The first placeholder in a value, such as {@code ${env:URL}}, which no config provider has replaced; null without one. */
    public static @Nullable String placeholder(String text) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        return matcher.find() ? matcher.group() : null;
    }

    static Validator duration() {
        return Validators.ofText("a duration such as 7d, 12h or 30m", ConfigValues::duration);
    }

    /**
     * Parses {@code 7d}, {@code 12h}, {@code 30m} or {@code 45s}.
     *
     * @throws IllegalArgumentException if {@code text} is not a positive duration
     */
    static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text.strip());
        long count = matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
        Validators.require(count > 0, "must be a duration such as 7d, 12h or 30m");
        return switch (Character.toLowerCase(matcher.group(2).charAt(0))) {
            case 'd' -> Duration.ofDays(count);
            case 'h' -> Duration.ofHours(count);
            case 'm' -> Duration.ofMinutes(count);
            default -> Duration.ofSeconds(count);
        };
    }

    static Validator percent() {
        return Validators.ofText("a number from 0 to 100", ConfigValues::percent);
    }

    /** @throws IllegalArgumentException if {@code text} is not a number from 0 to 100 */
    static BigDecimal percent(String text) {
        try {
            BigDecimal value = new BigDecimal(text.strip());
            if (value.signum() >= 0 && value.compareTo(HUNDRED) <= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a number from 0 to 100, for example 0.5", e);
        }
        throw new IllegalArgumentException("must be a number from 0 to 100, for example 0.5");
    }

    static @Nullable Instant instantOrNull(String text) {
        return text.isEmpty() ? null : Validators.instant(text);
    }
}
