package io.pulsefeed.article.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the box that contains the article, by scoring text density (readability algorithm). */
final class ContentFinder {

    private static final double[] DECAY = {1, 0.75, 0.5, 0.3};
    private static final int COMMA_SCORE = 25;
    private static final double MIN_CLIMB_GAIN = 1.2;
    private static final int FULL_ARTICLE_PROSE = 800;

    private static final Set<String> ARTICLE_WORDS =
            Set.of("articlebody", "storybody", "entry", "post", "article", "content", "story", "body", "text");

    /** Bounds the work on malicious pages; far more than real pages need. */
    private static final int MAX_CLIMB = 100;

    private final PageTree tree;
    private final BoilerplateConfidence limit;
    /** Prefix sums of the prose of included paragraphs. */
    private final int[] proseBefore;

    /** @param limit boxes with at least this boilerplate confidence are excluded */
    ContentFinder(PageTree tree, BoilerplateConfidence limit) {
        this.tree = tree;
        this.limit = limit;
        this.proseBefore = new int[tree.paragraphs.size() + 1];
        for (int i = 0; i < tree.paragraphs.size(); i++) {
            Block paragraph = tree.paragraphs.get(i);
            proseBefore[i + 1] = proseBefore[i] + (isExcluded(paragraph.parent) ? 0 : paragraph.prose);
        }
    }

    /** The paragraphs of the article, including those to be filtered. */
    List<Block> find() {
        return paragraphs(climb(best()));
    }

    boolean isExcluded(Block block) {
        return block.boilerplate.compareTo(limit) >= 0;
    }

    List<Block> paragraphs(Block box) {
        List<Block> inside = new ArrayList<>();
        for (Block paragraph : tree.paragraphs.subList(box.first, box.end)) {
            if (!isExcluded(paragraph.parent)) {
                inside.add(paragraph);
            }
        }
        return inside;
    }

    private Block best() {
        for (Block box : tree.boxes) {
            box.score = 0;
        }
        for (Block paragraph : tree.paragraphs) {
            if (paragraph.prose > 0 && !isExcluded(paragraph.parent)) {
                addScore(paragraph);
            }
        }
        Block best = tree.root;
        double bestScore = 0;
        for (Block box : tree.boxes) {
            double score = box.score <= 0 || isExcluded(box) ? 0 : box.score * (1 - box.linkDensity()) * nameBonus(box);
            if (score > bestScore) {
                bestScore = score;
                best = box;
            }
        }
        return best;
    }

    private static void addScore(Block paragraph) {
        double score = paragraph.prose * (1 - paragraph.linkDensity()) + COMMA_SCORE * commas(paragraph.text);
        @Nullable Block at = paragraph.parent;
        if (at != null && paragraph.tag().equals("p")) {
            at = at.parent;
        }
        for (int level = 0; at != null && level < DECAY.length; level++) {
            at.score += score * DECAY[level];
            at = at.parent;
        }
    }

    private Block climb(Block start) {
        Block at = start;
        int own = prose(start);
        int levels = 0;
        for (Block up = at.parent; up != null && levels < MAX_CLIMB; up = up.parent) {
            levels++;
            if (own >= FULL_ARTICLE_PROSE && leavesArticle(at, up)) {
                break;
            }
            int more = prose(up);
            if (more > own * MIN_CLIMB_GAIN) {
                at = up;
                own = more;
            }
        }
        return at;
    }

    /** Detects pages with several articles, each in its own {@code article} element. */
    private boolean leavesArticle(Block from, Block to) {
        Block article = from;
        while (article != to && !article.tag().equals("article")) {
            article = article.parent;
        }
        return article != to
                && tree.boxes.stream().anyMatch(box -> box.tag().equals("article") && isSibling(box, to, from));
    }

    private static boolean isSibling(Block box, Block to, Block from) {
        return box.prose > 0
                && box.first >= to.first
                && box.end <= to.end
                && (box.end <= from.first || box.first >= from.end);
    }

    private int prose(Block box) {
        return proseBefore[box.end] - proseBefore[box.first];
    }

    private static int commas(String text) {
        int commas = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' || c == '\u3001' || c == '\uff0c' || c == '\u060c') {
                commas++;
            }
        }
        return commas;
    }

    private static double nameBonus(Block box) {
        if (box.element.attr("itemprop").equals("articleBody")) {
            return 1.5;
        }
        String tag = box.tag();
        double bonus = tag.equals("article") || tag.equals("main") ? 1.2 : 1;
        int known = 0;
        for (String word : BoilerplateNames.words(box.element.className() + ' ' + box.element.id())) {
            known += ARTICLE_WORDS.contains(word) ? 1 : 0;
        }
        return bonus + Math.min(known, 2) * 0.1;
    }
}
