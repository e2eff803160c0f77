package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.mapping.TopicEncoder;
import io.pulsefeed.timescale.schema.Server;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The state that is valid for one connection only.
 *
 * @param encoders by topic, compiled for the current columns of its tables
 * @param failures the topics without an encoder, because one of their tables cannot be written, with the reason
 */
record Session(Server server, Map<String, TopicEncoder> encoders, Map<String, String> failures) {

    /** All topics, including those without an encoder. */
    Set<String> topics() {
        return Stream.concat(encoders.keySet().stream(), failures.keySet().stream())
                .collect(Collectors.toSet());
    }

    /** The topics that are written to a table. */
    Set<String> topicsOf(String table) {
        return encoders.entrySet().stream()
                .filter(entry -> entry.getValue().tables().stream()
                        .anyMatch(encoder -> encoder.layout().table().equals(table)))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
