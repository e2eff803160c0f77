package io.pulsefeed.article.onnx;

import ai.onnxruntime.OrtException;
import io.pulsefeed.article.sentiment.Sentiment;
import io.pulsefeed.article.sentiment.SentimentEngine;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores sentiment with a BERT model of three classes, such as FinBERT. The score is the probability of positive minus that of
 * negative. The most probable class determines the label; the score is limited to the range of that label.
 */
public final class OnnxEngine implements SentimentEngine {

    private static final Logger LOG = LoggerFactory.getLogger(OnnxEngine.class);
    private static final double LABEL_THRESHOLD = 0.05;
    private static final double BELOW_THRESHOLD = 0.0499;
    /** A word piece has at least one character, so that longer texts exceed any model input. */
    private static final int MAX_CHARS = 20_000;

    private final OnnxSettings settings;
    private final WordPieceTokenizer pieces;
    private final OnnxModel model;
    private final int positive;
    private final int negative;

    /**
     * Loads the model.
     *
     * @param settings the connector properties with the prefix {@code sentiment.}
     * @throws IllegalArgumentException if a property is invalid; the message contains the key, the file and the fix
     */
    public OnnxEngine(Map<String, String> settings) {
        this.settings = OnnxSettings.of(settings);
        this.pieces = WordPieceTokenizer.read(this.settings.vocabulary(), this.settings.lowerCase());
        List<String> labels = this.settings.labels();
        this.positive = labels.indexOf("positive");
        this.negative = labels.indexOf("negative");
        this.model = OnnxModel.open(this.settings.model(), labels.size(), pieces.padding(), this.settings.threads());
        LOG.info("Scoring sentiment with model {}, classes {}", this.settings.model(), labels);
    }

    @Override
    public Sentiment score(@Nullable String title, @Nullable String text) {
        String head = title == null ? "" : title.strip();
        String body = text == null ? "" : text.strip();
        String combined = head + (head.isEmpty() || body.isEmpty() ? "" : ". ") + body;
        return combined.isEmpty()
                ? Sentiment.NEUTRAL
                : scoreAll(List.of(combined)).get(0);
    }

    @Override
    public String version() {
        return "onnx/" + settings.model().getFileName();
    }

    /** Scores several texts in one run of the model. */
    List<Sentiment> scoreAll(List<String> texts) {
        List<long[]> inputs = texts.stream()
                .map(text -> pieces.encode(text.substring(0, Math.min(text.length(), MAX_CHARS)), settings.maxLength()))
                .toList();
        try {
            return List.of(model.run(inputs)).stream().map(this::sentiment).toList();
        } catch (OrtException e) {
            throw new IllegalStateException("The model " + settings.model() + " failed: " + e.getMessage(), e);
        }
    }

    private Sentiment sentiment(float[] logits) {
        double[] probabilities = softmax(logits);
        double score = probabilities[positive] - probabilities[negative];
        if (Double.isNaN(score)) {
            throw new IllegalStateException("The model " + settings.model() + " returned NaN for a text.");
        }
        int mostProbable = mostProbable(probabilities);
        double bounded = mostProbable == positive
                ? Math.max(score, LABEL_THRESHOLD)
                : mostProbable == negative
                        ? Math.min(score, -LABEL_THRESHOLD)
                        : Math.max(-BELOW_THRESHOLD, Math.min(score, BELOW_THRESHOLD));
        return Sentiment.of(
                new BigDecimal(bounded).setScale(4, RoundingMode.HALF_EVEN).doubleValue() + 0.0);
    }

    private static int mostProbable(double[] probabilities) {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        return best;
    }

    /** Subtracts the largest value first, to avoid an overflow. */
    private static double[] softmax(float[] logits) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = Math.max(largest, logit);
        }
        double[] probabilities = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            probabilities[i] = Math.exp(logits[i] - largest);
            sum += probabilities[i];
        }
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] /= sum;
        }
        return probabilities;
    }

    @Override
    public void close() {
        model.close();
    }
}
