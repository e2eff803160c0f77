package io.pulsefeed.timescale.config;

import io.pulsefeed.commons.config.ConfigKey;
import io.pulsefeed.commons.config.EnumChoice;
import io.pulsefeed.commons.config.Validators;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Validator;

/**
 * Which server the sink requires, and which schema changes and policies it applies.
 *
 * @param extensionCreate whether to run {@code CREATE EXTENSION timescaledb}
 * @param extraColumn jsonb column for unmapped fields; empty for none
 * @param decompressMaxTuples limit of rows that one statement decompresses; 0 for none
 */
public record SchemaConfig(
        RequiredEdition requiredEdition,
        boolean extensionCreate,
        SchemaEvolution evolution,
        String extraColumn,
        TableInterval chunkInterval,
        TableInterval retention,
        TableInterval compressAfter,
        TableColumns compressSegmentBy,
        TableColumns compressOrderBy,
        int decompressMaxTuples) {

    public static final String COMPRESS_AFTER = "compress.after";

    /** Accepts the values of {@code retention} and of {@code retention.TABLE}. */
    private static final Validator INTERVAL = Validators.ofText(
            "empty, or a number and minutes, hours, days or weeks, such as 90 days",
            text -> Validators.require(
                    text.isBlank() || Interval.parse(text).isPresent(),
                    "must be empty, or a number and minutes, hours, days or weeks, such as 90 days"));

    /** Accepts the values of {@code compress.segmentby.TABLE}. */
    private static final Validator SEGMENT_BY =
            Validators.ofText("empty, or column names", text -> TableColumns.split(text)
                    .forEach(column -> Validators.require(
                            column.matches(TableColumns.NAME),
                            "must be empty, or column names separated by commas, such as device_id, type_tag")));

    /** Accepts the values of {@code compress.orderby.TABLE}. */
    private static final Validator ORDER_BY =
            Validators.ofText("empty, or column names with ASC or DESC", text -> TableColumns.split(text)
                    .forEach(column -> Validators.require(
                            OrderColumn.parse(column).isPresent(),
                            "must be empty, or column names separated by commas, each with an optional ASC or DESC and NULLS"
                                    + " FIRST or LAST, such as timestamp DESC, packet_number DESC")));

    private static final String EDITION_REQUIRE = "edition.require";
    private static final String EXTENSION_CREATE = "extension.create";
    private static final String SCHEMA_EVOLUTION = "schema.evolution";
    private static final String EXTRA_COLUMN = "extra.column";
    private static final String CHUNK_INTERVAL = "chunk.interval";
    private static final String RETENTION = "retention";
    private static final String COMPRESS_SEGMENTBY = "compress.segmentby";
    private static final String COMPRESS_ORDERBY = "compress.orderby";
    private static final String DECOMPRESS_MAX_TUPLES = "decompress.max.tuples";

    private static final EnumChoice<SchemaEvolution> EVOLUTIONS = EnumChoice.of(SchemaEvolution.class);
    private static final EnumChoice<RequiredEdition> EDITIONS = EnumChoice.of(RequiredEdition.class);
    private static final String GROUP = "Hypertables";

    static SchemaConfig of(AbstractConfig config) {
        return new SchemaConfig(
                EDITIONS.get(config, EDITION_REQUIRE),
                config.getBoolean(EXTENSION_CREATE),
                EVOLUTIONS.get(config, SCHEMA_EVOLUTION),
                config.getString(EXTRA_COLUMN).strip(),
                TableInterval.of(config, CHUNK_INTERVAL),
                TableInterval.of(config, RETENTION),
                TableInterval.of(config, COMPRESS_AFTER),
                TableColumns.of(config, COMPRESS_SEGMENTBY),
                TableColumns.of(config, COMPRESS_ORDERBY),
                config.getInt(DECOMPRESS_MAX_TUPLES));
    }

    /** Keys with the name of a table at their end, for example {@code retention.TABLE}, and the validators of their values. */
    public static Map<String, Validator> tableKeys() {
        return Map.of(
                CHUNK_INTERVAL, INTERVAL,
                RETENTION, INTERVAL,
                COMPRESS_AFTER, INTERVAL,
                COMPRESS_SEGMENTBY, SEGMENT_BY,
                COMPRESS_ORDERBY, ORDER_BY);
    }

    /** The first {@code compress.orderby.TABLE} with a column that is also in {@code compress.segmentby.TABLE}. */
    public Optional<String> ambiguousOrder() {
        return compressOrderBy.byTable().keySet().stream()
                .filter(table -> orderBy(table).orElseThrow().stream()
                        .anyMatch(column ->
                                compressSegmentBy.of(table).orElse(List.of()).contains(column.name())))
                .map(table -> COMPRESS_ORDERBY + "." + table)
                .findFirst();
    }

    /** Columns of {@code compress.orderby.TABLE}; empty if the key is not set. */
    public Optional<List<OrderColumn>> orderBy(String table) {
        return compressOrderBy.of(table).map(columns -> columns.stream()
                .map(column -> OrderColumn.parse(column).orElseThrow())
                .toList());
    }

    static void addTo(ConfigDef definition) {
        ConfigKey.of(EDITION_REQUIRE, EDITIONS, RequiredEdition.ANY)
                .importance(Importance.LOW)
                .displayedAs("Required edition")
                .documentedAs(
                        """
                        Minimum server that the sink accepts. any accepts plain PostgreSQL as well; apache requires
                        TimescaleDB; community requires its Community edition, so that policies are never skipped.""")
                .addTo(definition, GROUP);
        ConfigKey.of(EXTENSION_CREATE, Type.BOOLEAN)
                .defaultsTo(false)
                .importance(Importance.LOW)
                .displayedAs("Create the extension")
                .documentedAs("Runs CREATE EXTENSION IF NOT EXISTS timescaledb on each new connection.")
                .addTo(definition, GROUP);
        addEvolutionKeys(definition);
        interval(
                        CHUNK_INTERVAL,
                        "Chunk interval",
                        "Time range of one chunk of a new hypertable. If empty, the default of the table is used.")
                .addTo(definition, GROUP);
        interval(
                        RETENTION,
                        "Retention",
                        """
                        Drops chunks older than this. The Community edition gets a retention policy, which the sink changes or
                        removes with this key; on the Apache edition the sink drops the chunks itself, at most once an hour.
                        If empty, nothing is dropped. If not set, the table connect_sink_retention decides: a new built-in
                        hypertable gets 90 days there, an EmotiBit table 365 days; a table of an earlier release keeps all rows.""")
                .addTo(definition, GROUP);
        interval(
                        COMPRESS_AFTER,
                        "Compress after",
                        """
                        Compresses chunks older than this on the Community edition, with a policy that the sink changes or
                        removes with this key. On other servers the sink logs one warning and does not compress. If empty,
                        nothing is compressed. compress.segmentby.TABLE and compress.orderby.TABLE set how the rows of a table
                        are grouped and ordered.""")
                .addTo(definition, GROUP);
        ConfigKey.of(DECOMPRESS_MAX_TUPLES, Type.INT)
                .defaultsTo(0)
                .validatedBy(ConfigDef.Range.atLeast(0))
                .importance(Importance.LOW)
                .displayedAs("Decompressed rows per statement")
                .documentedAs(
                        """
                        Maximum number of rows that TimescaleDB decompresses for one statement of the sink that changes rows in
                        compressed chunks (timescaledb.max_tuples_decompressed_per_dml_transaction, for the connection of the
                        sink only). 0 means no limit. The server's default of 100000 rejects many late rows with SQLSTATE
                        53400.""")
                .addTo(definition, GROUP);
    }

    private static void addEvolutionKeys(ConfigDef definition) {
        ConfigKey.of(SCHEMA_EVOLUTION, EVOLUTIONS, SchemaEvolution.NONE)
                .importance(Importance.LOW)
                .displayedAs("Schema evolution")
                .documentedAs(
                        """
                        What to do with a top-level field that is not mapped. none ignores and counts it; add adds a
                        nullable column with its name. Columns are never dropped, renamed or narrowed.""")
                .addTo(definition, GROUP);
        ConfigKey.of(EXTRA_COLUMN, Type.STRING)
                .defaultsTo("")
                .importance(Importance.LOW)
                .displayedAs("Extra column")
                .documentedAs("A jsonb column that stores the unmapped top-level fields. If empty, they are ignored.")
                .addTo(definition, GROUP);
    }

    private static ConfigKey interval(String name, String label, String text) {
        return ConfigKey.of(name, Type.STRING)
                .defaultsTo("")
                .validatedBy(INTERVAL)
                .importance(Importance.LOW)
                .displayedAs(label)
                .documentedAs(text + " Override it for one table with " + name + ".TABLE.");
    }
}
