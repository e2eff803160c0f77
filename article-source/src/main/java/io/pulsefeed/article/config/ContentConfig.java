package io.pulsefeed.article.config;

import io.pulsefeed.commons.accounts.SourceAccounts;
import io.pulsefeed.commons.config.ConfigKey;
import io.pulsefeed.commons.config.EnumChoice;
import io.pulsefeed.commons.config.Validators;
import io.pulsefeed.commons.delivery.ReceiveTime;
import java.nio.file.Path;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.jspecify.annotations.Nullable;

/**
 * Content of the records: size limits, value format, sentiment analysis and coin mentions.
 *
 * @param maxContentChars 0 to write no body
 * @param maxContentPages pages of an article that are read
 * @param sentimentEngine {@code vader}, {@code onnx}, or a class name
 * @param sentimentLanguages ISO 639 codes; empty for the languages of the engine
 * @param lexiconOverlay replaces the built-in market vocabulary
 * @param mentionDictionary replaces the built-in coin dictionary
 * @param receiveTime whether records have the header of the receive time
 * @param accountsTopic topic of the accounts; empty for none
 */
public record ContentConfig(
        int maxContentChars,
        int maxContentPages,
        int maxSummaryChars,
        String sentimentEngine,
        SentimentScale sentimentScale,
        Set<String> sentimentLanguages,
        @Nullable Path lexiconOverlay,
        @Nullable Path mentionDictionary,
        ValueFormat valueFormat,
        ValueFields valueFields,
        boolean receiveTime,
        String accountsTopic) {

    public static final String MAX_CONTENT_CHARS = "content.max.chars";
    public static final String MAX_CONTENT_PAGES = "content.max.pages";
    public static final String MAX_SUMMARY_CHARS = "summary.max.chars";
    public static final String SENTIMENT_ENGINE = "sentiment.engine";
    public static final String SENTIMENT_SCALE = "sentiment.scale";
    public static final String SENTIMENT_LANGUAGES = "sentiment.languages";
    public static final String LEXICON_OVERLAY_PATH = "sentiment.lexicon.overlay.path";
    public static final String MENTION_DICTIONARY_PATH = "mentions.dictionary.path";
    public static final String VALUE_FORMAT = "value.format";

    public static final String VALUE_FIELDS = "value.fields";

    private static final String GROUP = "Articles";
    private static final EnumChoice<SentimentScale> SCALES = EnumChoice.of(SentimentScale.class);
    private static final EnumChoice<ValueFields> FIELDS = EnumChoice.of(ValueFields.class);
    private static final EnumChoice<ValueFormat> FORMATS = EnumChoice.of(ValueFormat.class);

    static ContentConfig of(AbstractConfig config) {
        return new ContentConfig(
                config.getInt(MAX_CONTENT_CHARS),
                config.getInt(MAX_CONTENT_PAGES),
                config.getInt(MAX_SUMMARY_CHARS),
                config.getString(SENTIMENT_ENGINE),
                SCALES.get(config, SENTIMENT_SCALE),
                Set.copyOf(config.getList(SENTIMENT_LANGUAGES)),
                pathOrNull(config.getString(LEXICON_OVERLAY_PATH)),
                pathOrNull(config.getString(MENTION_DICTIONARY_PATH)),
                FORMATS.get(config, VALUE_FORMAT),
                FIELDS.get(config, VALUE_FIELDS),
                ReceiveTime.isEnabled(config),
                SourceAccounts.topic(config));
    }

    static @Nullable Path pathOrNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : Path.of(text);
    }

    static void addTo(ConfigDef definition) {
        defineSizes(definition);
        ConfigKey.of(VALUE_FORMAT, FORMATS, ValueFormat.JSON)
                .displayedAs("Value format")
                .documentedAs(
                        """
                        Format of the record values. json writes JSON text as bytes and requires
                        org.apache.kafka.connect.converters.ByteArrayConverter. map writes a schemaless map for JsonConverter
                        with schemas disabled and for transforms that read fields of the value; JsonConverter writes the two
                        timestamps in exponent notation. struct has a schema and 64-bit floats; use it with any other
                        converter.
                        """)
                .addTo(definition, GROUP);
        ConfigKey.of(VALUE_FIELDS, FIELDS, ValueFields.STANDARD)
                .importance(Importance.LOW)
                .displayedAs("Value fields")
                .documentedAs(
                        """
                        Fields of the record values. extended adds language, date_source, date_precision, sentiment_scorer,
                        author, image, section, paywalled and keywords, which are always in the headers. Fields without a
                        value are omitted.
                        """)
                .addTo(definition, GROUP);
        defineSentiment(definition);
        ConfigKey.of(MENTION_DICTIONARY_PATH, Type.STRING)
                .defaultsTo("")
                .importance(Importance.LOW)
                .width(Width.LONG)
                .displayedAs("Coin dictionary")
                .documentedAs(
                        """
                        Path of a JSON file on the worker that replaces the built-in dictionary of coins. A changed file is read
                        again without a restart, within a minute.
                        """)
                .addTo(definition, GROUP);
        ReceiveTime.addTo(definition, GROUP);
        SourceAccounts.addTo(definition, GROUP);
    }

    private static void defineSizes(ConfigDef definition) {
        ConfigKey.of(MAX_CONTENT_CHARS, Type.INT)
                .defaultsTo(100_000)
                .validatedBy(Range.between(0, 200_000))
                .displayedAs("Body limit (characters)")
                .documentedAs(
                        """
                        Maximum length of the article body in characters; longer bodies are truncated. 0 writes no body. The
                        maximum value keeps a record below the default 1 MB limit of Kafka brokers.
                        """)
                .addTo(definition, GROUP);
        ConfigKey.of(MAX_CONTENT_PAGES, Type.INT)
                .defaultsTo(1)
                .validatedBy(Range.between(1, 20))
                .importance(Importance.LOW)
                .displayedAs("Pages per article")
                .documentedAs(
                        """
                        Maximum number of pages of an article that is split over several pages (.../story/2, ...?page=2). Each is
                        fetched with the delay and the rules of robots.txt of its site. 1 reads the first page only.
                        """)
                .addTo(definition, GROUP);
        ConfigKey.of(MAX_SUMMARY_CHARS, Type.INT)
                .defaultsTo(500)
                .validatedBy(Range.between(0, 10_000))
                .importance(Importance.LOW)
                .displayedAs("Summary limit (characters)")
                .documentedAs(
                        "Maximum length of the summary in characters; longer summaries are truncated at a word boundary.")
                .addTo(definition, GROUP);
    }

    private static void defineSentiment(ConfigDef definition) {
        ConfigKey.of(SENTIMENT_ENGINE, Type.STRING)
                .defaultsTo("vader")
                .validatedBy(Validators.notBlank())
                .displayedAs("Sentiment engine")
                .documentedAs(
                        """
                        Engine that scores the sentiment of an article: vader (built in), onnx (runs an ONNX model; requires
                        the optional pulsefeed-article-onnx package), or the name of a class that implements
                        io.pulsefeed.article.sentiment.SentimentEngine on the plugin's class path.
                        """)
                .addTo(definition, GROUP);
        ConfigKey.of(SENTIMENT_SCALE, SCALES, SentimentScale.UNIT)
                .displayedAs("Sentiment scale")
                .documentedAs(
                        """
                        Range of the sentiment score: unit writes 0 to 1 with 0.5 for neutral, compound writes -1 to 1. Use
                        only one scale per topic.
                        """)
                .addTo(definition, GROUP);
        ConfigKey.of(SENTIMENT_LANGUAGES, Type.LIST)
                .defaultsTo("")
                .importance(Importance.LOW)
                .displayedAs("Scored languages")
                .documentedAs(
                        """
                        ISO 639 codes of the languages that the sentiment engine scores, such as en,de. Articles in other
                        languages are neutral and have the header sentiment_reason. When empty, the engine decides: vader
                        scores English, onnx and custom engines score all languages unless they declare others.
                        """)
                .addTo(definition, GROUP);
        ConfigKey.of(LEXICON_OVERLAY_PATH, Type.STRING)
                .defaultsTo("")
                .importance(Importance.LOW)
                .width(Width.LONG)
                .displayedAs("Market vocabulary")
                .documentedAs(
                        """
                        Path of a file on the worker with market words and their valences that replaces the built-in market
                        vocabulary of the vader engine.
                        """)
                .addTo(definition, GROUP);
    }
}
