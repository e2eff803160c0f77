package io.pulsefeed.article.config;

import io.pulsefeed.commons.config.ConfigKey;
import io.pulsefeed.commons.config.Validators;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.jspecify.annotations.Nullable;

/**
 * The model of the {@code onnx} sentiment engine. The engine is an optional package and reads the remaining keys of this group
 * from {@link ArticleSourceConnectorConfig#sentimentProperties()}.
 */
public record OnnxModelConfig(@Nullable Path model, @Nullable Path vocabulary) {

    public static final String MODEL = "sentiment.onnx.model";
    public static final String VOCABULARY = "sentiment.onnx.vocabulary";
    public static final String LABELS = "sentiment.onnx.labels";
    public static final String MAX_LENGTH = "sentiment.onnx.max.length";
    public static final String LOWER_CASE = "sentiment.onnx.lower.case";
    public static final String THREADS = "sentiment.onnx.threads";

    private static final String GROUP = "Sentiment model";
    private static final Set<String> SENTIMENT_LABELS = Set.of("positive", "negative", "neutral");

    static OnnxModelConfig of(AbstractConfig config) {
        return new OnnxModelConfig(
                ContentConfig.pathOrNull(config.getString(MODEL)),
                ContentConfig.pathOrNull(config.getString(VOCABULARY)));
    }

    /** The keys that the engine requires and that are not set. */
    public List<String> missingKeys() {
        List<String> missing = new ArrayList<>();
        if (model == null) {
            missing.add(MODEL);
        }
        if (vocabulary == null) {
            missing.add(VOCABULARY);
        }
        return missing;
    }

    static void addTo(ConfigDef definition) {
        ConfigKey.of(MODEL, Type.STRING)
                .defaultsTo("")
                .importance(Importance.LOW)
                .width(Width.LONG)
                .displayedAs("Model file")
                .documentedAs(
                        """
                        Path of the ONNX file on the worker: a BERT model with three classes. Required when sentiment.engine
                        is onnx, which also requires the optional pulsefeed-article-onnx package.
                        """)
                .addTo(definition, GROUP);
        ConfigKey.of(VOCABULARY, Type.STRING)
                .defaultsTo("")
                .importance(Importance.LOW)
                .width(Width.LONG)
                .displayedAs("Vocabulary of the model")
                .documentedAs("Path of the model's vocab.txt on the worker, with one word piece per line.")
                .addTo(definition, GROUP);
        ConfigKey.of(LABELS, Type.LIST)
                .defaultsTo("positive,negative,neutral")
                .validatedBy(eachOnce(SENTIMENT_LABELS))
                .importance(Importance.LOW)
                .displayedAs("Classes of the model")
                .documentedAs("Labels of the model's outputs, in output order. The default is the order of FinBERT.")
                .addTo(definition, GROUP);
        ConfigKey.of(MAX_LENGTH, Type.INT)
                .defaultsTo(128)
                .validatedBy(Range.between(8, 512))
                .importance(Importance.LOW)
                .displayedAs("Maximum input (word pieces)")
                .documentedAs(
                        """
                        Maximum input length in word pieces; longer texts are truncated. Time and memory grow with it. Most
                        models accept up to 512.
                        """)
                .addTo(definition, GROUP);
        ConfigKey.of(LOWER_CASE, Type.BOOLEAN)
                .defaultsTo(true)
                .importance(Importance.LOW)
                .displayedAs("Lower case")
                .documentedAs("Converts the text to lower case and strips accents, as uncased models require.")
                .addTo(definition, GROUP);
        ConfigKey.of(THREADS, Type.INT)
                .defaultsTo(1)
                .validatedBy(Range.between(1, 64))
                .importance(Importance.LOW)
                .displayedAs("Threads")
                .documentedAs("Number of threads that the model uses for one text, per task.")
                .addTo(definition, GROUP);
    }

    private static Validator eachOnce(Set<String> values) {
        String description = "each of " + String.join(", ", new TreeSet<>(values)) + " once";
        return Validators.of(
                description,
                value -> Validators.require(
                        value instanceof List<?> list
                                && list.size() == values.size()
                                && values.equals(Set.copyOf(list)),
                        "must contain " + description + "."));
    }
}
