package io.pulsefeed.benchmarks.article;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.article.extract.BlockModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelTrainingTest {

    private static final BoostedTrees.Parameters PARAMETERS = new BoostedTrees.Parameters(40, 4, 0.3, 1, 1, 1, 1);

    @Test
    void learnsCombinationOfFeatures() throws IOException {
        float[][] samples = new float[400][];
        float[] labels = new float[400];
        float[] weights = new float[400];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = new float[] {i % 20, i / 20, i % 7};
            labels[i] = i % 20 > 9 && i / 20 > 4 ? 1 : 0;
            weights[i] = 1;
        }

        List<String> lines = BoostedTrees.train(samples, labels, weights, PARAMETERS);

        BlockModel model = BlockModel.read(new BufferedReader(new StringReader(String.join("\n", lines))));
        assertThat(model.probability(new float[] {15, 10, 3})).isGreaterThan(0.9);
        assertThat(model.probability(new float[] {5, 10, 3})).isLessThan(0.1);
        assertThat(model.probability(new float[] {15, 2, 3})).isLessThan(0.1);
        assertThat(BoostedTrees.train(samples, labels, weights, PARAMETERS)).isEqualTo(lines);
    }

    @Test
    void labelsParagraphsOfBody() {
        PageTruth truth = new PageTruth.Body(
                "The first paragraph has some words.\n\nPart two\n\nThe last paragraph has words, too.");

        int[] labels = BlockLabels.of(
                truth,
                List.of(
                        "Part two",
                        "The first paragraph has some words.",
                        "Part two",
                        "The last paragraph has words, too.",
                        "Other words that are not part of it",
                        "The last paragraph has words, too."));

        assertThat(labels).containsExactly(0, 1, 1, 1, 0, 0);
    }

    @Test
    void labelsParagraphsWithSnippets() {
        PageTruth truth = new PageTruth.Snippets(List.of("some words", "mixed"), List.of("Share", "and wrong"));

        assertThat(BlockLabels.of(truth, List.of("Share it", "With some  words here", "mixed and wrong", "unknown")))
                .containsExactly(0, 1, -1, -1);
    }

    @Test
    void scoresSnippets() {
        SetScore score = new SetScore(PageSet.SNIPPETS);

        score.add(new PageTruth.Snippets(List.of("one two", "three"), List.of("four", "five")), "one\ntwo five");

        assertThat(score.precision()).isEqualTo(0.5);
        assertThat(score.recall()).isEqualTo(0.5);
    }

    @Test
    void keepsPagesOfSiteTogether() {
        assertThat(LabeledPages.site("www.example.co.uk")).isEqualTo("example");
        assertThat(LabeledPages.site("news.example.de")).isEqualTo("example");
        assertThat(LabeledPages.site("localhost")).isEqualTo("localhost");
    }
}
