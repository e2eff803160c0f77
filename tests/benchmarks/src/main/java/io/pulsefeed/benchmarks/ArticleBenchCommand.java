package io.pulsefeed.benchmarks;

import io.pulsefeed.article.quality.ArticleQuality;
import io.pulsefeed.cli.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pulsefeed bench article}: how good texts, sentiment and mentions are on labelled data, beside a simple method. */
@Command(
        name = "article",
        mixinStandardHelpOptions = true,
        description =
                "Text extraction, sentiment and mentions on labelled data of your own, each beside a simple method.")
final class ArticleBenchCommand implements Callable<Integer> {

    private static final String BASELINE = "_baseline";

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description =
                    "The folder that holds extraction/, sentiment/ and mentions/; parts that are missing are left out.")
    private Path data;

    @Override
    public Integer call() throws Exception {
        if (!Files.isDirectory(data)) {
            throw new UserError(
                    data + " is not a folder; give the one that holds extraction/, sentiment/ and mentions/.");
        }
        Map<String, Double> figures = ArticleQuality.evaluate(data);
        if (figures.isEmpty()) {
            throw new UserError("there is nothing to measure in " + data
                    + ": it holds neither extraction/ground-truth.json nor headlines in sentiment/.");
        }
        BenchCommand.print(System.out, results(figures));
        return 0;
    }

    /** Leaves out how much was measured. A figure without a baseline of its own stands beside what is perfect: 1. */
    private static List<BenchResult> results(Map<String, Double> figures) {
        List<BenchResult> results = new ArrayList<>();
        figures.forEach((name, figure) -> {
            boolean count = name.endsWith("_pages") || name.endsWith("_headlines");
            if (!count && !name.endsWith(BASELINE)) {
                Double baseline = figures.get(name + BASELINE);
                String unit = name.contains("ms") ? "ms" : "share";
                results.add(BenchResult.of(
                        name,
                        figure,
                        unit,
                        baseline == null ? "one" : "simple method",
                        baseline == null ? 1 : baseline));
            }
        });
        return results;
    }
}
