package io.pulsefeed.benchmarks.article;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Derives the labels of the paragraphs of a page from the labels of the page. */
final class BlockLabels {

    static final int BODY = 1;
    static final int OTHER = 0;
    static final int UNKNOWN = -1;

    /** Shorter paragraphs are found only together with their neighbors. */
    private static final int MIN_WORDS = 5;

    private static final int SHINGLE = 4;
    private static final int MAX_SHINGLE = 6;
    private static final int NEIGHBOR_WORDS = 2;
    private static final int MAX_GAP = 12;
    private static final double MIN_FOUND = 0.5;
    private static final double MAX_SURPLUS = 0.7;

    private final List<List<String>> words = new ArrayList<>();
    private final Map<String, Integer> truth = new HashMap<>();
    private final int[] labels;

    private BlockLabels(String body, List<String> paragraphs) {
        this.labels = new int[paragraphs.size()];
        paragraphs.forEach(text -> words.add(ShingleScore.words(text)));
        List<String> all = ShingleScore.words(body);
        for (int length = 1; length <= MAX_SHINGLE; length++) {
            for (int i = 0; i + length <= all.size(); i++) {
                truth.merge(joined(all, i, i + length), 1, Integer::sum);
            }
        }
    }

    /** @return {@link #BODY}, {@link #OTHER} or {@link #UNKNOWN} for each paragraph */
    static int[] of(PageTruth truth, List<String> paragraphs) {
        return truth instanceof PageTruth.Snippets snippets
                ? ofSnippets(snippets, paragraphs)
                : new BlockLabels(((PageTruth.Body) truth).text(), paragraphs).ofBody();
    }

    private static int[] ofSnippets(PageTruth.Snippets snippets, List<String> paragraphs) {
        List<String> texts = paragraphs.stream().map(LabeledPages::normalized).toList();
        int[] labels = new int[texts.size()];
        Arrays.fill(labels, UNKNOWN);
        boolean[] isMixed = new boolean[labels.length];
        for (String without : snippets.without()) {
            for (int i = 0; i < labels.length; i++) {
                labels[i] = texts.get(i).contains(without) ? OTHER : labels[i];
            }
        }
        for (String with : snippets.with()) {
            int longest = -1;
            for (int i = 0; i < labels.length; i++) {
                boolean isLonger = longest < 0
                        || texts.get(i).length() > texts.get(longest).length();
                longest = texts.get(i).contains(with) && isLonger ? i : longest;
            }
            if (longest >= 0) {
                isMixed[longest] = labels[longest] == OTHER;
                labels[longest] = BODY;
            }
        }
        for (int i = 0; i < labels.length; i++) {
            labels[i] = isMixed[i] ? UNKNOWN : labels[i];
        }
        return labels;
    }

    private int[] ofBody() {
        for (int i = 0; i < labels.length; i++) {
            labels[i] = words.get(i).size() >= MIN_WORDS && isFound(words.get(i)) ? BODY : OTHER;
        }
        for (int pass = 0; pass < 3; pass++) {
            for (int i = 0; i < labels.length; i++) {
                addShort(i);
            }
            for (int i = labels.length - 1; i >= 0; i--) {
                addShort(i);
            }
        }
        removeCopies();
        return labels;
    }

    private boolean isFound(List<String> paragraph) {
        List<String> shingles = shingles(paragraph);
        long found = shingles.stream().filter(truth::containsKey).count();
        return found >= shingles.size() * MIN_FOUND;
    }

    /** A short paragraph is part of the body if it continues the last paragraph of the body, or precedes the next one. */
    private void addShort(int i) {
        List<String> own = words.get(i);
        if (own.isEmpty() || own.size() >= MIN_WORDS || labels[i] == BODY) {
            return;
        }
        String text = String.join(" ", own);
        int before = neighbor(i, -1);
        int after = neighbor(i, 1);
        boolean continues = before >= 0 && truth.containsKey(tail(words.get(before)) + ' ' + text);
        boolean precedes = after >= 0 && truth.containsKey(text + ' ' + head(words.get(after)));
        labels[i] = continues || precedes ? BODY : labels[i];
    }

    private int neighbor(int from, int step) {
        for (int i = from + step; i >= 0 && i < labels.length && Math.abs(i - from) < MAX_GAP; i += step) {
            if (labels[i] == BODY && !words.get(i).isEmpty()) {
                return i;
            }
        }
        return -1;
    }

    private static String head(List<String> words) {
        return joined(words, 0, Math.min(NEIGHBOR_WORDS, words.size()));
    }

    private static String tail(List<String> words) {
        return joined(words, Math.max(0, words.size() - NEIGHBOR_WORDS), words.size());
    }

    /** If the page has more copies of a text than its body, those with the fewest neighbors from the body are copies. */
    private void removeCopies() {
        Map<String, Integer> counts = new HashMap<>();
        List<Integer> body = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == BODY) {
                body.add(i);
                shingles(words.get(i)).forEach(shingle -> counts.merge(shingle, 1, Integer::sum));
            }
        }
        body.sort(Comparator.comparingDouble(this::support));
        for (int i : body) {
            List<String> shingles = shingles(words.get(i));
            long surplus = shingles.stream()
                    .filter(shingle -> counts.get(shingle) > truth.getOrDefault(shingle, 0))
                    .count();
            if (surplus > shingles.size() * MAX_SURPLUS) {
                labels[i] = OTHER;
                shingles.forEach(shingle -> counts.merge(shingle, -1, Integer::sum));
            }
        }
    }

    private double support(int i) {
        double support = 0;
        for (int distance = 1; distance <= MAX_SHINGLE; distance++) {
            support += i - distance >= 0 && labels[i - distance] == BODY ? 1.0 / distance : 0;
            support += i + distance < labels.length && labels[i + distance] == BODY ? 1.0 / distance : 0;
        }
        return support;
    }

    private static List<String> shingles(List<String> words) {
        List<String> shingles = new ArrayList<>();
        for (int i = 0; i + SHINGLE <= words.size(); i++) {
            shingles.add(joined(words, i, i + SHINGLE));
        }
        return shingles.isEmpty() ? List.of(String.join(" ", words)) : shingles;
    }

    private static String joined(List<String> words, int from, int to) {
        return String.join(" ", words.subList(from, to));
    }
}
