package io.pulsefeed.commons.config;

import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Recommender;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.jspecify.annotations.Nullable;

/**
 * Builder of one configuration key. {@link ConfigDef#define} takes fourteen positional arguments; here each is named, and the
 * parts that a form needs (group, order, display name) are required.
 */
public final class ConfigKey {

    private final String name;
    private final Type type;
    private Object defaultValue = ConfigDef.NO_DEFAULT_VALUE;
    private @Nullable Validator validator;
    private Importance importance = Importance.MEDIUM;
    private Width width = Width.MEDIUM;
    private @Nullable String displayName;
    private @Nullable String documentation;
    private List<String> dependents = List.of();
    private @Nullable Recommender recommender;

    private ConfigKey(String name, Type type) {
        this.name = name;
        this.type = type;
    }

    /** A key without a default value: required until {@link #defaultsTo} is called. */
    public static ConfigKey of(String name, Type type) {
        return new ConfigKey(name, type);
    }

    /** A string key whose values are the lower-case names of an enum, offered as a drop-down in forms. */
    public static <E extends Enum<E>> ConfigKey of(String name, EnumChoice<E> choice, E defaultValue) {
        return of(name, Type.STRING)
                .defaultsTo(choice.text(defaultValue))
                .validatedBy(choice)
                .recommendedBy(choice);
    }

    public ConfigKey defaultsTo(Object value) {
        this.defaultValue = value;
        return this;
    }

    public ConfigKey validatedBy(Validator rule) {
        this.validator = rule;
        return this;
    }

    public ConfigKey importance(Importance level) {
        this.importance = level;
        return this;
    }

    public ConfigKey width(Width formWidth) {
        this.width = formWidth;
        return this;
    }

    public ConfigKey displayedAs(String label) {
        this.displayName = label;
        return this;
    }

    /** Plain text without markup, because some user interfaces show it unescaped. The first sentence states the effect. */
    public ConfigKey documentedAs(String text) {
        this.documentation = text.strip().replaceAll("\\s*\\R\\s*", " ");
        return this;
    }

    public ConfigKey dependents(String... names) {
        this.dependents = List.of(names);
        return this;
    }

    public ConfigKey recommendedBy(Recommender values) {
        this.recommender = values;
        return this;
    }

    /** Adds the key to {@code definition} as the next key of {@code group}. */
    public void addTo(ConfigDef definition, String group) {
        int order = 1
                + (int) definition.configKeys().values().stream()
                        .filter(key -> group.equals(key.group))
                        .count();
        definition.define(
                name,
                type,
                defaultValue,
                validator,
                importance,
                Objects.requireNonNull(documentation, name + " has no documentation"),
                group,
                order,
                width,
                Objects.requireNonNull(displayName, name + " has no display name"),
                dependents,
                recommender);
    }
}
