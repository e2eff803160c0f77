package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.config.OffsetsMode;
import io.pulsefeed.timescale.config.SinkConfig;
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
import io.pulsefeed.timescale.schema.Edition;
import io.pulsefeed.timescale.schema.Interval;
import io.pulsefeed.timescale.schema.PolicyKeeper;
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
import java.util.Objects;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks around on a new connection: edition, tables (created where that is wanted), encoders for their columns. */
final class SessionOpener {

    private static final Logger LOG = LoggerFactory.getLogger(SessionOpener.class);

    private final SinkConfig config;
    private final List<TopicMapping> topics;
    private final ValueRules rules;
    private final Clock clock;
    private final SinkMetrics metrics;

    SessionOpener(
            SinkConfig config,
            List<TopicMapping> topics,
            ValueRules rules,
            SinkMetrics metrics,
            Clock clock,
            LongSupplier nanos) {
        this.clock = clock;
        this.metrics = metrics;
        this.newColumns = new NewColumns(config.addsColumns(), nanos);
        this.config = config;
        this.topics = topics;
        this.rules = rules;
    }

    private final NewColumns newColumns;
    private PolicyKeeper policies;

    void addColumns(Connection connection, Map<String, Map<String, String>> columnsByTopic) throws SQLException {
        newColumns.add(connection, topics, columnsByTopic);
    }

    /** Sets up policies, and drops old chunks where nobody else does. */
    void keepPolicies(Connection connection, Session session, long nanos) throws SQLException {
        if (config.isFirstTask() && policies != null) {
            policies.keep(connection, session.server().edition(), nanos);
        }
    }

    Session open(Connection connection) throws SQLException {
        TableCreator creator = new TableCreator(connection);
        if (config.createsExtension()) {
            creator.createExtension();
        }
        Server server = Server.ask(connection);
        requireEdition(server);
        metrics.edition(server.edition().ordinal());
        if (config.offsetsMode() == OffsetsMode.DATABASE) {
            creator.createOffsets();
        }
        Catalog catalog = new Catalog(connection);
        Map<String, TopicEncoder> encoders = new HashMap<>();
        List<PolicyKeeper.Wish> wishes = new ArrayList<>();
        for (TopicMapping topic : newColumns.extend(topics)) {
            Map<String, TableDescription> tables = new HashMap<>();
            for (TableMapping table : topic.tables()) {
                TableDescription described = describe(catalog, creator, server, table);
                tables.put(table.table(), described);
                wishes.add(new PolicyKeeper.Wish(
                        table.table(),
                        described.key(),
                        catalog.timeDimension(table.table(), server),
                        config.retention(table.table()),
                        config.compressAfter(table.table())));
            }
            encoders.put(
                    topic.topic(),
                    new MappingCompiler(
                                    new Encoders(rules.withLate(lateMicros(topic))),
                                    newColumns.wanted(topic),
                                    config.recordMaxBytes())
                            .compile(topic, tables));
        }
        connection.commit();
        policies = policies == null ? new PolicyKeeper(wishes, metrics::policySkipped) : policies;
        LOG.info(
                "{}; writing {}",
                server,
                topics.stream()
                        .flatMap(topic -> topic.tables().stream())
                        .map(TableMapping::table)
                        .toList());
        return new Session(server, encoders);
    }

    /** Before which a row is older than every table of the topic keeps. */
    private LongSupplier lateMicros(TopicMapping topic) {
        return topic.tables().stream()
                .map(table -> config.retention(table.table()))
                .filter(Objects::nonNull)
                .map(Interval::duration)
                .max(Comparator.naturalOrder())
                .<LongSupplier>map(keep -> () -> (clock.millis() - keep.toMillis()) * 1000)
                .orElse(() -> Long.MIN_VALUE);
    }

    private void requireEdition(Server server) {
        if (server.edition().ordinal() < config.requiredEdition().ordinal()) {
            throw new ConnectException("edition.require asks for "
                    + Edition.values()[config.requiredEdition().ordinal()].description() + ", but the server is "
                    + server + ". Use another server, or set edition.require=any.");
        }
    }

    private TableDescription describe(Catalog catalog, TableCreator creator, Server server, TableMapping mapping)
            throws SQLException {
        String table = mapping.table();
        boolean builtIn = TableCreator.isBuiltIn(table);
        if (config.createsTable(builtIn) && catalog.describe(table, List.of()).isEmpty()) {
            if (builtIn) {
                creator.createBuiltIn(table, config.chunkInterval(table));
            } else {
                creator.create(TablePlan.of(mapping), server.edition(), config.chunkInterval(table));
            }
            LOG.info("Created table {}", table);
        }
        TableDescription described = catalog.describe(table, mapping.key())
                .orElseThrow(() -> new ConnectException("Table " + table + " for topic " + mapping.topic()
                        + " does not exist. Create it, or set auto.create=true."));
        requireKey(mapping, described);
        return described;
    }

    private void requireKey(TableMapping mapping, TableDescription table) {
        boolean unkeyed = table.key().isEmpty()
                || !mapping.fields().stream().map(FieldMapping::column).toList().containsAll(table.key());
        if (unkeyed && config.offsetsMode() == OffsetsMode.KAFKA && !config.duplicatesOk()) {
            throw new ConnectException("Table " + mapping.table() + " has no unique index on mapped columns"
                    + (mapping.key().isEmpty() ? "" : " " + mapping.key())
                    + ", so with offsets.mode=kafka a restart would write rows twice. Create the index, use offsets.mode=database, or set"
                    + " duplicates.ok=true.");
        }
    }
}
