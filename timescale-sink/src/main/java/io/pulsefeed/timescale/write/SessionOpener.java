package io.pulsefeed.timescale.write;

import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.timescale.config.Interval;
import io.pulsefeed.timescale.config.OffsetsMode;
import io.pulsefeed.timescale.config.SchemaEvolution;
import io.pulsefeed.timescale.config.TimescaleSinkConnectorConfig;
import io.pulsefeed.timescale.copy.Encoders;
import io.pulsefeed.timescale.copy.ValueRules;
import io.pulsefeed.timescale.mapping.FieldMapping;
import io.pulsefeed.timescale.mapping.MappingCompiler;
import io.pulsefeed.timescale.mapping.TableMapping;
import io.pulsefeed.timescale.mapping.TablePlan;
import io.pulsefeed.timescale.mapping.TopicEncoder;
import io.pulsefeed.timescale.mapping.TopicMapping;
import io.pulsefeed.timescale.metrics.SinkMetrics;
import io.pulsefeed.timescale.schema.Catalog;
import io.pulsefeed.timescale.schema.PolicyManager;
import io.pulsefeed.timescale.schema.Server;
import io.pulsefeed.timescale.schema.TableCreator;
import io.pulsefeed.timescale.schema.TableDescription;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares a new connection: detects the edition, creates missing tables if configured, and compiles the encoders of their
 * columns. Used by the writer thread only.
 */
final class SessionOpener {

    private static final Logger LOG = LoggerFactory.getLogger(SessionOpener.class);

    private final TimescaleSinkConnectorConfig config;
    private final List<TopicMapping> topics;
    private final ValueRules rules;
    private final SinkMetrics metrics;
    private final Clock clock;
    private final MonotonicClock monotonicClock;
    private final NewColumns newColumns;
    private final SampleTables sampleTables;
    private @Nullable PolicyManager policies;
    private List<String> policyTables = List.of();

    SessionOpener(
            TimescaleSinkConnectorConfig config,
            List<TopicMapping> topics,
            ValueRules rules,
            SinkMetrics metrics,
            Clock clock,
            MonotonicClock monotonicClock) {
        this.config = config;
        this.topics = topics;
        this.rules = rules;
        this.metrics = metrics;
        this.clock = clock;
        this.monotonicClock = monotonicClock;
        this.sampleTables = new SampleTables(config);
        this.newColumns = new NewColumns(config.schema().evolution() == SchemaEvolution.ADD, monotonicClock);
    }

    void addColumns(Connection connection, Map<String, Map<String, String>> columnsByTopic) throws SQLException {
        newColumns.add(connection, topics, columnsByTopic);
    }

    /** Applies retention and compression from the first task of the connector. */
    void applyPolicies(Connection connection, Session session) throws SQLException {
        if (config.taskId().isFirst() && policies != null) {
            policies.apply(connection, session.server().edition());
        }
    }

    Session open(Connection connection) throws SQLException {
        TableCreator creator = new TableCreator(connection);
        if (config.schema().extensionCreate()) {
            creator.createExtension();
        }
        Server server = Server.detect(connection);
        requireEdition(server);
        metrics.setEdition(server.edition().metricValue());
        if (config.delivery().offsetsMode() == OffsetsMode.DATABASE) {
            creator.createOffsets();
        }
        Catalog catalog = new Catalog(connection);
        Map<String, TopicEncoder> encoders = new HashMap<>();
        List<PolicyManager.TablePolicies> tablePolicies = new ArrayList<>();
        List<TopicMapping> current = newColumns.extend(sampleTables.select(connection, topics));
        for (TopicMapping topic : current) {
            Map<String, TableDescription> tables = new HashMap<>();
            for (TableMapping table : topic.tables()) {
                TableDescription description = describe(catalog, creator, server, table);
                tables.put(table.table(), description);
                tablePolicies.add(new PolicyManager.TablePolicies(
                        table.table(),
                        description.key(),
                        catalog.timeDimension(table.table(), server),
                        config.schema().retention().of(table.table()),
                        config.schema().compressAfter().of(table.table())));
            }
            encoders.put(
                    topic.topic(),
                    new MappingCompiler(
                                    new Encoders(rules.withLateBefore(lateBeforeMicros(topic))),
                                    newColumns.wanted(topic),
                                    config.records().maxBytes())
                            .compile(topic, tables));
        }
        connection.commit();
        List<String> tableNames = current.stream()
                .flatMap(topic -> topic.tables().stream())
                .map(TableMapping::table)
                .toList();
        if (policies == null || !tableNames.equals(policyTables)) {
            policyTables = tableNames;
            policies = new PolicyManager(tablePolicies, metrics::addPolicySkipped, monotonicClock);
        }
        LOG.info("Connected to {}; writing to tables {}", server, tableNames);
        return new Session(server, encoders);
    }

    /** Rows before this time are older than the longest retention of the topic's tables. */
    private LongSupplier lateBeforeMicros(TopicMapping topic) {
        return topic.tables().stream()
                .map(table -> config.schema().retention().of(table.table()))
                .flatMap(Optional::stream)
                .map(Interval::duration)
                .max(Comparator.naturalOrder())
                .<LongSupplier>map(retention -> () -> (clock.millis() - retention.toMillis()) * 1000)
                .orElse(() -> Long.MIN_VALUE);
    }

    private void requireEdition(Server server) {
        if (!server.edition().satisfies(config.schema().requiredEdition())) {
            String required =
                    switch (config.schema().requiredEdition()) {
                        case ANY -> "any server";
                        case APACHE -> "TimescaleDB";
                        case COMMUNITY -> "the Community edition of TimescaleDB";
                    };
            throw new ConnectException("edition.require needs " + required + ", but the server is " + server
                    + ". Use another server, or set edition.require=any.");
        }
    }

    private TableDescription describe(Catalog catalog, TableCreator creator, Server server, TableMapping mapping)
            throws SQLException {
        String table = mapping.table();
        boolean builtIn = TableCreator.isBuiltIn(table);
        if (config.tables().createsTable(builtIn)
                && catalog.describe(table, List.of()).isEmpty()) {
            Optional<Interval> chunk = config.schema().chunkInterval().of(table);
            if (builtIn) {
                creator.createBuiltIn(table, chunk);
            } else {
                creator.create(TablePlan.of(mapping), server.edition(), chunk);
            }
            LOG.info("Created table {}", table);
        }
        TableDescription description = catalog.describe(table, mapping.key())
                .orElseThrow(() -> new ConnectException("Table " + table + " for topic " + mapping.topic()
                        + " does not exist. Create it, or set auto.create=true."));
        requireKey(mapping, description);
        return description;
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
