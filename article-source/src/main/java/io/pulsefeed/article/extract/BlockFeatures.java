package io.pulsefeed.article.extract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Computes the features of the paragraphs of a page for the {@link BlockModel}. Sizes are relative to the page where possible, so
 * that they mean the same on short and long pages. Time and memory are linear in the size of the page.
 */
final class BlockFeatures {

    /** Running text of at least this length is a landmark for the paragraphs around it. */
    private static final int LANDMARK_PROSE = 80;

    private static final int MAX_DISTANCE = 60;
    private static final int MAX_TITLE_LENGTH = 300;
    private static final int MIN_WORD_LENGTH = 4;
    private static final int ANCESTORS = 5;
    private static final int[] NEIGHBORS = {-2, -1, 1, 2};

    private final List<Block> paragraphs;
    private final double pageProse;
    private final MainBox main;
    private final Set<String> titles = new HashSet<>();
    private final Set<String> titleWords = new HashSet<>();
    private final Map<Long, Group> paths = new HashMap<>();
    private final Map<Long, Group> signatures = new HashMap<>();
    private final Map<String, Integer> copies = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    /** The outermost {@code article} elements with text, numbered in document order. */
    private final Map<Block, Integer> articles = new IdentityHashMap<>();

    private final boolean[] isTitle;
    /** Prefix sums of running text. */
    private final int[] proseBefore;
    /** Index of the nearest landmark before and after each paragraph, or -1. */
    private final int[] landmarkBefore;

    private final int[] landmarkAfter;
    private int firstTitle = -1;
    private int lastTitle = -1;
    private @Nullable Block heading;
    private int sinceHeading = MAX_DISTANCE;
    private int sinceFurniture = MAX_DISTANCE;

    /** Totals of the paragraphs in boxes of the same kind. */
    private static final class Group {

        private int paragraphs;
        private int chars;
        private int linkChars;
        private int prose;

        private void add(Block paragraph) {
            paragraphs++;
            chars += paragraph.chars;
            linkChars += paragraph.linkChars;
            prose += paragraph.prose;
        }

        private double linkDensity() {
            return chars == 0 ? 0 : (double) linkChars / chars;
        }
    }

    /** @param pageTitles titles and headings of the page */
    BlockFeatures(PageTree tree, List<String> pageTitles) {
        this.paragraphs = tree.paragraphs;
        this.pageProse = Math.max(1, tree.root.prose);
        for (Block box : tree.boxes) {
            box.profile = BoxProfile.of(box, pageProse);
        }
        this.main = new MainBox(tree);
        pageTitles.forEach(this::addTitle);
        int size = paragraphs.size();
        this.isTitle = new boolean[size];
        this.proseBefore = new int[size + 1];
        this.landmarkBefore = new int[size];
        this.landmarkAfter = new int[size];
        for (int i = 0; i < size; i++) {
            addTotals(i);
        }
        findLandmarks();
    }

    /** The features of each paragraph, in document order. Must be called only once. */
    List<float[]> compute() {
        List<float[]> all = new ArrayList<>(paragraphs.size());
        for (int i = 0; i < paragraphs.size(); i++) {
            all.add(of(i));
        }
        return all;
    }

    private void addTitle(String title) {
        String letters = letters(title);
        if (letters.length() >= MIN_WORD_LENGTH) {
            titles.add(letters);
        }
        titleWords.addAll(words(title));
    }

    private void addTotals(int i) {
        Block paragraph = paragraphs.get(i);
        BoxProfile profile = paragraph.parent.profile;
        paths.computeIfAbsent(profile.path, key -> new Group()).add(paragraph);
        signatures.computeIfAbsent(profile.signature, key -> new Group()).add(paragraph);
        copies.merge(paragraph.text, 1, Integer::sum);
        if (profile.article != null && paragraph.prose > 0) {
            articles.putIfAbsent(profile.article, articles.size());
        }
        proseBefore[i + 1] = proseBefore[i] + paragraph.prose;
        isTitle[i] = paragraph.chars <= MAX_TITLE_LENGTH && titles.contains(letters(paragraph.text));
        if (isTitle[i] || paragraph.tag().equals("h1")) {
            firstTitle = firstTitle < 0 ? i : firstTitle;
            lastTitle = i;
        }
    }

