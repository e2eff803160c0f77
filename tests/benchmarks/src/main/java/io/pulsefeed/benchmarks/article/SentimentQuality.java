package io.pulsefeed.benchmarks.article;

import io.pulsefeed.article.sentiment.SentimentEngine;
import io.pulsefeed.article.sentiment.SentimentEngines;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Compares predicted sentiment labels of headlines with human labels. */
final class SentimentQuality {

    private static final List<String> LABELS = List.of("negative", "neutral", "positive");

    private SentimentQuality() {}

    static void measure(Headlines headlines, Map<String, Double> results) {
        score(headlines, null, "", results);
        score(headlines, Path.of(SentimentEngines.NO_OVERLAY), "_baseline", results);
        results.put("sentiment_headlines", (double) headlines.byId().size());
    }

    private static void score(Headlines headlines, Path overlay, String suffix, Map<String, Double> results) {
        int[][] matrix = new int[3][3];
        try (SentimentEngine engine = SentimentEngines.create("vader", overlay, Map.of())) {
            for (Headlines.Headline headline : headlines.byId().values()) {
                String label = engine.score(headline.text(), "").label();
                matrix[headline.label() + 1][LABELS.indexOf(label)]++;
            }
        }
        double sum = 0;
        double correct = 0;
        for (int k = 0; k < 3; k++) {
            int labeled = matrix[k][0] + matrix[k][1] + matrix[k][2];
            int predicted = matrix[0][k] + matrix[1][k] + matrix[2][k];
            correct += matrix[k][k];
            sum += Rates.share(2.0 * matrix[k][k], labeled + predicted);
        }
        results.put("sentiment_macro_f1" + suffix, sum / 3);
        results.put(
                "sentiment_accuracy" + suffix,
                Rates.share(correct, headlines.byId().size()));
    }
}
