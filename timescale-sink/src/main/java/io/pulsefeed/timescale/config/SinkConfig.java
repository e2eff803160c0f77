package io.pulsefeed.timescale.config;

import io.pulsefeed.timescale.copy.TimeRange;
import io.pulsefeed.timescale.copy.ValueCounts;
import io.pulsefeed.timescale.copy.ValueRules;
import io.pulsefeed.timescale.mapping.MappingParser;
import io.pulsefeed.timescale.mapping.TopicMapping;
import io.pulsefeed.timescale.schema.Interval;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.types.Password;

/** The sink's settings, typed. */
public final class SinkConfig {

    public static final ConfigDef DEFINITION = definition();

    private final AbstractConfig values;
    private final Map<String, String> mappings;

    public SinkConfig(Map<String, String> settings) {
        this.values = new AbstractConfig(DEFINITION, settings, false);
        this.mappings = ProfileMappings.under(settings, profile());
    }

    private static ConfigDef definition() {
        ConfigDef definition = new ConfigDef();
        ConnectionKeys.addTo(definition);
        TableKeys.addTo(definition);
        WriteKeys.addTo(definition);
        SchemaKeys.addTo(definition);
        RecordKeys.addTo(definition);
        return definition;
    }

    public String connector() {
        return values.originalsStrings().getOrDefault("name", "timescale-sink");
    }

    public String url() {
        return values.getString(ConnectionKeys.URL);
    }

    public String user() {
        return values.getString(ConnectionKeys.USER);
    }

    public Password password() {
        return values.getPassword(ConnectionKeys.PASSWORD);
    }

    /** Milliseconds; negative for no limit. */
    public long retryTimeoutMs() {
        return values.getLong(ConnectionKeys.RETRY_TIMEOUT_MS);
    }

    public Profile profile() {
        return TableKeys.PROFILES.parse(values.getString(TableKeys.PROFILE));
    }

    /** @param builtIn whether the table's SQL comes with the sink */
    public boolean createsTable(boolean builtIn) {
        return switch (TableKeys.CREATIONS.parse(values.getString(TableKeys.AUTO_CREATE))) {
            case AUTO -> builtIn && profile() != Profile.NONE;
            case TRUE -> true;
            case FALSE -> false;
        };
    }

    public RequiredEdition requiredEdition() {
        return SchemaKeys.EDITIONS.parse(values.getString(SchemaKeys.EDITION_REQUIRE));
    }

    /** Whether unknown fields become columns. */
    public boolean addsColumns() {
        return SchemaKeys.EVOLUTIONS.parse(values.getString(SchemaKeys.SCHEMA_EVOLUTION)) == SchemaEvolution.ADD;
    }

    public boolean createsExtension() {
        return values.getBoolean(SchemaKeys.EXTENSION_CREATE);
    }

    /** Null when the table's own is to be taken. */
    public Interval chunkInterval(String table) {
        return interval(SchemaKeys.CHUNK_INTERVAL, table);
    }

    /** Null for no limit. */
    public Interval retention(String table) {
        return interval(SchemaKeys.RETENTION, table);
    }

    /** Null for never. */
    public Interval compressAfter(String table) {
        return interval(SchemaKeys.COMPRESS_AFTER, table);
    }

    private Interval interval(String name, String table) {
        String text = mappings.getOrDefault(name + "." + table, values.getString(name));
        return Interval.parse(text).orElse(null);
    }

    /** Whether this is the one task that looks after policies. */
    public boolean isFirstTask() {
        return mappings.getOrDefault("task.number", "0").equals("0");
    }

    public int batchMaxRows() {
        return values.getInt(WriteKeys.BATCH_MAX_ROWS);
    }

    public int batchMaxBytes() {
        return values.getInt(WriteKeys.BATCH_MAX_BYTES);
    }

    public long lingerMs() {
        return values.getLong(WriteKeys.LINGER_MS);
    }

    public OffsetsMode offsetsMode() {
        return WriteKeys.MODES.parse(values.getString(WriteKeys.OFFSETS_MODE));
    }

    public Regressed offsetsRegressed() {
        return WriteKeys.REGRESSED.parse(values.getString(WriteKeys.OFFSETS_REGRESSED));
    }

    public boolean duplicatesOk() {
        return values.getBoolean(WriteKeys.DUPLICATES_OK);
    }

    public int recordMaxBytes() {
        return values.getInt(RecordKeys.RECORD_MAX_BYTES);
    }

    public Tombstones tombstones() {
        return RecordKeys.TOMBSTONE_CHOICE.parse(values.getString(RecordKeys.TOMBSTONES));
    }

    public ValueRules valueRules(Clock clock, ValueCounts counts) {
        TimeRange range = new TimeRange(
                TimeLimit.micros(values.getString(RecordKeys.TIME_MIN), clock),
                TimeLimit.micros(values.getString(RecordKeys.TIME_MAX), clock),
                () -> Long.MIN_VALUE);
        return new ValueRules(
                RecordKeys.NUL_CHOICE.parse(values.getString(RecordKeys.NUL_CHARS)),
                values.getBoolean(RecordKeys.COERCE_STRINGS),
                RecordKeys.NONFINITE_CHOICE.parse(values.getString(RecordKeys.NONFINITE)) == NonFinite.ACCEPT,
                range,
                counts);
    }

    /** Mappings of the configured topics; with topics.regex, of every topic that has a mapping. */
    public List<TopicMapping> topicMappings() {
        return topics().stream().map(this::mapping).toList();
    }

    private List<String> topics() {
        String named = values.originalsStrings().getOrDefault("topics", "");
        if (!named.isBlank()) {
            return Arrays.stream(named.split(",")).map(String::trim).distinct().toList();
        }
        return mappings.keySet().stream()
                .filter(key -> key.startsWith("fields."))
                .map(key -> key.substring("fields.".length()).replaceFirst("/.*", ""))
                .distinct()
                .sorted()
                .toList();
    }

    /** @throws io.pulsefeed.timescale.mapping.MappingException naming the key that is wrong */
    public TopicMapping mapping(String topic) {
        return new MappingParser(mappings).parse(topic);
    }
}
