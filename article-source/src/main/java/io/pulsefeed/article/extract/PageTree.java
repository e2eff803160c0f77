package io.pulsefeed.article.extract;

import java.util.List;
import org.jsoup.nodes.Element;

/** The page cut into {@link Block}s, with text counts on each and a first judgement of what is furniture. */
final class PageTree {

    /** Shorter runs are labels, buttons and teasers more often than sentences. */
    private static final int PROSE_MIN = 40;

    final Block root;
    /** In document order: parents come before their children. */
    final List<Block> boxes;

    final List<Block> paragraphs;

    private PageTree(PageWalk walk) {
        this.root = walk.root;
        this.boxes = walk.boxes;
        this.paragraphs = walk.paragraphs;
    }

    /** @param host of the page's address, or null */
    static PageTree of(Element body, String host) {
        PageWalk walk = new PageWalk(body, new Links(host));
        body.filter(walk);
        PageTree tree = new PageTree(walk);
        tree.count();
        tree.judge();
        return tree;
    }

    /** By running totals, so that depth costs nothing. */
    private void count() {
        int[] chars = new int[paragraphs.size() + 1];
        int[] linkChars = new int[chars.length];
        int[] prose = new int[chars.length];
        for (int i = 0; i < paragraphs.size(); i++) {
            Block paragraph = paragraphs.get(i);
            paragraph.prose = proseOf(paragraph);
            chars[i + 1] = chars[i] + paragraph.chars;
            linkChars[i + 1] = linkChars[i] + paragraph.linkChars;
            prose[i + 1] = prose[i] + paragraph.prose;
        }
        for (Block box : boxes) {
            box.chars = chars[box.end] - chars[box.first];
            box.linkChars = linkChars[box.end] - linkChars[box.first];
            box.prose = prose[box.end] - prose[box.first];
        }
    }

    private static int proseOf(Block paragraph) {
        boolean label = paragraph.isHeading() || paragraph.chars < PROSE_MIN || paragraph.linkDensity() > 0.5;
        return label ? 0 : paragraph.chars - paragraph.linkChars;
    }

    private void judge() {
        Cards.mark(this);
        for (Block box : boxes) {
            if (isAcquitted(box)) {
                box.furnishing = Furnishing.NONE;
            } else if (isCaption(box)) {
                box.furnishing = box.furnishing.or(Furnishing.LIKELY);
            }
            if (box.parent != null) {
                box.furnishing = box.furnishing.or(box.parent.furnishing);
            }
        }
    }

    /** A name says little against a box that holds the headline or much of the page's text. */
    private boolean isAcquitted(Block box) {
        return switch (box.furnishing) {
            case LIKELY -> box.prose > root.prose * (box.hasTitle ? 0.25 : 0.4);
            case SURE -> box.hasTitle && box.prose > root.prose * 0.4;
                // Some servers wrap the whole page in a form.
            case CERTAIN -> box.tag().equals("form") && box.prose > root.prose * 0.25;
            default -> false;
        };
    }

    /** An image with a line or two under it, in a box named after the image. */
    private boolean isCaption(Block box) {
        return box.hasImage
                && box.prose > 0
                && box.end - box.first <= 3
                && box.prose < root.prose * 0.3
                && box.namedImage;
    }
}
