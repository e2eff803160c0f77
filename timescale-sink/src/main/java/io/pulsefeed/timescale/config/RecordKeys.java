package io.pulsefeed.timescale.config;

import io.pulsefeed.commons.config.ConfigKey;
import io.pulsefeed.timescale.copy.NulCharacters;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** Which records are good. */
final class RecordKeys {

    static final String RECORD_MAX_BYTES = "record.max.bytes";
    static final String TIME_MIN = "time.min";
    static final String TIME_MAX = "time.max";
    static final String TOMBSTONES = "tombstones";
    static final String NUL_CHARS = "nul.chars";
    static final String NONFINITE = "nonfinite";
    static final String COERCE_STRINGS = "coerce.strings";

    static final Choice<Tombstones> TOMBSTONE_CHOICE = Choice.of(Tombstones.class);
    static final Choice<NulCharacters> NUL_CHOICE = Choice.of(NulCharacters.class);
    static final Choice<NonFinite> NONFINITE_CHOICE = Choice.of(NonFinite.class);

    private static final String GROUP = "Records";

    private RecordKeys() {}

    static void addTo(ConfigDef definition) {
        ConfigKey.of(RECORD_MAX_BYTES, Type.INT)
                .defaultsTo(1 << 20)
                .validatedBy(Range.between(1024, 1 << 26))
                .importance(Importance.LOW)
                .displayedAs("Bytes per record")
                .documentedAs("Longest record that is read. A longer one is a bad record and is not parsed.")
                .addTo(definition, GROUP);
        ConfigKey.of(TIME_MIN, Type.STRING)
                .defaultsTo("1970-01-01T00:00:00Z")
                .validatedBy(TimeLimit.VALIDATOR)
                .importance(Importance.LOW)
                .displayedAs("Earliest time")
                .documentedAs(
                        """
                        Earliest time that a row may carry, as ISO 8601 or relative to now such as now-90d. The server would
                        take any year and make a chunk for it.""")
                .addTo(definition, GROUP);
        ConfigKey.of(TIME_MAX, Type.STRING)
                .defaultsTo("now+1d")
                .validatedBy(TimeLimit.VALIDATOR)
                .importance(Importance.LOW)
                .displayedAs("Latest time")
                .documentedAs("Latest time that a row may carry, as ISO 8601 or relative to now such as now+1d.")
                .addTo(definition, GROUP);
        addValueKeys(definition);
    }

    private static void addValueKeys(ConfigDef definition) {
        ConfigKey.of(TOMBSTONES, Type.STRING)
                .defaultsTo(Choice.name(Tombstones.IGNORE))
                .validatedBy(TOMBSTONE_CHOICE)
                .recommendedBy(TOMBSTONE_CHOICE)
                .importance(Importance.LOW)
                .displayedAs("Tombstones")
                .documentedAs(
                        "What to do with a record without a value: ignore counts it, reject makes it a bad record.")
                .addTo(definition, GROUP);
        ConfigKey.of(NUL_CHARS, Type.STRING)
                .defaultsTo(Choice.name(NulCharacters.STRIP))
                .validatedBy(NUL_CHOICE)
                .recommendedBy(NUL_CHOICE)
                .importance(Importance.LOW)
                .displayedAs("NUL characters")
                .documentedAs(
                        """
                        What to do with the character U+0000, which PostgreSQL cannot store: strip leaves it out, replace
                        writes U+FFFD, reject makes the record a bad one.""")
                .addTo(definition, GROUP);
        ConfigKey.of(NONFINITE, Type.STRING)
                .defaultsTo(Choice.name(NonFinite.REJECT))
                .validatedBy(NONFINITE_CHOICE)
                .recommendedBy(NONFINITE_CHOICE)
                .importance(Importance.LOW)
                .displayedAs("Non-finite numbers")
                .documentedAs(
                        """
                        What to do with NaN, Infinity and -Infinity spelled as text: reject makes the record a bad one, accept
                        writes them. Floats of a schema are always accepted.""")
                .addTo(definition, GROUP);
        ConfigKey.of(COERCE_STRINGS, Type.BOOLEAN)
                .defaultsTo(false)
                .importance(Importance.LOW)
                .displayedAs("Coerce strings")
                .documentedAs("Lets a text that holds a number or a boolean go into a column of such a type.")
                .addTo(definition, GROUP);
    }
}
