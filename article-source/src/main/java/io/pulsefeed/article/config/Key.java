package io.pulsefeed.article.config;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Recommender;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;

/**
 * One configuration key under construction. {@link ConfigDef#define} takes fourteen arguments by position; here each is
 * named, and none that a form needs (group, order, display name) can be forgotten.
 */
final class Key {

    private final String name;
    private final Type type;
    private Object defaultValue = ConfigDef.NO_DEFAULT_VALUE;
    private Validator validator;
    private Importance importance = Importance.MEDIUM;
    private Width width = Width.MEDIUM;
    private String displayName;
    private String documentation;
    private List<String> dependents = List.of();
    private Recommender recommender;

    private Key(String name, Type type) {
        this.name = name;
        this.type = type;
    }

    static Key of(String name, Type type) {
        return new Key(name, type);
    }

    Key defaultsTo(Object value) {
        this.defaultValue = value;
        return this;
    }

    Key validatedBy(Validator rule) {
        this.validator = rule;
        return this;
    }

    Key importance(Importance level) {
        this.importance = level;
        return this;
    }

    Key width(Width formWidth) {
        this.width = formWidth;
        return this;
    }

    Key displayedAs(String label) {
        this.displayName = label;
        return this;
    }

    /** Plain words, no markup: some user interfaces put the text into a page as it is. The first sentence states the effect. */
    Key documentedAs(String text) {
        this.documentation = text.strip().replaceAll("\\s*\\R\\s*", " ");
        return this;
    }

    Key dependents(String... names) {
        this.dependents = List.of(names);
        return this;
    }

    Key recommendedBy(Recommender values) {
        this.recommender = values;
        return this;
    }

    /** Adds the key to {@code definition} as the next one of {@code group}. */
    void addTo(ConfigDef definition, String group) {
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
                documentation,
                group,
                order,
                width,
                displayName,
                dependents,
                recommender);
    }
}
