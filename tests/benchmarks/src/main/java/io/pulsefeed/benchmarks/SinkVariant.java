package io.pulsefeed.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One connector configuration to measure.
 *
 * @param name as printed
 * @param topic to read
 * @param partitions of the topic
 * @param records in the topic
 * @param config the connector's configuration
 */
record SinkVariant(String name, String topic, int partitions, int records, Map<String, String> config) {

    /** The table that all variants write. */
    static final String TABLE = "bench_rows";

    /** Large fetches and polls, the same for every sink. */
    private static final Map<String, String> TUNED_CONSUMER = Map.of(
            "consumer.override.max.poll.records", "5000",
            "consumer.override.max.partition.fetch.bytes", "16777216",
            "consumer.override.fetch.max.bytes", "67108864",
            "consumer.override.auto.offset.reset", "earliest");

    /** The database that all sinks write to. */
    record Login(String jdbcUrl, String user, String password) {}

    boolean isOurs() {
        return name.startsWith("pulsefeed");
    }

    /** A variant of the TimescaleDB sink that reads raw bytes from a topic with one partition. */
    static SinkVariant ours(String name, String topic, int records, Login login, Map<String, String> more) {
        Map<String, String> config = new LinkedHashMap<>(TUNED_CONSUMER);
        config.put("connector.class", "io.pulsefeed.timescale.TimescaleSinkConnector");
        config.put("connection.url", login.jdbcUrl());
        config.put("connection.user", login.user());
        config.put("connection.password", login.password());
        config.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        config.put("header.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        config.put("tasks.max", "1");
        config.put("topics", topic);
        config.put("table." + topic, TABLE);
        config.putAll(more);
        return new SinkVariant(name, topic, 1, records, config);
    }

    /** The same variant on a topic with several partitions. */
    SinkVariant withTasks(int tasks, int topicPartitions) {
        Map<String, String> more = new LinkedHashMap<>(config);
        more.put("tasks.max", Integer.toString(tasks));
        return new SinkVariant(name, topic, topicPartitions, records, more);
    }

    static SinkVariant debezium(String name, String topic, int records, Login login, String mode) {
        Map<String, String> config = new LinkedHashMap<>(TUNED_CONSUMER);
        config.put("connector.class", "io.debezium.connector.jdbc.JdbcSinkConnector");
        config.put(
                "connection.url",
                login.jdbcUrl() + (login.jdbcUrl().contains("?") ? "&" : "?") + "reWriteBatchedInserts=true");
        config.put("connection.username", login.user());
        config.put("connection.password", login.password());
        config.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schemas.enable", "true");
        config.put("insert.mode", mode);
        config.put("primary.key.mode", "record_value");
        config.put("primary.key.fields", "pair,trade_id,timestamp");
        config.put("schema.evolution", "none");
        config.put("collection.name.format", TABLE);
        config.put("batch.size", "5000");
        config.put("tasks.max", "1");
        config.put("topics", topic);
        return new SinkVariant(name, topic, 1, records, config);
    }
}
