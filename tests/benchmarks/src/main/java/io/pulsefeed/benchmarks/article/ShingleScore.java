package io.pulsefeed.benchmarks.article;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Overlap of two texts by shingles of four words, the metric of scrapinghub's article-extraction-benchmark. The counts are
 * divided by their sum, so that each page has the same weight.
 */
record ShingleScore(double truePositive, double falsePositive, double falseNegative) {

    private static final Pattern WORD = Pattern.compile("(?U)\\w+");
    private static final int SHINGLE_LENGTH = 4;

    static ShingleScore of(String truth, String predicted) {
        Map<List<String>, Integer> expected = shingles(words(truth));
        Map<List<String>, Integer> actual = shingles(words(predicted));
        double both = 0;
        double extra = 0;
        for (Map.Entry<List<String>, Integer> entry : actual.entrySet()) {
            int shared = Math.min(entry.getValue(), expected.getOrDefault(entry.getKey(), 0));
            both += shared;
            extra += entry.getValue() - shared;
        }
        double missing = expected.values().stream().mapToInt(Integer::intValue).sum() - both;
        double all = both + extra + missing;
        return all == 0 ? new ShingleScore(0, 0, 0) : new ShingleScore(both / all, extra / all, missing / all);
    }

    double precision() {
        return falsePositive == 0 && falseNegative == 0 ? 1 : share(truePositive, falsePositive);
    }

    double recall() {
        return falsePositive == 0 && falseNegative == 0 ? 1 : share(truePositive, falseNegative);
    }

    private static double share(double good, double bad) {
        return good + bad == 0 ? 0 : good / (good + bad);
    }

    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    private static Map<List<String>, Integer> shingles(List<String> words) {
        Map<List<String>, Integer> shingles = new HashMap<>();
        int length = Math.min(SHINGLE_LENGTH, words.size());
        for (int i = 0; length > 0 && i + length <= words.size(); i++) {
            shingles.merge(words.subList(i, i + length), 1, Integer::sum);
        }
        return shingles;
    }
}
