package io.pulsefeed.timescale.config;

import io.pulsefeed.commons.config.ConfigKey;
import io.pulsefeed.commons.config.EnumChoice;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Which records and values are valid.
 *
 * @param maxBytes larger records are not parsed
 * @param timeMin earliest valid time of a row
 * @param timeMax latest valid time of a row
 * @param coerceStrings whether text that holds a number or a boolean is valid in a column of that type
 */
public record RecordConfig(
        int maxBytes,
        TimeLimit timeMin,
        TimeLimit timeMax,
        Tombstones tombstones,
        NulCharacters nulCharacters,
        NonFinite nonFinite,
        boolean coerceStrings) {

    private static final String RECORD_MAX_BYTES = "record.max.bytes";
    private static final String TIME_MIN = "time.min";
    private static final String TIME_MAX = "time.max";
    private static final String TOMBSTONES = "tombstones";
    private static final String NUL_CHARS = "nul.chars";
    private static final String NONFINITE = "nonfinite";
    private static final String COERCE_STRINGS = "coerce.strings";

    private static final EnumChoice<Tombstones> TOMBSTONE_CHOICES = EnumChoice.of(Tombstones.class);
    private static final EnumChoice<NulCharacters> NUL_CHOICES = EnumChoice.of(NulCharacters.class);
    private static final EnumChoice<NonFinite> NONFINITE_CHOICES = EnumChoice.of(NonFinite.class);
    private static final String GROUP = "Records";

    static RecordConfig of(AbstractConfig config) {
        return new RecordConfig(
                config.getInt(RECORD_MAX_BYTES),
                TimeLimit.parse(config.getString(TIME_MIN)),
                TimeLimit.parse(config.getString(TIME_MAX)),
                TOMBSTONE_CHOICES.get(config, TOMBSTONES),
                NUL_CHOICES.get(config, NUL_CHARS),
                NONFINITE_CHOICES.get(config, NONFINITE),
                config.getBoolean(COERCE_STRINGS));
    }

    static void addTo(ConfigDef definition) {
        ConfigKey.of(RECORD_MAX_BYTES, Type.INT)
                .defaultsTo(1 << 20)
                .validatedBy(Range.between(1024, 1 << 26))
                .importance(Importance.LOW)
                .displayedAs("Bytes per record")
                .documentedAs("Maximum size of a record. A larger record is a bad record and is not parsed.")
                .addTo(definition, GROUP);
        ConfigKey.of(TIME_MIN, Type.STRING)
                .defaultsTo("1970-01-01T00:00:00Z")
                .validatedBy(TimeLimit.VALIDATOR)
                .importance(Importance.LOW)
                .displayedAs("Earliest time")
                .documentedAs(
                        """
                        Earliest valid time of a row, as ISO 8601 or relative to now, such as now-90d. The server itself
                        accepts any year and creates a chunk for it.""")
                .addTo(definition, GROUP);
        ConfigKey.of(TIME_MAX, Type.STRING)
                .defaultsTo("now+1d")
                .validatedBy(TimeLimit.VALIDATOR)
                .importance(Importance.LOW)
                .displayedAs("Latest time")
                .documentedAs("Latest valid time of a row, as ISO 8601 or relative to now, such as now+1d.")
                .addTo(definition, GROUP);
        addValueKeys(definition);
    }

    private static void addValueKeys(ConfigDef definition) {
        ConfigKey.of(TOMBSTONES, TOMBSTONE_CHOICES, Tombstones.IGNORE)
                .importance(Importance.LOW)
                .displayedAs("Tombstones")
                .documentedAs(
                        "What to do with a record without a value: ignore skips and counts it, reject makes it a bad record.")
                .addTo(definition, GROUP);
        ConfigKey.of(NUL_CHARS, NUL_CHOICES, NulCharacters.STRIP)
                .importance(Importance.LOW)
                .displayedAs("NUL characters")
                .documentedAs(
                        """
                        What to do with the character U+0000, which PostgreSQL cannot store: strip removes it, replace
                        writes U+FFFD, reject makes the record a bad record.""")
                .addTo(definition, GROUP);
        ConfigKey.of(NONFINITE, NONFINITE_CHOICES, NonFinite.REJECT)
                .importance(Importance.LOW)
                .displayedAs("Non-finite numbers")
                .documentedAs(
                        """
                        What to do with NaN, Infinity and -Infinity as text: reject makes the record a bad record, accept
                        writes them. Float values of a schema are always accepted.""")
                .addTo(definition, GROUP);
        ConfigKey.of(COERCE_STRINGS, Type.BOOLEAN)
                .defaultsTo(false)
                .importance(Importance.LOW)
                .displayedAs("Coerce strings")
                .documentedAs(
                        """
                        Accepts text that holds a number or a boolean for a column of that type, and text that holds a
                        number for a time with a unit. Text of headers, keys and constants is always accepted.""")
                .addTo(definition, GROUP);
    }
}
