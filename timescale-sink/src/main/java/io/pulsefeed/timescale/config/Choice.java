package io.pulsefeed.timescale.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef.Recommender;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;

/** The lower case names of an enum, as validator and as drop-down of a form. */
final class Choice<E extends Enum<E>> implements Validator, Recommender {

    private final Class<E> type;

    private Choice(Class<E> type) {
        this.type = type;
    }

    static <E extends Enum<E>> Choice<E> of(Class<E> type) {
        return new Choice<>(type);
    }

    static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    E parse(String text) {
        return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    }

    private List<String> names() {
        return Arrays.stream(type.getEnumConstants()).map(Choice::name).toList();
    }

    @Override
    public void ensureValid(String key, Object value) {
        if (!names().contains(value)) {
            throw new ConfigException(key, value, "must be " + this);
        }
    }

    @Override
    public List<Object> validValues(String key, Map<String, Object> settings) {
        return List.copyOf(names());
    }

    @Override
    public boolean visible(String key, Map<String, Object> settings) {
        return true;
    }

    @Override
    public String toString() {
        return "one of " + String.join(", ", names());
    }
}
