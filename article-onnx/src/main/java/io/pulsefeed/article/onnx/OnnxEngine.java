package io.pulsefeed.article.onnx;

import ai.onnxruntime.OrtException;
import io.pulsefeed.article.sentiment.Sentiment;
import io.pulsefeed.article.sentiment.SentimentEngine;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges with a BERT model of three classes, such as FinBERT. The score is the probability of positive less that of negative;
 * the most probable class decides the label, and so on which side of the label's bound of 0.05 the score lies.
 */
public final class OnnxEngine implements SentimentEngine {

    private static final Logger LOG = LoggerFactory.getLogger(OnnxEngine.class);
    private static final double BOUND = 0.05;
    private static final double BELOW_BOUND = 0.0499;
    /** A word piece is a character at least; of a longer text nothing more can be seen. */
    private static final int CHARS_MAX = 20_000;

    private final OnnxSettings settings;
    private final WordPieces pieces;
    private final OnnxModel model;
    private final int positive;
    private final int negative;

    /**
     * @param settings the connector's keys that begin with {@code sentiment.}
     * @throws IllegalArgumentException naming the key, the file and what to change
     */
    public OnnxEngine(Map<String, String> settings) {
        this.settings = OnnxSettings.of(settings);
        this.pieces = WordPieces.read(this.settings.vocabulary(), this.settings.lowerCase());
        List<String> labels = this.settings.labels();
        this.positive = labels.indexOf("positive");
        this.negative = labels.indexOf("negative");
        this.model = OnnxModel.open(this.settings.model(), labels.size(), pieces.padding(), this.settings.threads());
        LOG.info("Judging articles with the model {} of the classes {}.", this.settings.model(), labels);
    }

    @Override
    public Sentiment score(String title, String text) {
        String head = title == null ? "" : title.strip();
        String body = text == null ? "" : text.strip();
        String joint = head + (head.isEmpty() || body.isEmpty() ? "" : ". ") + body;
        return joint.isEmpty() ? Sentiment.NEUTRAL : scoreAll(List.of(joint)).get(0);
    }

    /** Judges several texts in one run of the model. */
    List<Sentiment> scoreAll(List<String> texts) {
        List<long[]> inputs = texts.stream()
                .map(text -> pieces.encode(text.substring(0, Math.min(text.length(), CHARS_MAX)), settings.maxLength()))
                .toList();
        try {
            return List.of(model.run(inputs)).stream().map(this::judge).toList();
        } catch (OrtException e) {
            throw new IllegalStateException("The model " + settings.model() + " failed: " + e.getMessage(), e);
        }
    }

    private Sentiment judge(float[] logits) {
        double[] shares = softmax(logits);
        double score = shares[positive] - shares[negative];
        if (Double.isNaN(score)) {
            throw new IllegalStateException("The model " + settings.model() + " gave what is no number for a text.");
        }
        int likeliest = likeliest(shares);
        double bounded = likeliest == positive
                ? Math.max(score, BOUND)
                : likeliest == negative
                        ? Math.min(score, -BOUND)
                        : Math.max(-BELOW_BOUND, Math.min(score, BELOW_BOUND));
        return Sentiment.of(
                new BigDecimal(bounded).setScale(4, RoundingMode.HALF_EVEN).doubleValue() + 0.0);
    }

    private static int likeliest(double[] shares) {
        int best = 0;
        for (int i = 1; i < shares.length; i++) {
            best = shares[i] > shares[best] ? i : best;
        }
        return best;
    }

    /** Less the largest first, so that no power overflows. */
    private static double[] softmax(float[] logits) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = Math.max(largest, logit);
        }
        double[] shares = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            shares[i] = Math.exp(logits[i] - largest);
            sum += shares[i];
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    @Override
    public void close() {
        model.close();
    }
}
