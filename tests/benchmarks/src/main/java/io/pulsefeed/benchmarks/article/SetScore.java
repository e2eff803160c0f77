package io.pulsefeed.benchmarks.article;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sums the scores of the pages of one set. Each set keeps the metric of its authors, see {@link PageSet}. */
final class SetScore {

    private final PageSet set;
    private int pages;
    private double precisions;
    private double recalls;
    private int predicted;
    private int labeled;
    private int found;
    private int missed;
    private int wrong;
    private double tokenF1;

    SetScore(PageSet set) {
        this.set = set;
    }

    void add(PageTruth truth, String text) {
        pages++;
        if (truth instanceof PageTruth.Snippets snippets) {
            addSnippets(snippets, LabeledPages.normalized(text));
        } else if (truth instanceof PageTruth.Body body) {
            addShingles(ShingleScore.of(body.text(), text));
            tokenF1 += tokenF1(ShingleScore.words(body.text()), ShingleScore.words(text));
        }
    }

    private void addSnippets(PageTruth.Snippets snippets, String text) {
        for (String with : snippets.with()) {
            boolean contained = text.contains(with);
            found += contained ? 1 : 0;
            missed += contained ? 0 : 1;
        }
        for (String without : snippets.without()) {
            wrong += text.contains(without) ? 1 : 0;
        }
    }

    private void addShingles(ShingleScore score) {
        if (score.truePositive() + score.falsePositive() > 0) {
            precisions += score.precision();
            predicted++;
        }
        if (score.truePositive() + score.falseNegative() > 0) {
            recalls += score.recall();
            labeled++;
        }
    }

    /** F1 of the two texts as multisets of words. */
    private static double tokenF1(List<String> expected, List<String> actual) {
        Map<String, Integer> counts = new HashMap<>();
        expected.forEach(word -> counts.merge(word, 1, Integer::sum));
        int shared = 0;
        for (String word : actual) {
            shared += counts.merge(word, -1, Integer::sum) >= 0 ? 1 : 0;
        }
        int all = expected.size() + actual.size();
        return all == 0 ? 1 : 2.0 * shared / all;
    }

    int pages() {
        return pages;
    }

    double precision() {
        return set == PageSet.SNIPPETS ? Rates.share(found, found + wrong) : Rates.share(precisions, predicted);
    }

    double recall() {
        return set == PageSet.SNIPPETS ? Rates.share(found, found + missed) : Rates.share(recalls, labeled);
    }

    /** The mean over pages of the token F1 for {@link PageSet#READABILITY}; otherwise of precision and recall. */
    double f1() {
        return set == PageSet.READABILITY ? Rates.share(tokenF1, pages) : Rates.harmonic(precision(), recall());
    }
}
