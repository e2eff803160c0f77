package io.pulsefeed.article.config;

import io.pulsefeed.commons.config.ConfigKey;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/**
 * What a record holds and how it is judged.
 *
 * @param unitScale true for scores of 0 to 1, false for -1 to 1
 * @param overlay null for the built-in vocabulary
 * @param dictionary null for the built-in coins
 * @param valueAsMap true when the value is a map for JsonConverter, false for JSON text
 */
public record ContentKeys(
        int contentChars,
        int summaryChars,
        String engine,
        boolean unitScale,
        Path overlay,
        Path dictionary,
        boolean valueAsMap) {

    public static final String CONTENT_CHARS = "content.max.chars";
    public static final String SUMMARY_CHARS = "summary.max.chars";
    public static final String ENGINE = "sentiment.engine";
    public static final String SCALE = "sentiment.scale";
    public static final String OVERLAY = "sentiment.lexicon.overlay.path";
    public static final String DICTIONARY = "mentions.dictionary.path";
    public static final String VALUE_FORMAT = "value.format";

    private static final String GROUP = "Articles";
    private static final List<String> SCALES = List.of("unit", "compound");
    private static final List<String> FORMATS = List.of("json", "map");

    public static final ConfigDef DEFINITION = define();

    static ContentKeys of(AbstractConfig config) {
        return new ContentKeys(
                config.getInt(CONTENT_CHARS),
                config.getInt(SUMMARY_CHARS),
                config.getString(ENGINE),
                "unit".equals(config.getString(SCALE)),
                path(config.getString(OVERLAY)),
                path(config.getString(DICTIONARY)),
                "map".equals(config.getString(VALUE_FORMAT)));
    }

    private static Path path(String text) {
        return text == null || text.isBlank() ? null : Path.of(text);
    }

    private static ConfigDef define() {
        ConfigDef definition = new ConfigDef();
        ConfigKey.of(CONTENT_CHARS, Type.INT)
                .defaultsTo(100_000)
                .validatedBy(Range.between(0, 200_000))
                .displayedAs("Body limit (characters)")
                .documentedAs(
                        """
                        Cuts the body of an article after so many characters; 0 writes no body. The upper end keeps a record
                        below the one megabyte that brokers accept by default.
                        """)
                .addTo(definition, GROUP);
        ConfigKey.of(SUMMARY_CHARS, Type.INT)
                .defaultsTo(500)
                .validatedBy(Range.between(0, 10_000))
                .importance(Importance.LOW)
                .displayedAs("Summary limit (characters)")
                .documentedAs("Cuts the summary at the end of a word, after at most so many characters.")
                .addTo(definition, GROUP);
        ConfigKey.of(VALUE_FORMAT, Type.STRING)
                .defaultsTo("json")
                .validatedBy(Rules.oneOf(FORMATS))
                .recommendedBy(Rules.recommend(FORMATS))
                .displayedAs("Value format")
                .documentedAs(
                        """
                        Form of the record values. json is JSON text with the documented bytes: use it with
                        org.apache.kafka.connect.converters.ByteArrayConverter. map is for JsonConverter with schemas off and
                        for transforms that look into the value; that converter writes the two times with an exponent.
                        """)
                .addTo(definition, GROUP);
        addJudgement(definition);
        return definition;
    }

    private static void addJudgement(ConfigDef definition) {
        ConfigKey.of(ENGINE, Type.STRING)
                .defaultsTo("vader")
                .validatedBy(Rules.notBlank())
                .displayedAs("Sentiment engine")
                .documentedAs(
                        """
                        Judges the mood of an article: vader is built in; onnx runs a model of your own and needs the optional
                        part of this plugin; else the name of a class on the plugin's class path that implements
                        io.pulsefeed.article.sentiment.SentimentEngine.
                        """)
                .addTo(definition, GROUP);
        ConfigKey.of(SCALE, Type.STRING)
                .defaultsTo("unit")
                .validatedBy(Rules.oneOf(SCALES))
                .recommendedBy(Rules.recommend(SCALES))
                .displayedAs("Sentiment scale")
                .documentedAs(
                        """
                        unit writes scores from 0 to 1 with 0.5 for neutral, compound from -1 to 1. Never mix both in one
                        topic.
                        """)
                .addTo(definition, GROUP);
        ConfigKey.of(OVERLAY, Type.STRING)
                .defaultsTo("")
                .importance(Importance.LOW)
                .width(Width.LONG)
                .displayedAs("Market vocabulary")
                .documentedAs("A file with market words and their moods that replaces the built-in one.")
                .addTo(definition, GROUP);
        ConfigKey.of(DICTIONARY, Type.STRING)
                .defaultsTo("")
                .importance(Importance.LOW)
                .width(Width.LONG)
                .displayedAs("Coin dictionary")
                .documentedAs("A JSON file with the coins to look for that replaces the built-in one.")
                .addTo(definition, GROUP);
    }
}
