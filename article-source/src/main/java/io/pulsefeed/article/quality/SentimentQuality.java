package io.pulsefeed.article.quality;

import io.pulsefeed.article.sentiment.SentimentEngine;
import io.pulsefeed.article.sentiment.SentimentEngines;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Compares labels given to headlines with those that people gave. */
final class SentimentQuality {

    private static final List<String> LABELS = List.of("negative", "neutral", "positive");

    private SentimentQuality() {}

    static void measure(Headlines headlines, Map<String, Double> figures) {
        score(headlines, null, "", figures);
        score(headlines, Path.of(SentimentEngines.NO_OVERLAY), "_baseline", figures);
        figures.put("sentiment_headlines", (double) headlines.byId().size());
    }

    private static void score(Headlines headlines, Path overlay, String suffix, Map<String, Double> figures) {
        int[][] matrix = new int[3][3];
        try (SentimentEngine engine = SentimentEngines.create("vader", overlay, Map.of())) {
            for (Headlines.Headline headline : headlines.byId().values()) {
                String label = engine.score(headline.text(), "").label();
                matrix[headline.label() + 1][LABELS.indexOf(label)]++;
            }
        }
        double sum = 0;
        double right = 0;
        for (int k = 0; k < 3; k++) {
            int labelled = matrix[k][0] + matrix[k][1] + matrix[k][2];
            int given = matrix[0][k] + matrix[1][k] + matrix[2][k];
            right += matrix[k][k];
            sum += Rates.share(2.0 * matrix[k][k], labelled + given);
        }
        figures.put("sentiment_macro_f1" + suffix, sum / 3);
        figures.put(
                "sentiment_accuracy" + suffix,
                Rates.share(right, headlines.byId().size()));
    }
}
