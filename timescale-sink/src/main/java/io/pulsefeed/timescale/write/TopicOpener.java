package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.config.Interval;
import io.pulsefeed.timescale.config.OffsetsMode;
import io.pulsefeed.timescale.config.SchemaEvolution;
import io.pulsefeed.timescale.config.TimescaleSinkConnectorConfig;
import io.pulsefeed.timescale.error.SqlErrorKind;
import io.pulsefeed.timescale.mapping.FieldMapping;
import io.pulsefeed.timescale.mapping.TableMapping;
import io.pulsefeed.timescale.mapping.TablePlan;
import io.pulsefeed.timescale.mapping.TableRules;
import io.pulsefeed.timescale.mapping.TopicMapping;
import io.pulsefeed.timescale.mapping.TopicSchemas;
import io.pulsefeed.timescale.schema.Catalog;
import io.pulsefeed.timescale.schema.Server;
import io.pulsefeed.timescale.schema.TableCreator;
import io.pulsefeed.timescale.schema.TableDescription;
import io.pulsefeed.timescale.schema.TableProbe;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
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

    /**
     * Creates missing tables, and replaces the mapping {@code *} by fields.
     *
     * @param schemas of the records; null if none is known
     * @throws SchemaRequiredException if the mapping or a type depends on the schema
     */
    TopicMapping prepare(TopicMapping topic, @Nullable TopicSchemas schemas) throws SQLException {
        if (!topic.mapsAllFields()) {
            createMissingTables(topic, schemas);
            return topic;
        }
        if (schemas == null) {
            throw new SchemaRequiredException(
                    "fields." + topic.topic() + " = * maps the fields of a schema, but the records of"
                            + " topic " + topic.topic()
                            + " have no schema. List the fields, or set value.converter to a converter of"
                            + " records with schemas.");
        }
        TopicMapping expanded = schemas.expand(topic);
        createMissingTables(expanded, schemas);
        for (int i = 0; i < topic.tables().size(); i++) {
            expanded = withExistingColumns(expanded, topic.tables().get(i), schemas);
        }
        return expanded;
    }

    /** A field of the schema without a column is an unmapped field. */
    private TopicMapping withExistingColumns(TopicMapping expanded, TableMapping original, TopicSchemas schemas)
            throws SQLException {
        Optional<TableDescription> table = catalog.describe(original.table(), List.of());
        if (!original.mapsAllFields() || table.isEmpty()) {
            return expanded;
        }
        List<String> listed = columns(original);
        Set<String> missing = new LinkedHashSet<>();
        for (TableMapping mapping : expanded.tables()) {
            if (mapping.table().equals(original.table())) {
                missing.addAll(columns(mapping));
            }
        }
        missing.removeAll(listed);
        missing.removeAll(table.get().columns().keySet());
        if (config.schema().evolution() == SchemaEvolution.ADD) {
            for (String column : missing) {
                addColumn(original.table(), column, schemas.sqlTypeOf(column));
            }
            return expanded;
        }
        return expanded.without(original.table(), missing);
    }

    private static List<String> columns(TableMapping mapping) {
        return mapping.fields().stream().map(FieldMapping::column).toList();
    }

    private void addColumn(String table, String column, String type) throws SQLException {
        try {
            creator.addColumn(table, column, type);
            LOG.info("Added column {} {} to table {}", column, type, table);
        } catch (SQLException e) {
            if (SqlErrorKind.of(e) != SqlErrorKind.RETRY_LATER) {
                throw e;
            }
            throw new ConnectException(
                    "Failed to add column " + column + " to table " + table + ", because the table is locked: "
                            + e.getMessage(),
                    e);
        }
    }

    private void createMissingTables(TopicMapping topic, @Nullable TopicSchemas schemas) throws SQLException {
        for (TableMapping mapping : topic.tables()) {
            String table = mapping.table();
            boolean builtIn = TableCreator.isBuiltIn(table);
            if (config.tables().createsTable(builtIn)
                    && catalog.describe(table, List.of()).isEmpty()) {
                Optional<Interval> chunk = config.schema().chunkInterval().of(table);
                if (builtIn) {
                    creator.createBuiltIn(table, chunk);
                } else {
                    requireTypes(mapping, schemas);
                    creator.create(TablePlan.of(mapping, schemas), server, chunk);
                }
                LOG.info("Created table {}", table);
            }
        }
    }

    private static void requireTypes(TableMapping mapping, @Nullable TopicSchemas schemas) {
        if (schemas == null && TablePlan.needsSchema(mapping)) {
            throw new SchemaRequiredException("auto.create takes the types of table " + mapping.table()
                    + " from the schema of the records, but the records of topic " + mapping.topic()
                    + " have no schema. Set each type as the third part of the entry in fields." + mapping.topic()
                    + ", for example value::float8, create the table yourself, or set value.converter to a converter of records"
                    + " with schemas.");
        }
    }

    /**
     * @return the tables of the topic, by name
     * @throws ConnectException if one of them cannot be written with this configuration
     */
    Map<String, TableDescription> describe(TopicMapping topic) throws SQLException {
        Map<String, TableDescription> tables = new HashMap<>();
        for (TableMapping mapping : topic.tables()) {
            TableDescription table = catalog.describe(mapping.table(), mapping.key(), mapping.columns())
                    .orElseThrow(() -> new ConnectException("Table " + mapping.table() + " for topic " + topic.topic()
                            + " does not exist. Create it, or set auto.create=true."));
            TableRules.check(mapping, table);
            TableRules.checkDeletes(topic, mapping, table);
            requireKey(mapping, table);
            probe.insert(table.name(), columns(mapping));
            tables.put(table.name(), table);
        }
        return tables;
    }

    private void requireKey(TableMapping mapping, TableDescription table) {
        boolean unkeyed = table.key().isEmpty() || !columns(mapping).containsAll(table.key());
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
