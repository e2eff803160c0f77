package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.mapping.MappingException;
import io.pulsefeed.timescale.mapping.MappingParser;
import io.pulsefeed.timescale.mapping.TopicMapping;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The topics that are written: those that are known at the start, and those that the task thread found in records, because a
 * mapping has a pattern of topics or a transform renamed a topic. Used by the writer thread only.
 */
final class MappedTopics {

    private final MappingParser parser;
    private final Map<String, TopicMapping> mappings = new LinkedHashMap<>();
    /** The topics that match a pattern whose keys are invalid for them, with the reason. */
    private final Map<String, String> failures = new HashMap<>();

    /** @throws MappingException if a key of a topic that is known at the start is invalid */
    MappedTopics(MappingParser parser) {
        this.parser = parser;
        parser.parseAll().forEach(mapping -> mappings.put(mapping.topic(), mapping));
    }

    void add(Collection<String> topics) {
        for (String topic : topics) {
            if (mappings.containsKey(topic)) {
                continue;
            }
            try {
                mappings.put(topic, parser.parseTopic(topic));
            } catch (MappingException e) {
                failures.put(topic, parser.configuredKey(e.key()) + ": " + e.getMessage());
            }
        }
    }

    List<TopicMapping> all() {
        return new ArrayList<>(mappings.values());
    }

    List<TopicMapping> of(Collection<String> topics) {
        return mappings.values().stream()
                .filter(mapping -> topics.contains(mapping.topic()))
                .toList();
    }

    Map<String, String> failures() {
        return failures;
    }
}
