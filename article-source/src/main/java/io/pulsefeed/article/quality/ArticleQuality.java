package io.pulsefeed.article.quality;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Measures how good texts, sentiment and mentions are on labelled data of one's own, and what a simple method reaches on the
 * same data in the same run. Plain types only, so that a caller in another class loader can use it.
 */
public final class ArticleQuality {

    private ArticleQuality() {}

    /**
     * Evaluates what {@code data} holds of: {@code extraction/ground-truth.json} with {@code extraction/html/ID.html.gz},
     * {@code sentiment/*headlines*.csv} (id, date, headline, label), and {@code mentions/labels*.jsonl} over those headlines
     * with {@code mentions/dictionary-suggestion.json} as inventory.
     *
     * @return figures by name, in a fixed order, 0 to 1 unless the name says {@code ms}; a name that ends in
     *     {@code _baseline} is the simple method's figure; parts that the folder lacks are absent
     * @throws IOException when a file that is there cannot be read
     */
    public static Map<String, Double> evaluate(Path data) throws IOException {
        Map<String, Double> figures = new LinkedHashMap<>();
        if (Files.exists(data.resolve("extraction/ground-truth.json"))) {
            new ExtractionQuality(data.resolve("extraction")).measure(figures);
        }
        Headlines headlines = Headlines.in(data.resolve("sentiment"));
        if (!headlines.isEmpty()) {
            SentimentQuality.measure(headlines, figures);
            MentionQuality.measure(headlines, data.resolve("mentions"), figures);
        }
        return figures;
    }

    /** Prints the figures, one a line. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println(
                    "usage: ArticleQuality DIR, the folder that holds extraction/, sentiment/ and mentions/");
            System.exit(2);
        }
        evaluate(Path.of(arguments[0]))
                .forEach((name, figure) -> System.out.println(String.format(Locale.ROOT, "%-36s %.4f", name, figure)));
    }
}
