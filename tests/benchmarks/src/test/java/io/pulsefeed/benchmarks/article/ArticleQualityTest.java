package io.pulsefeed.benchmarks.article;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.EvaluationData;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArticleQualityTest {

    @TempDir
    Path data;

    @Test
    void meetsQualityTargetsOnLabeledData() throws IOException {
        EvaluationData.require(
                "article/extraction/ground-truth.json",
                "quality of extraction, sentiment and mentions on labeled data");
        Path evaluationData = EvaluationData.require("article", "quality on labeled data");

        Map<String, Double> results = ArticleQuality.evaluate(evaluationData);

        results.forEach((name, value) -> System.out.printf("%-36s %.4f%n", name, value));
        assertThat(results.get("extraction_f1")).isGreaterThanOrEqualTo(0.976);
        assertThat(results.get("extraction_precision")).isGreaterThanOrEqualTo(0.97);
        assertThat(results.get("snippets_f1")).isGreaterThanOrEqualTo(0.95);
        assertThat(results.get("snippets_de_f1")).isGreaterThanOrEqualTo(0.94);
        assertThat(results.get("readability_f1")).isGreaterThanOrEqualTo(0.95);
        assertThat(results.get("sentiment_macro_f1")).isGreaterThanOrEqualTo(0.60);
        assertThat(results.get("mention_precision")).isGreaterThanOrEqualTo(0.99);
        assertThat(results.get("mention_recall")).isGreaterThanOrEqualTo(0.95);
    }

    /** Trains a model for each part of the pages. */
    @Test
    void meetsQualityTargetsOnUnseenSites() throws IOException {
        Map<String, Double> results = ArticleQuality.crossValidate(
                EvaluationData.require("article", "quality of extraction on unseen sites"));

        assertThat(results.get("extraction_f1_unseen")).isGreaterThanOrEqualTo(0.965);
        assertThat(results.get("snippets_f1_unseen")).isGreaterThanOrEqualTo(0.93);
        assertThat(results.get("snippets_de_f1_unseen")).isGreaterThanOrEqualTo(0.90);
        assertThat(results.get("snippets_en_f1_unseen")).isGreaterThanOrEqualTo(0.90);
        assertThat(results.get("readability_f1_unseen")).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void evaluatesCustomFolder() throws IOException {
        String text =
                "The first sentence of the only page says something. The second one adds a little more to it, as usual.";
        write(
                "extraction/ground-truth.json",
                "{\"one\":{\"url\":\"https://a.example/x\",\"articleBody\":\"" + text + "\"}}");
        Files.createDirectories(data.resolve("extraction/html"));
        try (OutputStream out =
                new GZIPOutputStream(Files.newOutputStream(data.resolve("extraction/html/one.html.gz")))) {
            out.write(("<body><nav><p>Home</p></nav><article><p>" + text + "</p></article>")
                    .getBytes(StandardCharsets.UTF_8));
        }
        write(
                "sentiment/own-headlines.csv",
                "id,date,headline,label\n1,2026-01-01,\"Bitcoin soars, \"\"again\"\"\",1\n2,,Exchange hacked,-1\n");
        write(
                "mentions/dictionary-suggestion.json",
                "[{\"id\":\"bitcoin\",\"symbol\":\"BTC\"},{\"id\":\"tron\",\"symbol\":\"TRX\"}]");
        write("mentions/labels-own.jsonl", "{\"id\":1,\"coins\":[\"bitcoin\"]}\n{\"id\":2,\"coins\":[\"tron\"]}\n");

        Map<String, Double> results = ArticleQuality.evaluate(data);

        assertThat(results)
                .containsEntry("extraction_f1", 1.0)
                .containsEntry("sentiment_accuracy", 1.0)
                .containsEntry("mention_precision", 1.0)
                .containsEntry("mention_recall", 0.5);
    }

    @Test
    void skipsMissingParts() throws IOException {
        assertThat(ArticleQuality.evaluate(data)).isEmpty();
    }

    private void write(String file, String content) throws IOException {
        Path path = data.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }
}
