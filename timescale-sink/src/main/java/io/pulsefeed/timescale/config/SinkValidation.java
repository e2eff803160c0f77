package io.pulsefeed.timescale.config;

import io.pulsefeed.timescale.mapping.MappingException;
import io.pulsefeed.timescale.mapping.TableMapping;
import io.pulsefeed.timescale.mapping.TablePlan;
import io.pulsefeed.timescale.mapping.TopicMapping;
import io.pulsefeed.timescale.schema.TableCreator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;

/** The checks that look at more than one key; each complaint stands at the key that the user has to change. */
public final class SinkValidation {

    private static final List<String> MAPPING_KEYS = List.of(
            "table.", "fields.", "unique.", "conflict.", "each.", "step.", "spread.", "when.", "values.", "unwrap.");

    private final Map<String, String> settings;
    private final List<ConfigValue> values;

    public SinkValidation(Map<String, String> settings, Config checked) {
        this.settings = settings;
        this.values = new ArrayList<>(checked.configValues());
    }

    /** @return the settings when all are well so far, so that further checks may use them */
    public Optional<SinkConfig> check() {
        checkTopicsOfMappings();
        checkIntervals();
        if (hasErrors()) {
            return Optional.empty();
        }
        try {
            SinkConfig config = new SinkConfig(settings);
            for (TopicMapping topic : config.topicMappings()) {
                for (TableMapping table : topic.tables()) {
                    if (!TableCreator.isBuiltIn(table.table()) && config.createsTable(false)) {
                        TablePlan.of(table);
                    }
                }
            }
            return Optional.of(config);
        } catch (MappingException e) {
            complain(e.key(), e.getMessage());
        } catch (ConfigException e) {
            complain(TableKeys.PROFILE, e.getMessage());
        }
        return Optional.empty();
    }

    private void checkIntervals() {
        for (String name : SchemaKeys.perTable()) {
            settings.forEach((key, value) -> {
                if (key.startsWith(name + ".")) {
                    try {
                        new SchemaKeys.IntervalValidator().ensureValid(key, value);
                    } catch (ConfigException e) {
                        complain(key, e.getMessage());
                    }
                }
            });
        }
    }

    public Config result() {
        return new Config(values);
    }

    /** Adds a complaint at a key, also at one that the definition does not list, such as {@code fields.orders}. */
    public void complain(String key, String message) {
        ConfigValue value = values.stream()
                .filter(known -> known.name().equals(key))
                .findFirst()
                .orElse(null);
        if (value == null) {
            value = new ConfigValue(key, settings.get(key), List.of(), new ArrayList<>());
            values.add(value);
        }
        value.addErrorMessage(message);
    }

    private boolean hasErrors() {
        return values.stream().anyMatch(value -> !value.errorMessages().isEmpty());
    }

    private void checkTopicsOfMappings() {
        String topics = settings.getOrDefault("topics", "");
        if (topics.isBlank()) {
            return;
        }
        List<String> known = Arrays.stream(topics.split(",")).map(String::trim).toList();
        for (String key : settings.keySet()) {
            MAPPING_KEYS.stream().filter(key::startsWith).findFirst().ifPresent(prefix -> {
                String topic = key.substring(prefix.length()).replaceFirst("/.*", "");
                if (!known.contains(topic)) {
                    complain(key, "topic " + topic + " is not among topics (" + topics + ")");
                }
            });
        }
    }
}
