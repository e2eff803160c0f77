package io.pulsefeed.benchmarks;

import io.pulsefeed.benchmarks.article.ArticleQuality;
import io.pulsefeed.cli.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pulsefeed bench article}: quality of text extraction, sentiment and mentions on labeled data, with baselines. */
@Command(
        name = "article",
        mixinStandardHelpOptions = true,
        description = "Evaluates text extraction, sentiment and mentions on labeled data, each against a baseline.")
final class ArticleBenchCommand implements Callable<Integer> {

    private static final String BASELINE = "_baseline";

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description =
                    "Folder that contains extraction/, extraction-snippets/, readability/, sentiment/ and mentions/. "
                            + "Missing parts are skipped.")
    private Path data;

    @Option(
            names = "--cross-validate",
            description = "Evaluate the text extraction on unseen sites, with models that are trained without them.")
    private boolean crossValidate;

    @Option(
            names = "--train",
            paramLabel = "FILE",
            description =
                    "Train the model of the text extraction on all pages, and write it to FILE. Evaluates nothing.")
    private @Nullable Path model;

    @Override
    public Integer call() throws Exception {
        if (!Files.isDirectory(data)) {
            throw new UserError(
                    data
                            + " is not a folder; set --data to the folder that contains extraction/, sentiment/ and mentions/.");
        }
        if (model != null) {
            ArticleQuality.train(data, model);
            System.out.println("Wrote " + model);
            return 0;
        }
        Map<String, Double> values = crossValidate ? ArticleQuality.crossValidate(data) : ArticleQuality.evaluate(data);
        if (values.isEmpty()) {
            throw new UserError(
                    data + " contains no evaluation data: neither labeled pages nor headlines in sentiment/.");
        }
        BenchCommand.print(System.out, results(values));
        return 0;
    }

    /** Skips sample counts. A value without a baseline is compared with the perfect value 1. */
    private static List<BenchResult> results(Map<String, Double> values) {
        List<BenchResult> results = new ArrayList<>();
        values.forEach((name, value) -> {
            boolean count = name.endsWith("_pages") || name.endsWith("_headlines");
            if (!count && !name.endsWith(BASELINE)) {
                Double baseline = values.get(name + BASELINE);
                String unit = name.contains("ms") ? "ms" : "share";
                results.add(BenchResult.of(
                        name,
                        value,
                        unit,
                        baseline == null ? "one" : "simple method",
                        baseline == null ? 1 : baseline));
            }
        });
        return results;
    }
}
