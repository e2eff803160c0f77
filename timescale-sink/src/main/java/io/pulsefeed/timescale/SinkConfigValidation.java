package io.pulsefeed.timescale;

import io.pulsefeed.timescale.config.SchemaConfig;
import io.pulsefeed.timescale.config.TableConfig;
import io.pulsefeed.timescale.config.TimescaleSinkConnectorConfig;
import io.pulsefeed.timescale.mapping.MappingException;
import io.pulsefeed.timescale.mapping.MappingParser;
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

/** Validates what depends on more than one key. Each error is reported at the key that the user has to change. */
final class SinkConfigValidation {

    private static final List<String> MAPPING_PREFIXES = List.of(
            "table.",
            "fields.",
            "unique.",
            "conflict.",
            "each.",
            "step.",
            "spread.",
            "when.",
            "values.",
            "unwrap.",
            "absent.",
            "delete.mode.");

    private final Map<String, String> properties;
    private final List<ConfigValue> values;

    /** @param validated result of the validation against the {@code ConfigDef} */
    SinkConfigValidation(Map<String, String> properties, Config validated) {
        this.properties = properties;
        this.values = new ArrayList<>(validated.configValues());
    }

    /** @return the configuration if it is valid so far; empty after the first error */
    Optional<TimescaleSinkConnectorConfig> validate() {
        validateTopicsOfMappings();
        validateTableKeys();
        if (hasErrors()) {
            return Optional.empty();
        }
        try {
            TimescaleSinkConnectorConfig config = new TimescaleSinkConnectorConfig(properties);
            for (TopicMapping topic : MappingParser.parse(config.mappings(), config.schema())) {
                for (TableMapping table : topic.tables()) {
                    if (!TableCreator.isBuiltIn(table.table())
                            && config.tables().createsTable(false)) {
                        TablePlan.of(table);
                    }
                }
            }
            Optional<String> ambiguous = config.schema().ambiguousOrder();
            if (ambiguous.isPresent()) {
                addError(
                        ambiguous.get(), "a column cannot be in compress.segmentby and in compress.orderby of a table");
                return Optional.empty();
            }
            return Optional.of(config);
        } catch (MappingException e) {
            addError(e.key(), e.getMessage());
        } catch (ConfigException e) {
            addError(TableConfig.PROFILE, e.getMessage());
        }
        return Optional.empty();
    }

    Config result() {
        return new Config(values);
    }

    /** Adds an error to any key, including keys that the definition does not list, such as {@code fields.orders}. */
    void addError(String key, String message) {
        ConfigValue value = values.stream()
                .filter(candidate -> candidate.name().equals(key))
                .findFirst()
                .orElseGet(() -> {
                    ConfigValue added = new ConfigValue(key, properties.get(key), List.of(), new ArrayList<>());
                    values.add(added);
                    return added;
                });
        value.addErrorMessage(message);
    }

    private boolean hasErrors() {
        return values.stream().anyMatch(value -> !value.errorMessages().isEmpty());
    }

    private void validateTableKeys() {
        SchemaConfig.tableKeys()
                .forEach((name, validator) -> properties.forEach((key, value) -> {
                    if (key.startsWith(name + ".")) {
                        try {
                            validator.ensureValid(key, value);
                        } catch (ConfigException e) {
                            addError(key, e.getMessage());
                        }
                    }
                }));
    }

    private void validateTopicsOfMappings() {
        String topics = properties.getOrDefault("topics", "");
        if (topics.isBlank()) {
            return;
        }
        List<String> configured =
                Arrays.stream(topics.split(",")).map(String::trim).toList();
        for (String key : properties.keySet()) {
            MAPPING_PREFIXES.stream().filter(key::startsWith).findFirst().ifPresent(prefix -> {
                String topic = key.substring(prefix.length()).replaceFirst("/.*", "");
                if (!configured.contains(topic)) {
                    addError(key, "topic " + topic + " is not among topics (" + topics + ")");
                }
            });
        }
    }
}
