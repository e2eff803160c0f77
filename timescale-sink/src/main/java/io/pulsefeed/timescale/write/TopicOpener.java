package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.config.Interval;
import io.pulsefeed.timescale.config.OffsetsMode;
import io.pulsefeed.timescale.config.TimescaleSinkConnectorConfig;
import io.pulsefeed.timescale.mapping.FieldMapping;
import io.pulsefeed.timescale.mapping.TableMapping;
import io.pulsefeed.timescale.mapping.TablePlan;
import io.pulsefeed.timescale.mapping.TableRules;
import io.pulsefeed.timescale.mapping.TopicMapping;
import io.pulsefeed.timescale.schema.Catalog;
import io.pulsefeed.timescale.schema.Server;
import io.pulsefeed.timescale.schema.TableCreator;
import io.pulsefeed.timescale.schema.TableDescription;
import io.pulsefeed.timescale.schema.TableProbe;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates and checks the tables of a topic on one connection. */
final class TopicOpener {

    private static final Logger LOG = LoggerFactory.getLogger(TopicOpener.class);

    private final TimescaleSinkConnectorConfig config;
    private final Catalog catalog;
    private final TableCreator creator;
    private final TableProbe probe;
    private final Server server;

    TopicOpener(TimescaleSinkConnectorConfig config, Connection connection, Server server) {
        this.config = config;
        this.catalog = new Catalog(connection);
        this.creator = new TableCreator(connection);
        this.probe = new TableProbe(connection);
        this.server = server;
    }

    void createMissingTables(TopicMapping topic) throws SQLException {
        for (TableMapping mapping : topic.tables()) {
            String table = mapping.table();
            boolean builtIn = TableCreator.isBuiltIn(table);
            if (config.tables().createsTable(builtIn)
                    && catalog.describe(table, List.of()).isEmpty()) {
                Optional<Interval> chunk = config.schema().chunkInterval().of(table);
                if (builtIn) {
                    creator.createBuiltIn(table, chunk);
                } else {
                    creator.create(TablePlan.of(mapping), server, chunk);
                }
                LOG.info("Created table {}", table);
            }
        }
    }

    /**
     * @return the tables of the topic, by name
     * @throws ConnectException if one of them cannot be written with this configuration
     */
    Map<String, TableDescription> describe(TopicMapping topic) throws SQLException {
        Map<String, TableDescription> tables = new HashMap<>();
        for (TableMapping mapping : topic.tables()) {
            TableDescription table = catalog.describe(mapping.table(), mapping.key())
                    .orElseThrow(() -> new ConnectException("Table " + mapping.table() + " for topic " + topic.topic()
                            + " does not exist. Create it, or set auto.create=true."));
            TableRules.check(mapping, table);
            TableRules.checkDeletes(topic, mapping, table);
            requireKey(mapping, table);
            probe.insert(
                    table.name(),
                    mapping.fields().stream().map(FieldMapping::column).toList());
            tables.put(table.name(), table);
        }
        return tables;
    }

    private void requireKey(TableMapping mapping, TableDescription table) {
        boolean unkeyed = table.key().isEmpty()
                || !mapping.fields().stream().map(FieldMapping::column).toList().containsAll(table.key());
        if (unkeyed
                && config.delivery().offsetsMode() == OffsetsMode.KAFKA
                && !config.delivery().duplicatesAllowed()) {
            throw new ConnectException("Table " + mapping.table() + " has no unique index on mapped columns"
                    + (mapping.key().isEmpty() ? "" : " " + mapping.key())
                    + ", so a restart would duplicate rows with offsets.mode=kafka. Create the index, use"
                    + " offsets.mode=database, or set duplicates.ok=true.");
        }
    }
}
