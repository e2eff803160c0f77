package io.pulsefeed.timescale.write;

import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.timescale.config.Interval;
import io.pulsefeed.timescale.config.OffsetsMode;
import io.pulsefeed.timescale.config.SchemaEvolution;
import io.pulsefeed.timescale.config.TimescaleSinkConnectorConfig;
import io.pulsefeed.timescale.copy.Encoders;
import io.pulsefeed.timescale.copy.ValueRules;
import io.pulsefeed.timescale.error.SqlErrorKind;
import io.pulsefeed.timescale.ledger.Sealer;
import io.pulsefeed.timescale.ledger.TrackedTables;
import io.pulsefeed.timescale.mapping.AbsentFields;
import io.pulsefeed.timescale.mapping.DeleteMode;
import io.pulsefeed.timescale.mapping.FieldMapping;
import io.pulsefeed.timescale.mapping.MappingCompiler;
import io.pulsefeed.timescale.mapping.RecordSchemas;
import io.pulsefeed.timescale.mapping.Source;
import io.pulsefeed.timescale.mapping.TableLayout;
import io.pulsefeed.timescale.mapping.TableMapping;
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
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.common.config.ConfigException;
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
    private final MappedTopics topics;
    private final ValueRules rules;
    private final SinkMetrics metrics;
    private final Clock clock;
    private final MonotonicClock monotonicClock;
    private final NewColumns newColumns;
    private final SampleTables sampleTables;
    private final TrackedTables tracked;
    private final HeaderColumns headerColumns;
    /** Equal layouts are one instance, so that the rows of several topics share the buffer of their table. */
    private final Map<TableLayout, TableLayout> layouts = new HashMap<>();

    private final Set<PolicyManager.TablePolicies> tablePolicies = new LinkedHashSet<>();
    private @Nullable PolicyManager policies;
    private List<String> policyTables = List.of();

    SessionOpener(
            TimescaleSinkConnectorConfig config,
            MappedTopics topics,
            ValueRules rules,
            TrackedTables tracked,
            SinkMetrics metrics,
            Clock clock,
            MonotonicClock monotonicClock) {
        this.tracked = tracked;
        this.config = config;
        this.topics = topics;
        this.rules = rules;
        this.metrics = metrics;
        this.clock = clock;
        this.monotonicClock = monotonicClock;
        this.sampleTables = new SampleTables(config);
        this.headerColumns = new HeaderColumns(config.mappings());
        this.newColumns = new NewColumns(config.schema().evolution() == SchemaEvolution.ADD, monotonicClock);
    }

    void addColumns(Connection connection, Map<String, Map<String, String>> columnsByTopic) throws SQLException {
        newColumns.add(connection, topics.all(), columnsByTopic);
    }

    /** Applies retention and compression from the first task of the connector. */
    void applyPolicies(Connection connection, Session session) throws SQLException {
        if (config.taskId().isFirst() && policies != null) {
            policies.apply(connection, session.server());
        }
    }

    /** @param guard is updated to the definitions that the encoders of the session are compiled for */
    Session open(Connection connection, SignatureGuard guard) throws SQLException {
        TableCreator creator = new TableCreator(connection);
        if (config.schema().extensionCreate()) {
            creator.createExtension();
        }
        Server server = Server.detect(connection);
        requireEdition(server);
        new CompressedWrites(config.schema(), topics.all()).prepare(connection, server);
        metrics.setEdition(server.edition().metricValue());
        if (config.delivery().offsetsMode() == OffsetsMode.DATABASE) {
            creator.createOffsets();
        }
        if (config.ledger().isEnabled()) {
            creator.createLedger();
        }
        tracked.clear();
        layouts.clear();
        tablePolicies.clear();
        topics.resolveTables(new Catalog(connection), topics.names());
        Session session = compile(connection, server, topics.all(), guard::remember);
        LOG.info("Connected to {}; writing to tables {}", server, session.tables());
        return session;
    }

    /** @param guard is extended by the definitions that the encoders of the topics are compiled for */
    Session addTopics(
            Connection connection, SignatureGuard guard, Session session, Map<String, RecordSchemas> requested)
            throws SQLException {
        topics.add(requested);
        topics.resolveTables(new Catalog(connection), requested.keySet());
        new CompressedWrites(config.schema(), topics.of(requested.keySet())).prepare(connection, session.server());
        Session added = compile(connection, session.server(), topics.of(requested.keySet()), guard::rememberMore);
        LOG.info("Added topics {}; writing to tables {}", added.encoders().keySet(), added.tables());
        return session.with(added);
    }

    /** Remembers the current definitions of tables. */
    @FunctionalInterface
    private interface Definitions {
        void remember(Collection<String> tables) throws SQLException;
    }

    private Session compile(Connection connection, Server server, List<TopicMapping> mappings, Definitions definitions)
            throws SQLException {
        TopicOpener opener = new TopicOpener(config, connection, server);
        Map<String, String> failures = new HashMap<>(topics.failures());
        Map<String, TopicMapping> waiting = new HashMap<>();
        List<TopicMapping> ready = new ArrayList<>();
        List<TopicMapping> selected = headerColumns.select(connection, sampleTables.select(connection, mappings));
        for (TopicMapping topic : newColumns.extend(selected)) {
            attempt(connection, topic, failures, () -> {
                sampleTables.check(topic);
                LongNames.check(topic, topics.all());
                try {
                    ready.add(opener.prepare(topic, topics.schemasOf(topic.topic())));
                } catch (SchemaRequiredException e) {
                    if (topics.isSchemaless(topic.topic())) {
                        throw e;
                    }
                    waiting.put(topic.topic(), topic);
                }
            });
        }
        definitions.remember(ready.stream()
                .flatMap(topic -> topic.tables().stream())
                .map(TableMapping::table)
                .toList());
        Map<String, TopicEncoder> encoders = new HashMap<>();
        for (TopicMapping topic : ready) {
            attempt(connection, topic, failures, () -> {
                Map<String, TableDescription> tables = opener.describe(topic);
                encoders.put(topic.topic(), compile(topic, tables));
                track(topic, tables);
                tablePolicies.addAll(policiesOf(topic, tables, new Catalog(connection), server));
            });
        }
        if (config.ledger().isEnabled()) {
            Sealer.start(connection, tracked);
        }
        connection.commit();
        List<String> tableNames =
                tablePolicies.stream().map(PolicyManager.TablePolicies::table).toList();
        if (policies == null || !tableNames.equals(policyTables)) {
            policyTables = tableNames;
            policies = new PolicyManager(
                    config.taskId().connector(),
                    List.copyOf(tablePolicies),
                    metrics::addPolicySkipped,
                    metrics::setJobsFailed,
                    monotonicClock);
        }
        return new Session(server, encoders, waiting, Map.copyOf(failures));
    }

    @FunctionalInterface
    private interface Step {
        void run() throws SQLException;
    }

    /** Runs a step for a topic that has not failed. An error of one topic does not stop the others. */
    private static void attempt(Connection connection, TopicMapping topic, Map<String, String> failures, Step step)
            throws SQLException {
        if (failures.containsKey(topic.topic())) {
            return;
        }
        try {
            step.run();
            connection.commit();
        } catch (ConnectException | ConfigException e) {
            connection.rollback();
            failures.put(topic.topic(), e.getMessage());
        } catch (SQLException e) {
            SqlErrorKind kind = SqlErrorKind.of(e);
            if (kind != SqlErrorKind.SCHEMA_CHANGED && kind != SqlErrorKind.PERMISSION_DENIED && !kind.canBeBadRow()) {
                throw e;
            }
            connection.rollback();
            failures.put(topic.topic(), TableFailure.message(topic.tables(), e));
        }
    }

    private TopicEncoder compile(TopicMapping topic, Map<String, TableDescription> tables) {
        TopicEncoder encoder = new MappingCompiler(
                        new Encoders(rules.withLateBefore(lateBeforeMicros(topic))),
                        newColumns.wanted(topic),
                        config.records().maxBytes(),
                        layout -> layouts.computeIfAbsent(layout, first -> first))
                .compile(topic, tables);
        return topics.mapsAllFields(topic.topic())
                ? encoder.withAllFieldsOf(topics.schemasOf(topic.topic()).copy())
                : encoder;
    }

    private void track(TopicMapping topic, Map<String, TableDescription> tables) {
        for (TableMapping mapping : topic.tables()) {
            TableDescription table = tables.get(mapping.table());
            String time = MappingCompiler.timeColumn(mapping, table);
            boolean isInKey = table.key().isEmpty() || table.key().contains(time);
            if (!config.ledger().isEnabled() || time == null) {
                continue;
            }
            if (table.copyable()
                    && isInKey
                    && topic.deletes() == DeleteMode.NONE
                    && mapping.absent() == AbsentFields.NULL) {
                tracked.add(table.name(), time, mappedColumns(mapping, table));
            } else {
                tracked.exclude(table.name());
            }
        }
    }

    /** Not the time of receipt, which can differ from that of the record. */
    private static List<String> mappedColumns(TableMapping mapping, TableDescription table) {
        return mapping.fields().stream()
                .filter(field -> field.source() != Source.Coordinate.RECEIVED)
                .map(FieldMapping::column)
                .distinct()
                .filter(table.columns()::containsKey)
                .toList();
    }

    private List<PolicyManager.TablePolicies> policiesOf(
            TopicMapping topic, Map<String, TableDescription> tables, Catalog catalog, Server server)
            throws SQLException {
        List<PolicyManager.TablePolicies> found = new ArrayList<>();
        for (TableMapping table : topic.tables()) {
            found.add(PolicyManager.TablePolicies.of(
                    tables.get(table.table()), catalog.timeDimension(table.table(), server), config.schema()));
        }
        return found;
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
}
