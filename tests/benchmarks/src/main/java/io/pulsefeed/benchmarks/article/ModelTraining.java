package io.pulsefeed.benchmarks.article;

import io.pulsefeed.article.extract.BlockModel;
import io.pulsefeed.article.extract.PageBlocks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Trains the model of the extraction on labeled pages. */
final class ModelTraining {

    /** Each page with a whole body has this weight, so that long pages do not dominate. */
    private static final double ARTICLE_WEIGHT = 40;

    /** These labels are the output of another program, checked by people, and include captions and comments. */
    private static final double READABILITY_WEIGHT = 20;

    private static final double SNIPPET_WEIGHT = 1.5;
    private static final int GENERATED = 400;
    private static final double GENERATED_WEIGHT = 10;
    private static final double MIN_WEIGHT = 0.05;
    private static final double MAX_WEIGHT = 5;
    private static final int MIN_BODY_WORDS = 100;
    /** Added to the number of words of a paragraph, so that headings count. */
    private static final int WORDS = 3;

    private static final String HEADER = "# Trained by: pulsefeed bench article --data DIR --train FILE";

    private record Sample(float[] features, float label, float weight) {}

    private final List<LabeledPage> pages;
    private final Map<LabeledPage, List<Sample>> samples = new HashMap<>();

    ModelTraining(List<LabeledPage> saved) {
        this.pages = new ArrayList<>(saved);
        pages.addAll(GeneratedPages.create(GENERATED));
        pages.forEach(page -> samples.put(page, samplesOf(page)));
    }

    /** A model of all pages, as text. */
    String train() {
        return HEADER + "\n" + String.join("\n", train(page -> true)) + "\n";
    }

    /** For each part of the pages, a model of all other parts. */
    List<BlockModel> crossValidate() {
        return IntStream.range(0, LabeledPage.FOLDS)
                .parallel()
                .mapToObj(fold -> model(train(page -> page.fold() != fold)))
                .collect(Collectors.toList());
    }

    private static BlockModel model(List<String> lines) {
        try {
            return BlockModel.read(new BufferedReader(new StringReader(String.join("\n", lines))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> train(Predicate<LabeledPage> used) {
        List<Sample> all = new ArrayList<>();
        for (LabeledPage page : pages) {
            if (used.test(page)) {
                all.addAll(samples.get(page));
            }
        }
        float[][] features = new float[all.size()][];
        float[] labels = new float[all.size()];
        float[] weights = new float[all.size()];
        for (int i = 0; i < all.size(); i++) {
            features[i] = all.get(i).features;
            labels[i] = all.get(i).label;
            weights[i] = all.get(i).weight;
        }
        return BoostedTrees.train(features, labels, weights, BoostedTrees.Parameters.DEFAULTS);
    }

    private static List<Sample> samplesOf(LabeledPage page) {
        PageBlocks blocks = PageBlocks.of(page.input());
        List<String> texts = blocks.texts();
        int[] labels = BlockLabels.of(page.truth(), texts);
        int[] words =
                texts.stream().mapToInt(text -> ShingleScore.words(text).size()).toArray();
        double body = 0;
        for (int i = 0; i < labels.length; i++) {
            body += labels[i] == BlockLabels.BODY ? words[i] : 0;
        }
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            boolean isExtra =
                    page.set() == PageSet.READABILITY && labels[i] == BlockLabels.BODY && blocks.isCommentOrCaption(i);
            if (labels[i] != BlockLabels.UNKNOWN && !isExtra) {
                double weight = weight(page.set(), words[i], Math.max(body, MIN_BODY_WORDS));
                samples.add(new Sample(blocks.features().get(i), labels[i], (float) weight));
            }
        }
        return samples;
    }

    private static double weight(PageSet set, int words, double bodyWords) {
        if (set == PageSet.SNIPPETS) {
            return SNIPPET_WEIGHT;
        }
        double pageWeight =
                switch (set) {
                    case ARTICLES -> ARTICLE_WEIGHT;
                    case READABILITY -> READABILITY_WEIGHT;
                    default -> GENERATED_WEIGHT;
                };
        return Math.min(MAX_WEIGHT, Math.max(MIN_WEIGHT, pageWeight * (words + WORDS) / bodyWords));
    }
}