    private void findLandmarks() {
        int last = -1;
        for (int i = 0; i < paragraphs.size(); i++) {
            landmarkBefore[i] = last;
            last = paragraphs.get(i).prose >= LANDMARK_PROSE ? i : last;
        }
        last = -1;
        for (int i = paragraphs.size() - 1; i >= 0; i--) {
            landmarkAfter[i] = last;
            last = paragraphs.get(i).prose >= LANDMARK_PROSE ? i : last;
        }
    }

    private float[] of(int i) {
        Block paragraph = paragraphs.get(i);
        FeatureVector features = new FeatureVector();
        TextFeatures.addTo(features, paragraph);
        addTitleFeatures(features, i);
        addPosition(features, i);
        paragraph.parent.profile.addTo(features);
        addArticle(features, paragraph.parent.profile.article);
        addGroups(features, paragraph.parent.profile);
        addAncestors(features, paragraph);
        main.addTo(features, paragraph, i);
        for (int distance : NEIGHBORS) {
            addNeighbor(features, paragraph, i + distance);
        }
        addContext(features, paragraph);
        return features.toArray();
    }

    private void addTitleFeatures(FeatureVector features, int i) {
        Block paragraph = paragraphs.get(i);
        Set<String> words = paragraph.chars > MAX_TITLE_LENGTH ? Set.of() : words(paragraph.text);
        int shared = 0;
        for (String word : words) {
            shared += titleWords.contains(word) ? 1 : 0;
        }
        features.add(isTitle[i]);
        features.add((double) shared / Math.max(1, words.size()));
        features.add((double) shared / Math.max(1, titleWords.size()));
        features.add(copies.get(paragraph.text) > 1);
        features.add(seen.add(paragraph.text));
    }

    private void addPosition(FeatureVector features, int i) {
        int size = paragraphs.size();
        String tag = paragraphs.get(i).tag();
        features.add(kindOf(tag));
        features.add(paragraphs.get(i).isHeading() ? tag.charAt(1) - '0' : 9);
        features.add((double) i / size);
        features.add(proseBefore[i] / pageProse);
        features.add(firstTitle < 0 ? -2 * MAX_DISTANCE : limit(i - firstTitle));
        features.add(lastTitle < 0 ? -2 * MAX_DISTANCE : limit(i - lastTitle));
        features.add(firstTitle < 0 ? -2 : (proseBefore[i] - proseBefore[firstTitle]) / pageProse);
        features.add(landmarkBefore[i] < 0 ? MAX_DISTANCE : limit(i - landmarkBefore[i]));
        features.add(landmarkAfter[i] < 0 ? MAX_DISTANCE : limit(landmarkAfter[i] - i));
        features.add((proseBefore[Math.min(size, i + 6)] - proseBefore[Math.max(0, i - 5)]) / pageProse);
        features.add(proseBefore[Math.min(size, i + 4)] - proseBefore[i + 1]);
        features.add(proseBefore[i] - proseBefore[Math.max(0, i - 3)]);
    }

    private void addArticle(FeatureVector features, @Nullable Block article) {
        features.add(articles.size());
        features.add(article == null ? -1 : articles.getOrDefault(article, -1));
        features.add(article == null ? -1 : article.prose / pageProse);
        features.add(article == null ? -1 : article.hasTitle ? 1 : 0);
    }

    private static int limit(int distance) {
        return Math.max(-MAX_DISTANCE, Math.min(MAX_DISTANCE, distance));
    }

