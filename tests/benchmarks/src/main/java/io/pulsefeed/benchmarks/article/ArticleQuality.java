package io.pulsefeed.benchmarks.article;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Evaluates text extraction, sentiment and coin mentions on labeled data, each with a baseline on the same data in the same run.
 */
public final class ArticleQuality {

    private ArticleQuality() {}

    /**
     * Evaluates the parts that {@code data} contains: {@code extraction/ground-truth.json} with {@code extraction/html/ID.html.gz},
     * {@code sentiment/*headlines*.csv} (id, date, headline, label), and {@code mentions/labels*.jsonl} over those headlines
     * with {@code mentions/dictionary-suggestion.json} as the set of evaluated coins.
     *
     * @return results by name, in a fixed order, from 0 to 1 except counts and names with {@code ms}; the suffix
     *     {@code _baseline} marks the baseline
     * @throws IOException if a file cannot be read
     */
    public static Map<String, Double> evaluate(Path data) throws IOException {
        Map<String, Double> results = new LinkedHashMap<>();
        if (Files.exists(data.resolve("extraction/ground-truth.json"))) {
            new ExtractionQuality(data.resolve("extraction")).measure(results);
        }
        Headlines headlines = Headlines.in(data.resolve("sentiment"));
        if (!headlines.isEmpty()) {
            SentimentQuality.measure(headlines, results);
            MentionQuality.measure(headlines, data.resolve("mentions"), results);
        }
        return results;
    }

    /** Prints one result per line. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println(
                    "usage: ArticleQuality DIR (the folder that contains extraction/, sentiment/ and mentions/)");
            System.exit(2);
        }
        evaluate(Path.of(arguments[0]))
                .forEach((name, value) -> System.out.println(String.format(Locale.ROOT, "%-36s %.4f", name, value)));
    }
}
