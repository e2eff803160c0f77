package io.pulsefeed.benchmarks.article;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Evaluates text extraction, sentiment and coin mentions on labeled data, each with a baseline on the same data in the same run.
 */
public final class ArticleQuality {

    private ArticleQuality() {}

    /**
     * Evaluates the parts that {@code data} contains: the pages of {@link LabeledPages#read}, {@code sentiment/*headlines*.csv}
     * (id, date, headline, label), and {@code mentions/labels*.jsonl} over those headlines
     * with {@code mentions/dictionary-suggestion.json} as the set of evaluated coins.
     *
     * @return results by name, in a fixed order, from 0 to 1 except counts and names with {@code ms}; the suffix
     *     {@code _baseline} marks the baseline
     * @throws IOException if a file cannot be read
     */
    public static Map<String, Double> evaluate(Path data) throws IOException {
        Map<String, Double> results = new LinkedHashMap<>();
        List<LabeledPage> pages = LabeledPages.read(data);
        if (!pages.isEmpty()) {
            new ExtractionQuality(pages).measure(results);
        }
        Headlines headlines = Headlines.in(data.resolve("sentiment"));
        if (!headlines.isEmpty()) {
            SentimentQuality.measure(headlines, results);
            MentionQuality.measure(headlines, data.resolve("mentions"), results);
        }
        return results;
    }

    /**
     * Evaluates the extraction of unseen sites: the pages of {@link LabeledPages#read} are divided into parts, and each part is
     * evaluated with a model that was trained on the others. Names have the suffix {@code _unseen}.
     *
     * @throws IOException if a file cannot be read
     */
    public static Map<String, Double> crossValidate(Path data) throws IOException {
        Map<String, Double> results = new LinkedHashMap<>();
        List<LabeledPage> pages = LabeledPages.read(data);
        if (!pages.isEmpty()) {
            new ExtractionQuality(pages).measureUnseen(results);
        }
        return results;
    }

    /**
     * Trains the model of the extraction on all pages of {@link LabeledPages#read}.
     *
     * @param model the file to write
     * @throws IOException if a file cannot be read or written
     */
    public static void train(Path data, Path model) throws IOException {
        Files.writeString(model, new ModelTraining(LabeledPages.read(data)).train());
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
