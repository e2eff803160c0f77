package io.pulsefeed.cli.mapping;

import io.pulsefeed.timescale.config.Interval;
import io.pulsefeed.timescale.config.TimescaleSinkConnectorConfig;
import io.pulsefeed.timescale.copy.Encoders;
import io.pulsefeed.timescale.copy.ValueCounts;
import io.pulsefeed.timescale.copy.ValueRules;
import io.pulsefeed.timescale.mapping.MappingCompiler;
import io.pulsefeed.timescale.mapping.MappingParser;
import io.pulsefeed.timescale.mapping.TableMapping;
import io.pulsefeed.timescale.mapping.TablePlan;
import io.pulsefeed.timescale.mapping.TopicEncoder;
import io.pulsefeed.timescale.mapping.TopicMapping;
import io.pulsefeed.timescale.schema.Column;
import io.pulsefeed.timescale.schema.NewTable;
import io.pulsefeed.timescale.schema.Server;
import io.pulsefeed.timescale.schema.TableDescription;
import io.pulsefeed.timescale.schema.TableSql;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.postgresql.core.Oid;

/** A proposed configuration as the sink reads it: its statements, and its encoders for the tables that it would create. */
final class SinkModel {

    private static final Map<String, Integer> OIDS = Map.ofEntries(
            Map.entry("boolean", Oid.BOOL),
            Map.entry("integer", Oid.INT4),
            Map.entry("bigint", Oid.INT8),
            Map.entry("numeric", Oid.NUMERIC),
            Map.entry("double precision", Oid.FLOAT8),
            Map.entry("text", Oid.TEXT),
            Map.entry("uuid", Oid.UUID),
            Map.entry("date", Oid.DATE),
            Map.entry("time", Oid.TIME),
            Map.entry("timestamptz", Oid.TIMESTAMPTZ),
            Map.entry("jsonb", Oid.JSONB),
            Map.entry("boolean[]", Oid.BOOL_ARRAY),
            Map.entry("integer[]", Oid.INT4_ARRAY),
            Map.entry("bigint[]", Oid.INT8_ARRAY),
            Map.entry("numeric[]", Oid.NUMERIC_ARRAY),
            Map.entry("double precision[]", Oid.FLOAT8_ARRAY),
            Map.entry("text[]", Oid.TEXT_ARRAY),
            Map.entry("uuid[]", Oid.UUID_ARRAY),
            Map.entry("date[]", Oid.DATE_ARRAY),
            Map.entry("time[]", Oid.TIME_ARRAY),
            Map.entry("timestamptz[]", Oid.TIMESTAMPTZ_ARRAY));

    private final TimescaleSinkConnectorConfig config;
    private final TopicMapping mapping;
    private final List<NewTable> tables = new ArrayList<>();

    private SinkModel(TimescaleSinkConnectorConfig config) {
        this.config = config;
        this.mapping = MappingParser.parse(config.mappings(), config.schema()).get(0);
        for (TableMapping table : mapping.tables()) {
            tables.add(TablePlan.of(table, null));
        }
    }

    /** @param settings of the connector */
    static SinkModel of(Map<String, String> settings) {
        Map<String, String> properties = new HashMap<>(settings);
        // The placeholder is only known to the worker, and no connection is made.
        properties.put("connection.url", "jdbc:postgresql://localhost/none");
        return new SinkModel(new TimescaleSinkConnectorConfig(properties));
    }

    List<NewTable> tables() {
        return List.copyOf(tables);
    }

    /** The statements that create the tables, by table. */
    Map<String, List<String>> ddl(Server server) {
        Map<String, List<String>> statements = new LinkedHashMap<>();
        for (NewTable table : tables) {
            Optional<Interval> chunk = config.schema().chunkInterval().of(table.name());
            statements.put(table.name(), TableSql.create(table, server, chunk));
        }
        return statements;
    }

    int maxRecordBytes() {
        return config.records().maxBytes();
    }

    /** An encoder of records for the tables, as if they existed. */
    TopicEncoder encoder(Clock clock) {
        Map<String, TableDescription> descriptions = new HashMap<>();
        for (NewTable table : tables) {
            Map<String, Column> columns = new LinkedHashMap<>();
            table.columns()
                    .forEach(column -> columns.put(
                            column.name(),
                            new Column(column.name(), oid(column.type()), column.type(), -1, column.notNull(), false)));
            descriptions.put(table.name(), new TableDescription(table.name(), columns, table.key()));
        }
        Encoders encoders = new Encoders(ValueRules.of(config.records(), clock, new ValueCounts()));
        return new MappingCompiler(encoders, null, maxRecordBytes(), UnaryOperator.identity())
                .compile(mapping, descriptions);
    }

    private static int oid(String type) {
        Integer oid = OIDS.get(type);
        if (oid == null) {
            throw new IllegalArgumentException("no column is proposed with type " + type);
        }
        return oid;
    }
}
