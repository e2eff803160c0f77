package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.mapping.MappingException;
import io.pulsefeed.timescale.mapping.MappingParser;
import io.pulsefeed.timescale.mapping.RecordSchemas;
import io.pulsefeed.timescale.mapping.TopicMapping;
import io.pulsefeed.timescale.mapping.TopicSchemas;
import io.pulsefeed.timescale.schema.Catalog;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics that are written: those that are known at the start, and those that the task thread found in records, because a
 * mapping has a pattern of topics or a transform renamed a topic. Used by the writer thread only.
 */
final class MappedTopics {

    private static final Logger LOG = LoggerFactory.getLogger(MappedTopics.class);

    private final MappingParser parser;
    private final Map<String, TopicMapping> mappings = new LinkedHashMap<>();
    /** The topics that are written to a table of release 0.1.0. */
    private final Map<String, TopicMapping> earlier = new HashMap<>();

    private final Map<String, TopicSchemas> schemas = new HashMap<>();
    /** Topics with records without a schema. */
    private final Set<String> schemaless = new HashSet<>();
    /** The topics that match a pattern whose keys are invalid for them, with the reason. */
    private final Map<String, String> failures = new HashMap<>();

    /** @throws MappingException if a key of a topic that is known at the start is invalid */
    MappedTopics(MappingParser parser) {
        this.parser = parser;
        parser.parseAll().forEach(mapping -> mappings.put(mapping.topic(), mapping));
    }

    /** @param requested schemas of a record, by topic */
    void add(Map<String, RecordSchemas> requested) {
        requested.forEach((topic, recordSchemas) -> {
            try {
                TopicMapping mapping = mappings.computeIfAbsent(topic, parser::parseTopic);
                if (recordSchemas.describesFields()) {
                    schemas.computeIfAbsent(topic, first -> new TopicSchemas(mapping))
                            .add(recordSchemas);
                } else if (recordSchemas.hasValue()) {
                    schemaless.add(topic);
                }
            } catch (MappingException e) {
                failures.put(topic, parser.configuredKey(e.key()) + ": " + e.getMessage());
            }
        });
    }

    /** Chooses the tables of topics whose names contain a dot. */
    void resolveTables(Catalog catalog, Collection<String> topics) throws SQLException {
        for (String topic : topics) {
            TopicMapping parsed = mappings.get(topic);
            if (parsed == null) {
                continue;
            }
            TopicMapping resolved = DottedTables.resolve(catalog, parsed);
            String table = resolved.tables().get(0).table();
            if (resolved.equals(parsed)) {
                earlier.remove(topic);
            } else if (earlier.put(topic, resolved) == null) {
                LOG.info(
                        "{}: table \"{}\" does not exist; writing to table {}. Set table.{}={} to choose it explicitly",
                        topic,
                        topic,
                        table,
                        topic,
                        table);
            }
        }
    }

    Set<String> names() {
        return mappings.keySet();
    }

    /** The schemas of the records of a topic; null if none is known. */
    @Nullable
    TopicSchemas schemasOf(String topic) {
        return schemas.get(topic);
    }

    /** Whether the topic's fields are those of its schemas. */
    boolean mapsAllFields(String topic) {
        return mappings.get(topic).mapsAllFields();
    }

    /** Whether the topic has records without a schema. */
    boolean isSchemaless(String topic) {
        return schemaless.contains(topic);
    }

    List<TopicMapping> all() {
        return of(mappings.keySet());
    }

    List<TopicMapping> of(Collection<String> topics) {
        return mappings.values().stream()
                .filter(mapping -> topics.contains(mapping.topic()))
                .map(mapping -> earlier.getOrDefault(mapping.topic(), mapping))
                .toList();
    }

    Map<String, String> failures() {
        return failures;
    }
}
