package io.pulsefeed.article.config;

import io.pulsefeed.commons.config.ConfigKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/** A model that judges instead of the word list, when {@code sentiment.engine} is {@code onnx}. The engine reads the values. */
public final class ModelKeys {

    public static final String MODEL = "sentiment.onnx.model";
    public static final String VOCABULARY = "sentiment.onnx.vocabulary";
    public static final String LABELS = "sentiment.onnx.labels";
    public static final String MAX_LENGTH = "sentiment.onnx.max.length";
    public static final String LOWER_CASE = "sentiment.onnx.lower.case";
    public static final String THREADS = "sentiment.onnx.threads";

    private static final String GROUP = "Sentiment model";
    private static final Set<String> MOODS = Set.of("positive", "negative", "neutral");

    public static final ConfigDef DEFINITION = define();

    private ModelKeys() {}

    /** The keys that a model needs and that are not set. */
    static List<String> missing(AbstractConfig config) {
        List<String> missing = new ArrayList<>();
        for (String key : List.of(MODEL, VOCABULARY)) {
            if (config.getString(key).isBlank()) {
                missing.add(key);
            }
        }
        return missing;
    }

    private static ConfigDef define() {
        ConfigDef definition = new ConfigDef();
        ConfigKey.of(MODEL, Type.STRING)
                .defaultsTo("")
                .importance(Importance.LOW)
                .width(Width.LONG)
                .displayedAs("Model file")
                .documentedAs(
                        """
                        The ONNX file of a BERT model with three classes, on the worker. Used when sentiment.engine is onnx,
                        which needs the optional part of this plugin; the page on quality says how to add it.
                        """)
                .addTo(definition, GROUP);
        ConfigKey.of(VOCABULARY, Type.STRING)
                .defaultsTo("")
                .importance(Importance.LOW)
                .width(Width.LONG)
                .displayedAs("Vocabulary of the model")
                .documentedAs("The vocab.txt that the model was trained with, one word piece a line, on the worker.")
                .addTo(definition, GROUP);
        ConfigKey.of(LABELS, Type.LIST)
                .defaultsTo("positive,negative,neutral")
                .validatedBy(Rules.eachOnce(MOODS))
                .importance(Importance.LOW)
                .displayedAs("Classes of the model")
                .documentedAs("What the outputs of the model mean, in their order. The default is that of FinBERT.")
                .addTo(definition, GROUP);
        ConfigKey.of(MAX_LENGTH, Type.INT)
                .defaultsTo(128)
                .validatedBy(Range.between(8, 512))
                .importance(Importance.LOW)
                .displayedAs("Longest input (word pieces)")
                .documentedAs(
                        "Cuts the text after so many word pieces; time and memory grow with it. Most models take 512.")
                .addTo(definition, GROUP);
        ConfigKey.of(LOWER_CASE, Type.BOOLEAN)
                .defaultsTo(true)
                .importance(Importance.LOW)
                .displayedAs("Lower case")
                .documentedAs("Puts the text into lower case without accents first, as uncased models need it.")
                .addTo(definition, GROUP);
        ConfigKey.of(THREADS, Type.INT)
                .defaultsTo(1)
                .validatedBy(Range.between(1, 64))
                .importance(Importance.LOW)
                .displayedAs("Threads")
                .documentedAs("How many threads the model may use for one text, in each task.")
                .addTo(definition, GROUP);
        return definition;
    }
}
