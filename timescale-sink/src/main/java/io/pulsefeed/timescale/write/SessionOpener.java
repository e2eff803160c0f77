package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.config.OffsetsMode;
import io.pulsefeed.timescale.config.SinkConfig;
import io.pulsefeed.timescale.copy.Encoders;
import io.pulsefeed.timescale.copy.ValueRules;
import io.pulsefeed.timescale.mapping.MappingCompiler;
import io.pulsefeed.timescale.mapping.TableMapping;
import io.pulsefeed.timescale.mapping.TopicEncoder;
import io.pulsefeed.timescale.mapping.TopicMapping;
import io.pulsefeed.timescale.metrics.SinkMetrics;
import io.pulsefeed.timescale.schema.Catalog;
import io.pulsefeed.timescale.schema.Server;
import io.pulsefeed.timescale.schema.TableCreator;
import io.pulsefeed.timescale.schema.TableDescription;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks around on a new connection: edition, tables (created where that is wanted), encoders for their columns. */
final class SessionOpener {

    private static final Logger LOG = LoggerFactory.getLogger(SessionOpener.class);

    private final SinkConfig config;
    private final List<TopicMapping> topics;
    private final ValueRules rules;
    private final SinkMetrics metrics;

    SessionOpener(SinkConfig config, List<TopicMapping> topics, ValueRules rules, SinkMetrics metrics) {
        this.metrics = metrics;
        this.config = config;
        this.topics = topics;
        this.rules = rules;
    }

    Session open(Connection connection) throws SQLException {
        Server server = Server.ask(connection);
        metrics.edition(server.edition().ordinal());
        TableCreator creator = new TableCreator(connection);
        if (config.offsetsMode() == OffsetsMode.DATABASE) {
            creator.createOffsets();
        }
        Catalog catalog = new Catalog(connection);
        Map<String, TopicEncoder> encoders = new HashMap<>();
        for (TopicMapping topic : topics) {
            Map<String, TableDescription> tables = new HashMap<>();
            for (TableMapping table : topic.tables()) {
                tables.put(table.table(), describe(catalog, creator, table));
            }
            encoders.put(
                    topic.topic(),
                    new MappingCompiler(new Encoders(rules), config.recordMaxBytes()).compile(topic, tables));
        }
        connection.commit();
        LOG.info(
                "{}; writing {}",
                server,
                topics.stream()
                        .flatMap(topic -> topic.tables().stream())
                        .map(TableMapping::table)
                        .toList());
        return new Session(server, encoders);
    }

    private TableDescription describe(Catalog catalog, TableCreator creator, TableMapping mapping) throws SQLException {
        String table = mapping.table();
        boolean builtIn = TableCreator.isBuiltIn(table);
        if (builtIn
                && config.createsTable(true)
                && catalog.describe(table, List.of()).isEmpty()) {
            creator.createBuiltIn(table);
            LOG.info("Created table {}", table);
        }
        return catalog.describe(table, mapping.key())
                .orElseThrow(() -> new ConnectException("Table " + table + " for topic " + mapping.topic()
                        + " does not exist. Create it, or set auto.create=true."));
    }
}
