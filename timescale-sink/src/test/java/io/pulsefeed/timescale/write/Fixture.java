package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.Records;
import io.pulsefeed.timescale.config.TimescaleSinkConnectorConfig;
import io.pulsefeed.timescale.copy.Encoders;
import io.pulsefeed.timescale.copy.ValueCounts;
import io.pulsefeed.timescale.copy.ValueRules;
import io.pulsefeed.timescale.mapping.MappingCompiler;
import io.pulsefeed.timescale.mapping.MappingParser;
import io.pulsefeed.timescale.mapping.TableMapping;
import io.pulsefeed.timescale.mapping.TopicEncoder;
import io.pulsefeed.timescale.mapping.TopicMapping;
import io.pulsefeed.timescale.metrics.SinkMetrics;
import io.pulsefeed.timescale.schema.Column;
import io.pulsefeed.timescale.schema.Edition;
import io.pulsefeed.timescale.schema.Server;
import io.pulsefeed.timescale.schema.TableDescription;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** A configuration, encoders and metrics without a database: topic {@code readings} with the columns {@code id} and {@code name}. */
final class Fixture {

    static final String TOPIC = "readings";
    static final TopicPartition FIRST = new TopicPartition(TOPIC, 0);
    static final TopicPartition SECOND = new TopicPartition(TOPIC, 1);

    private static final int INT8 = 20;
    private static final int TEXT = 25;
    private static final int INET = 869;

    final VirtualTime time = new VirtualTime();
    final TimescaleSinkConnectorConfig config;
    private final Map<String, DoubleSupplier> gauges = new HashMap<>();
    final SinkMetrics metrics =
            new SinkMetrics((name, description, tags, value) -> gauges.put(name, value), time, Clock.systemUTC());

    Fixture(String... properties) {
        Map<String, String> all = new HashMap<>(Map.of(
                "name",
                "sink",
                "topics",
                TOPIC,
                "connection.url",
                "jdbc:postgresql://db/x",
                "fields.readings",
                "id, name"));
        for (int i = 0; i < properties.length; i += 2) {
            all.put(properties[i], properties[i + 1]);
        }
        this.config = new TimescaleSinkConnectorConfig(all);
    }

    PausedTopics pausedTopics() {
        return new PausedTopics(metrics, time);
    }

    BatchExchange exchange() {
        return new BatchExchange(config.delivery().lingerMs(), config.delivery().batchMaxBytes(), time, time);
    }

    RecordIntake intake(SinkTaskContext context, BatchExchange exchange, PausedTopics paused) {
        return new RecordIntake(
                config.delivery(),
                config.records().tombstones(),
                new MappingParser(config.mappings(), config.schema())::isMapped,
                "sink",
                context,
                exchange,
                paused,
                metrics,
                time);
    }

    WriterLoop writerLoop(
            ScriptedConnection connection, BatchExchange exchange, PausedTopics paused, long retryTimeoutMs) {
        return new WriterLoop(connection::connect, exchange, paused, "the database", retryTimeoutMs, metrics, time);
    }

    /** Encoders that collect the unmapped field {@code extra} for a new column. */
    Session session() {
        return new Session(new Server(Edition.PLAIN, "17", null), Map.of(TOPIC, encoder()), Map.of());
    }

    TopicEncoder encoder() {
        TopicMapping mapping =
                MappingParser.parse(config.mappings(), config.schema()).get(0);
        Map<String, Column> columns = new LinkedHashMap<>();
        columns.put("id", new Column("id", INT8, "bigint", -1, true, false));
        columns.put("name", new Column("name", TEXT, "text", -1, false, false));
        columns.put("host", new Column("host", INET, "inet", -1, false, false));
        Map<String, TableDescription> tables = new HashMap<>();
        for (TableMapping table : mapping.tables()) {
            tables.put(table.table(), new TableDescription(table.table(), columns, List.of("id")));
        }
        ValueRules rules = ValueRules.of(config.records(), Clock.systemUTC(), new ValueCounts());
        return new MappingCompiler(
                        new Encoders(rules), "extra"::equals, config.records().maxBytes(), UnaryOperator.identity())
                .compile(mapping, tables);
    }

    double metric(String name) {
        return gauges.get(name).getAsDouble();
    }

    static SinkRecord record(long offset) {
        return record(FIRST, offset, "{\"id\":" + offset + "}");
    }

    static SinkRecord record(TopicPartition partition, long offset, String json) {
        return Records.value(
                partition.topic(),
                partition.partition(),
                offset,
                json == null ? null : json.getBytes(StandardCharsets.UTF_8),
                new ConnectHeaders());
    }

    static SQLException sqlError(String state) {
        return new SQLException("error " + state, state);
    }
}
