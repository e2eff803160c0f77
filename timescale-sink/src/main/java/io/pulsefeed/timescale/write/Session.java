package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.mapping.TopicEncoder;
import io.pulsefeed.timescale.mapping.TopicMapping;
import io.pulsefeed.timescale.schema.Server;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The state that is valid for one connection only.
 *
 * @param encoders by topic, compiled for the current columns of its tables
 * @param waiting the topics whose encoder needs the schema of a record
 * @param failures the topics without an encoder, because one of their tables cannot be written, with the reason
 */
record Session(
        Server server,
        Map<String, TopicEncoder> encoders,
        Map<String, TopicMapping> waiting,
        Map<String, String> failures) {

    /** No topic waits for a schema. */
    Session(Server server, Map<String, TopicEncoder> encoders, Map<String, String> failures) {
        this(server, encoders, Map.of(), failures);
    }

    /** Returns a copy with the encoders and failures of further topics, which replace those of the same topics. */
    Session with(Session added) {
        Map<String, TopicEncoder> allEncoders = new HashMap<>(encoders);
        allEncoders.putAll(added.encoders);
        Map<String, String> allFailures = new HashMap<>(failures);
        allFailures.keySet().removeAll(added.encoders.keySet());
        allFailures.putAll(added.failures);
        allEncoders.keySet().removeAll(added.failures.keySet());
        Map<String, TopicMapping> allWaiting = new HashMap<>(waiting);
        allWaiting.putAll(added.waiting);
        allWaiting.keySet().removeAll(added.encoders.keySet());
        allWaiting.keySet().removeAll(added.failures.keySet());
        return new Session(server, Map.copyOf(allEncoders), Map.copyOf(allWaiting), Map.copyOf(allFailures));
    }

    /** The tables that are written. */
    Set<String> tables() {
        return encoders.values().stream()
                .flatMap(encoder -> encoder.tables().stream())
                .map(encoder -> encoder.layout().table())
                .collect(Collectors.toCollection(TreeSet::new));
    }

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
