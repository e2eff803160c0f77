package io.pulsefeed.timescale.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.timescale.mapping.RecordSchemas;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Records the calls of a {@link WriterLoop} and fails those that the test scripts. */
final class ScriptedConnection implements WriterConnection {

    @FunctionalInterface
    interface Failure {
        void run() throws SQLException;
    }

    private final Session session;
    private final List<String> calls = new ArrayList<>();
    private final Map<TopicPartition, Long> stored = new HashMap<>();
    /** The outcome of each call by its name; calls without an outcome succeed. */
    private final Map<String, Queue<Failure>> failures = new HashMap<>();

    ScriptedConnection(Session session) {
        this.session = session;
    }

    List<String> calls() {
        return calls;
    }

    Map<TopicPartition, Long> storedOffsets() {
        return stored;
    }

    void fail(String call, Failure failure) {
        failures.computeIfAbsent(call, name -> new ArrayDeque<>()).add(failure);
    }

    private void called(String name, Object argument) throws SQLException {
        calls.add(argument == null ? name : name + " " + argument);
        Queue<Failure> scripted = failures.getOrDefault(name, new ArrayDeque<>());
        if (!scripted.isEmpty()) {
            scripted.remove().run();
        }
    }

    WriterConnection connect() throws SQLException {
        called("connect", null);
        return this;
    }

    @Override
    public Session openSession() throws SQLException {
        called("openSession", null);
        return session;
    }

    @Override
    public Session addTopics(Session current, Map<String, RecordSchemas> topics) throws SQLException {
        called("addTopics", topics.keySet());
        return session;
    }

    @Override
    public Map<TopicPartition, Long> claim(Set<TopicPartition> partitions) throws SQLException {
        called("claim", names(partitions));
        return offsets(partitions);
    }

    @Override
    public Map<TopicPartition, Long> reclaim(Set<TopicPartition> partitions) throws SQLException {
        called("reclaim", names(partitions));
        return offsets(partitions);
    }

    private Map<TopicPartition, Long> offsets(Set<TopicPartition> partitions) {
        return partitions.stream()
                .collect(Collectors.toMap(partition -> partition, partition -> stored.getOrDefault(partition, -1L)));
    }

    private static Set<String> names(Set<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::toString).collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public void addColumns(Map<String, Map<String, String>> columnsByTopic) throws SQLException {
        called("addColumns", columnsByTopic);
    }

    @Override
    public void applyPolicies(Session current) {
        assertThat(current).isSameAs(session);
    }

    @Override
    public void write(SinkBatch batch) throws SQLException {
        called("write", batch.nextOffsets());
    }

    @Override
    public void abort() {
        calls.add("abort");
    }

    @Override
    public void close() {
        calls.add("close");
    }
}
