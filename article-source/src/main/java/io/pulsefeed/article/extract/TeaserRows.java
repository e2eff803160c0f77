package io.pulsefeed.article.extract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Detects rows of teasers: at least three sibling boxes of the same kind, each a linked headline with little text. */
final class TeaserRows {

    private static final int MIN_ROW_SIZE = 3;
    private static final int MAX_TEASER_PROSE = 600;
    private static final int MIN_HEADLINE_LENGTH = 15;
    private static final int MAX_TEASER_PARAGRAPHS = 30;

    private TeaserRows() {}

    static void mark(PageTree tree) {
        Map<String, List<Block>> rows = new HashMap<>();
        for (Block box : tree.boxes) {
            if (isTeaser(box, tree.paragraphs)) {
                rows.computeIfAbsent(rowOf(box), key -> new ArrayList<>()).add(box);
            }
        }
        for (List<Block> row : rows.values()) {
            if (row.size() >= MIN_ROW_SIZE) {
                row.forEach(teaser -> teaser.isTeaser = true);
            }
        }
    }

    private static String rowOf(Block box) {
        return System.identityHashCode(box.parent) + box.tag() + '.' + box.element.className();
    }

    private static boolean isTeaser(Block box, List<Block> paragraphs) {
        int size = box.end - box.first;
        if (box.parent == null
                || size < 2
                || size > MAX_TEASER_PARAGRAPHS
                || box.prose > MAX_TEASER_PROSE
                || box.linkChars < MIN_HEADLINE_LENGTH) {
            return false;
        }
        for (Block paragraph : paragraphs.subList(box.first, box.end)) {
            if (paragraph.chars >= MIN_HEADLINE_LENGTH && paragraph.linkDensity() > 0.9) {
                return true;
            }
        }
        return false;
    }
}