    private static int kindOf(String tag) {
        return switch (tag) {
            case "p" -> 0;
            case "blockquote", "pre" -> 1;
            case "div", "section", "article", "center", "main", "body" -> 2;
            case "li", "dd" -> 3;
            case "h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary" -> 4;
            case "td", "th", "tr" -> 5;
            case "figcaption", "figure" -> 6;
            default -> 7;
        };
    }

    private void addGroups(FeatureVector features, BoxProfile profile) {
        Group samePath = paths.get(profile.path);
        features.add(samePath.paragraphs);
        features.add(samePath.prose / pageProse);
        features.add(samePath.linkDensity());
        Group sameSignature = signatures.get(profile.signature);
        features.add(sameSignature.paragraphs);
        features.add(sameSignature.prose / pageProse);
        features.add(sameSignature.linkDensity());
        features.add((double) sameSignature.prose / sameSignature.paragraphs);
    }

    private void addAncestors(FeatureVector features, Block paragraph) {
        Block box = paragraph.parent;
        for (int level = 0; level < ANCESTORS; level++) {
            features.add(box == null ? -1 : box.prose / pageProse);
            features.add(box == null ? -1 : box.linkDensity());
            features.add(box == null ? -1 : (double) box.prose / Math.max(1, box.chars));
            box = box == null ? null : box.parent;
        }
        features.add(paragraph.parent.hasImage);
        features.add(paragraph.parent.parent != null && paragraph.parent.parent.hasImage);
        features.add(paragraph.parent.isTeaser);
    }

    private void addNeighbor(FeatureVector features, Block paragraph, int index) {
        if (index < 0 || index >= paragraphs.size()) {
            for (int i = 0; i < 5; i++) {
                features.add(-1);
            }
            return;
        }
        Block neighbor = paragraphs.get(index);
        features.add(neighbor.chars);
        features.add(neighbor.linkDensity());
        features.add(neighbor.isHeading());
        features.add(neighbor.parent.parent == paragraph.parent.parent);
        features.add(neighbor.parent.profile.signature == paragraph.parent.profile.signature);
    }

    /** The last heading, and the last line such as "More on this topic". */
    private void addContext(FeatureVector features, Block paragraph) {
        features.add(sinceHeading);
        features.add(heading == null ? -1 : furniture(heading));
        features.add(sinceFurniture);
        boolean isLeadIn = paragraph.chars < 50 && paragraph.linkChars == 0 && paragraph.text.endsWith(":");
        if (paragraph.isHeading() || isLeadIn) {
            heading = paragraph;
            sinceHeading = 0;
        } else {
            sinceHeading = limit(sinceHeading + 1);
        }
        sinceFurniture = furniture(paragraph) > 0 ? 0 : limit(sinceFurniture + 1);
    }

    /** 0, or the number of the hint at the start of a short text. */
    private static int furniture(Block paragraph) {
        if (paragraph.chars > MAX_DISTANCE) {
            return 0;
        }
        byte[] hints = paragraph.hints;
        for (TextHint hint : new TextHint[] {TextHint.RELATED, TextHint.COMMENT, TextHint.CALL, TextHint.LEGAL}) {
            if (hints[hint.ordinal()] == 2) {
                return hint.ordinal() + 1;
            }
        }
        return 0;
    }

    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        int start = -1;
        String lower = text.toLowerCase(Locale.ROOT);
        for (int i = 0; i <= lower.length(); i++) {
            boolean isWordPart = i < lower.length() && Character.isLetterOrDigit(lower.charAt(i));
            if (isWordPart && start < 0) {
                start = i;
            } else if (!isWordPart && start >= 0) {
                if (i - start >= MIN_WORD_LENGTH) {
                    words.add(lower.substring(start, i));
                }
                start = -1;
            }
        }
        return words;
    }

    /** The letters and digits of {@code text}, in lower case. */
    static String letters(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (Character.isLetterOrDigit(text.charAt(i))) {
                out.append(Character.toLowerCase(text.charAt(i)));
            }
        }
        return out.toString();
    }
}
