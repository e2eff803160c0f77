package io.pulsefeed.article.extract;

import org.jsoup.nodes.Element;

/**
 * A block of the page as a reader sees it: either a box of further blocks, or a paragraph, which is a run of inline content
 * between two block edges. Inline elements leave no trace but their text and how much of it is link.
 */
final class Block {

    /** The element of a box; the innermost box's element for a paragraph. */
    final Element element;

    final Block parent;

    /** The text of a paragraph, blanks collapsed; null for a box. */
    String text;

    /** Where the paragraphs of this box begin and end in {@link PageTree#paragraphs}. */
    int first;

    int end;

    /** Characters of text inside. */
    int chars;
    /** How many of them are links to the same site or to a network's share and profile pages. */
    int linkChars;
    /** Characters of running text inside, links taken off: what an article is made of. */
    int prose;

    boolean hasImage;
    /** Holds a heading of the first level. */
    boolean hasTitle;

    boolean namedImage;

    /** How sure it is that this box surrounds the article; what holds for a box holds for all inside. */
    Furnishing furnishing = Furnishing.NONE;

    double score;

    Block(Element element, Block parent) {
        this.element = element;
        this.parent = parent;
    }

    String tag() {
        return element.normalName();
    }

    boolean isHeading() {
        String tag = tag();
        return tag.length() == 2 && tag.charAt(0) == 'h' && tag.charAt(1) >= '1' && tag.charAt(1) <= '6';
    }

    double linkDensity() {
        return chars == 0 ? 0 : (double) linkChars / chars;
    }
}
