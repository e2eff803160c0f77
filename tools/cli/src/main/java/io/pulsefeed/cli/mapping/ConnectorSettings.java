package io.pulsefeed.cli.mapping;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** The configuration of the sink connector for a proposal. */
final class ConnectorSettings {

    static final String SINK = "io.pulsefeed.timescale.TimescaleSinkConnector";
    private static final String CONVERTERS = "org.apache.kafka.connect.converters.";
    static final String JSON_CONVERTER = "org.apache.kafka.connect.json.JsonConverter";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ConnectorSettings() {}

    /** The keys of the configuration. The connection comes from the environment of the worker, like in the shipped files. */
    static Map<String, String> of(Proposal proposal) {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("connector.class", SINK);
        config.put("tasks.max", "1");
        config.put("topics", proposal.topic());
        config.put("connection.url", "${env:PULSEFEED_JDBC_URL}");
        config.put("connection.user", "${env:PULSEFEED_DB_USER}");
        config.put("connection.password", "${env:PULSEFEED_DB_PASSWORD}");
        addMapping(config, proposal);
        config.put("auto.create", "true");
        config.put("chunk.interval", proposal.chunk());
        if (!proposal.extraColumn().isEmpty()) {
            config.put("extra.column", proposal.extraColumn());
        }
        config.put("value.converter", CONVERTERS + "ByteArrayConverter");
        config.put("header.converter", CONVERTERS + "ByteArrayConverter");
        config.putAll(proposal.settings());
        addTransform(config, proposal.time());
        config.put("errors.tolerance", "all");
        config.put("errors.log.enable", "true");
        config.put("errors.deadletterqueue.topic.name", "dlq." + proposal.connector());
        config.put(
                "errors.deadletterqueue.topic.replication.factor", Integer.toString(Math.max(1, proposal.replicas())));
        config.put("errors.deadletterqueue.context.headers.enable", "true");
        config.put("consumer.override.isolation.level", "read_committed");
        config.put("consumer.override.max.poll.records", "5000");
        config.put("consumer.override.max.partition.fetch.bytes", "16777216");
        return config;
    }

    private static void addMapping(Map<String, String> config, Proposal proposal) {
        String topic = proposal.topic();
        boolean isSingle = proposal.tables().size() == 1;
        String tables = String.join(
                ", ", proposal.tables().stream().map(ProposedTable::name).toList());
        if (!isSingle || !tables.equals(topic)) {
            config.put("table." + topic, tables);
        }
        for (ProposedTable table : proposal.tables()) {
            String suffix = isSingle ? topic : topic + "/" + table.name();
            config.put("fields." + suffix, table.fields());
            if (!table.each().isEmpty()) {
                config.put("each." + suffix, FieldEntry.path(table.each()));
            }
            if (!table.key().isEmpty()) {
                config.put("unique." + suffix, String.join(", ", table.key()));
            }
        }
    }

    /** Converts a time in a notation that the sink does not read. */
    private static void addTransform(Map<String, String> config, TimeChoice time) {
        OtherTime notation = time.notation();
        if (notation != null) {
            config.put("value.converter", JSON_CONVERTER);
            config.putIfAbsent("value.converter.schemas.enable", "false");
            config.put("transforms", "time");
            config.put("transforms.time.type", "org.apache.kafka.connect.transforms.TimestampConverter$Value");
            config.put("transforms.time.field", time.source().path().get(0));
            config.put("transforms.time.format", notation.pattern());
            config.put("transforms.time.target.type", "Timestamp");
        }
    }

    /** The file of the connector. */
    static ObjectNode file(Proposal proposal) {
        ObjectNode root = JSON.createObjectNode().put("name", proposal.connector());
        ObjectNode config = root.putObject("config");
        of(proposal).forEach(config::put);
        return root;
    }
}
