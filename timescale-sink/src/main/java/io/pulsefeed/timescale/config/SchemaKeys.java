package io.pulsefeed.timescale.config;

import io.pulsefeed.commons.config.ConfigKey;
import io.pulsefeed.timescale.schema.Interval;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;

/** What the sink may do to the database besides writing rows. */
final class SchemaKeys {

    static final String EDITION_REQUIRE = "edition.require";
    static final String EXTENSION_CREATE = "extension.create";
    static final String CHUNK_INTERVAL = "chunk.interval";
    static final String RETENTION = "retention";
    static final String COMPRESS_AFTER = "compress.after";

    static final String SCHEMA_EVOLUTION = "schema.evolution";
    static final String EXTRA_COLUMN = "extra.column";

    static final Choice<SchemaEvolution> EVOLUTIONS = Choice.of(SchemaEvolution.class);
    static final Choice<RequiredEdition> EDITIONS = Choice.of(RequiredEdition.class);
    private static final String GROUP = "Hypertables";

    private SchemaKeys() {}

    /** The settings that each table may override, as {@code chunk.interval.TABLE}. */
    static List<String> perTable() {
        return List.of(CHUNK_INTERVAL, RETENTION, COMPRESS_AFTER);
    }

    static void addTo(ConfigDef definition) {
        ConfigKey.of(EDITION_REQUIRE, Type.STRING)
                .defaultsTo(Choice.name(RequiredEdition.ANY))
                .validatedBy(EDITIONS)
                .recommendedBy(EDITIONS)
                .importance(Importance.LOW)
                .displayedAs("Required edition")
                .documentedAs(
                        """
                        Least server that the sink accepts. any takes plain PostgreSQL as well; apache needs TimescaleDB;
                        community needs its Community edition, so that policies are never skipped.""")
                .addTo(definition, GROUP);
        ConfigKey.of(EXTENSION_CREATE, Type.BOOLEAN)
                .defaultsTo(false)
                .importance(Importance.LOW)
                .displayedAs("Create the extension")
                .documentedAs("Runs CREATE EXTENSION timescaledb where the server has it and the database does not.")
                .addTo(definition, GROUP);
        addEvolutionKeys(definition);
        interval(
                        CHUNK_INTERVAL,
                        "Chunk interval",
                        "How much time one chunk of a new hypertable holds. Empty takes the table's own.")
                .addTo(definition, GROUP);
        interval(
                        RETENTION,
                        "Retention",
                        """
                        Drops chunks that are older. The Community edition gets a policy; on the Apache edition the sink itself
                        drops them, at most once an hour. Empty keeps everything.""")
                .addTo(definition, GROUP);
        interval(
                        COMPRESS_AFTER,
                        "Compress after",
                        """
                        Compresses chunks that are older, where the server is of the Community edition; said once and left out
                        elsewhere. Empty compresses nothing.""")
                .addTo(definition, GROUP);
    }

    private static void addEvolutionKeys(ConfigDef definition) {
        ConfigKey.of(SCHEMA_EVOLUTION, Type.STRING)
                .defaultsTo(Choice.name(SchemaEvolution.NONE))
                .validatedBy(EVOLUTIONS)
                .recommendedBy(EVOLUTIONS)
                .importance(Importance.LOW)
                .displayedAs("Schema evolution")
                .documentedAs(
                        """
                        What to do with a top-level field that no mapping asks for. none leaves it out and counts it; add makes a
                        nullable column of its name. Columns are never dropped, renamed or narrowed.""")
                .addTo(definition, GROUP);
        ConfigKey.of(EXTRA_COLUMN, Type.STRING)
                .defaultsTo("")
                .importance(Importance.LOW)
                .displayedAs("Extra column")
                .documentedAs(
                        """
                        A jsonb column that keeps the top-level fields which no mapping asks for. Empty leaves them out.""")
                .addTo(definition, GROUP);
    }

    private static ConfigKey interval(String name, String label, String text) {
        return ConfigKey.of(name, Type.STRING)
                .defaultsTo("")
                .validatedBy(new IntervalValidator())
                .importance(Importance.LOW)
                .displayedAs(label)
                .documentedAs(text + " For one table: " + name + ".TABLE.");
    }

    static final class IntervalValidator implements Validator {

        @Override
        public void ensureValid(String key, Object value) {
            String text = String.valueOf(value);
            if (!text.isBlank() && Interval.parse(text).isEmpty()) {
                throw new ConfigException(key, value, "must be " + this);
            }
        }

        @Override
        public String toString() {
            return "empty, or a number and minutes, hours, days or weeks, such as 90 days";
        }
    }
}
