package io.pulsefeed.commons.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef.Recommender;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * An enum as the value of a string key: validates the lower-case names of its constants, offers them in forms, and parses them.
 *
 * <p>An underscore in a constant's name is a hyphen in the configuration: {@code NONE_YET} is written {@code none-yet}.
 */
public final class EnumChoice<E extends Enum<E>> implements Validator, Recommender {

    private final Class<E> type;
    private final List<String> names;

    private EnumChoice(Class<E> type) {
        this.type = type;
        this.names = Arrays.stream(type.getEnumConstants()).map(this::text).toList();
    }

    public static <E extends Enum<E>> EnumChoice<E> of(Class<E> type) {
        return new EnumChoice<>(type);
    }

    /** The text that stands for {@code value} in a configuration. */
    public String text(E value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException if {@code text} is not one of the choices */
    public E parse(String text) {
        return Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** The value of {@code key} in a validated configuration. */
    public E get(AbstractConfig config, String key) {
        return parse(config.getString(key));
    }

    @Override
    public void ensureValid(String key, @Nullable Object value) {
        if (value == null || !names.contains(value)) {
            throw new ConfigException(key, value, "must be " + this);
        }
    }

    @Override
    public List<Object> validValues(String key, Map<String, Object> parsedConfig) {
        return List.copyOf(names);
    }

    @Override
    public boolean visible(String key, Map<String, Object> parsedConfig) {
        return true;
    }

    @Override
    public String toString() {
        return "one of " + String.join(", ", names);
    }
}
