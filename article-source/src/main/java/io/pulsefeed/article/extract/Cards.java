package io.pulsefeed.article.extract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds rows of teasers: at least three like boxes side by side, each a linked headline with a line or two of text. */
final class Cards {

    private static final int ROW_MIN = 3;
    private static final int CARD_PROSE_MAX = 600;
    private static final int HEADLINE_MIN = 15;
    private static final int CARD_PARAGRAPHS_MAX = 30;

    private Cards() {}

    static void mark(PageTree tree) {
        Map<String, List<Block>> rows = new HashMap<>();
        for (Block box : tree.boxes) {
            if (isCard(box, tree.paragraphs)) {
                rows.computeIfAbsent(rowOf(box), key -> new ArrayList<>()).add(box);
            }
        }
        for (List<Block> row : rows.values()) {
            if (row.size() >= ROW_MIN) {
                row.forEach(card -> card.furnishing = card.furnishing.or(Furnishing.SURE));
            }
        }
    }

    private static String rowOf(Block box) {
        return System.identityHashCode(box.parent) + box.tag() + '.' + box.element.className();
    }

    private static boolean isCard(Block box, List<Block> paragraphs) {
        int size = box.end - box.first;
        if (box.parent == null
                || size < 2
                || size > CARD_PARAGRAPHS_MAX
                || box.prose > CARD_PROSE_MAX
                || box.linkChars < HEADLINE_MIN) {
            return false;
        }
        for (Block paragraph : paragraphs.subList(box.first, box.end)) {
            if (paragraph.chars >= HEADLINE_MIN && paragraph.linkDensity() > 0.9) {
                return true;
            }
        }
        return false;
    }
}
