package io.pulsefeed.timescale;

import io.pulsefeed.timescale.config.ConnectionConfig;
import io.pulsefeed.timescale.config.LedgerConfig;
import io.pulsefeed.timescale.config.MappingConfig;
import io.pulsefeed.timescale.config.OffsetsMode;
import io.pulsefeed.timescale.config.SchemaConfig;
import io.pulsefeed.timescale.config.TableConfig;
import io.pulsefeed.timescale.config.TimescaleSinkConnectorConfig;
import io.pulsefeed.timescale.mapping.MappingException;
import io.pulsefeed.timescale.mapping.MappingKeyName;
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
import org.apache.kafka.common.config.types.Password;

/** Validates what depends on more than one key. Each error is reported at the key that the user has to change. */
final class SinkConfigValidation {

    private final Map<String, String> properties;
    private final List<ConfigValue> values;

    /** @param validated result of the validation against the {@code ConfigDef} */
    SinkConfigValidation(Map<String, String> properties, Config validated) {
        this.properties = properties;
        this.values = new ArrayList<>(validated.configValues());
    }

    /** @return the configuration if it is valid so far; empty after the first error */
    Optional<TimescaleSinkConnectorConfig> validate() {
        validateUrl();
        validateTopicsOfMappings();
        validateTableKeys();
        if (hasErrors()) {
            return Optional.empty();
        }
        try {
            TimescaleSinkConnectorConfig config = new TimescaleSinkConnectorConfig(properties);
            validateMappings(config);
            if (config.ledger().isEnabled() && config.delivery().offsetsMode() == OffsetsMode.KAFKA) {
                addError(LedgerConfig.ENABLED, "requires offsets.mode=database");
            }
            config.schema()
                    .ambiguousOrder()
                    .ifPresent(key -> addError(
                            key, "a column cannot be in compress.segmentby and in compress.orderby of a table"));
            return hasErrors() ? Optional.empty() : Optional.of(config);
        } catch (ConfigException e) {
            addError(TableConfig.PROFILE, e.getMessage());
        }
        return Optional.empty();
    }

    /**
     * Everyone who can read the configuration can read the URL. Only new and changed configurations are rejected: a connector that
     * already has such a URL continues to run.
     */
    private void validateUrl() {
        String url = properties.getOrDefault(ConnectionConfig.URL, "");
        if (ConnectionConfig.hasPassword(url)) {
            addError(
                    ConnectionConfig.URL,
                    "must not contain a password, because everyone who can read the configuration can read it: use "
                            + ConnectionConfig.PASSWORD);
            values.stream()
                    .filter(value -> value.name().equals(ConnectionConfig.URL))
                    .forEach(value -> value.value(Password.HIDDEN));
        }
    }

    private void validateMappings(TimescaleSinkConnectorConfig config) {
        MappingParser parser = new MappingParser(config.mappings(), config.schema());
        if (MappingConfig.isTransformed(properties)) {
            validateFieldsOfRoutedTopics(parser);
        }
        try {
            List<TopicMapping> topics = new ArrayList<>(parser.parseAll());
            parser.samplesOfPatterns().forEach(topic -> topics.add(parser.parseTopic(topic)));
            for (TopicMapping topic : topics) {
                for (TableMapping table : topic.tables()) {
                    validateTypes(parser, table, config.tables().createsTable(false));
                }
            }
        } catch (MappingException e) {
            addError(parser.configuredKey(e.key()), e.getMessage());
        }
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

    /** Types can come from the schema of a record, unless the converter never provides one. */
    private void validateTypes(MappingParser parser, TableMapping table, boolean createsTable) {
        boolean needsSchema = TablePlan.needsSchema(table);
        if (table.mapsAllFields() && isSchemaless()) {
            addError(
                    parser.configuredKey("fields." + table.topic()),
                    "* requires the schema of records, which value.converter does not provide: list the fields");
        } else if (!TableCreator.isBuiltIn(table.table()) && createsTable && (!needsSchema || isSchemaless())) {
            TablePlan.of(table, null);
        }
    }

    private boolean isSchemaless() {
        String converter = properties.getOrDefault("value.converter", "");
        return converter.endsWith(".ByteArrayConverter")
                || converter.endsWith(".StringConverter")
                || converter.endsWith(".JsonConverter")
                        && "false".equalsIgnoreCase(properties.get("value.converter.schemas.enable"));
    }

    /** With transforms, a misspelled topic cannot be found among the configured ones. */
    private void validateFieldsOfRoutedTopics(MappingParser parser) {
        for (String key : properties.keySet()) {
            MappingKeyName.of(key).ifPresent(name -> {
                String topic = MappingKeyName.topicOf(key, name);
                if (!parser.isMapped(topic)) {
                    addError(
                            key,
                            "fields." + topic + " is missing: list the fields of topic " + topic
                                    + ", or correct the topic in this key");
                }
            });
        }
    }

    private void validateTopicsOfMappings() {
        String topics = properties.getOrDefault("topics", "");
        if (topics.isBlank() || MappingConfig.isTransformed(properties)) {
            return;
        }
        List<String> configured =
                Arrays.stream(topics.split(",")).map(String::trim).toList();
        for (String key : properties.keySet()) {
            MappingKeyName.of(key).ifPresent(name -> {
                String topic = MappingKeyName.topicOf(key, name);
                if (configured.stream().noneMatch(candidate -> MappingKeyName.matches(topic, candidate))) {
                    addError(key, "topic " + topic + " is not among topics (" + topics + ")");
                }
            });
        }
    }
}
