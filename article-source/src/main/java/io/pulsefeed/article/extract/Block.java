package io.pulsefeed.article.extract;

import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * A node of the {@link PageTree}: a box, which contains other blocks, or a paragraph, which is a run of inline content between
 * two block boundaries. Of inline elements, only the text and the share of link text are kept.
 */
final class Block {

    /** The element of a box; for a paragraph, the element of the innermost box. */
    final Element element;

    final @Nullable Block parent;

    /** The text of a paragraph with collapsed whitespace; empty for a box. */
    String text = "";

    /** Index range of the paragraphs of this box in {@link PageTree#paragraphs}; {@link #end} is exclusive. */
    int first;

    int end;

    /** Number of text characters. */
    int chars;
    /** Number of characters in links to the same site or to social networks. */
    int linkChars;
    /** Number of characters in links to anywhere; 0 for a box. */
    int anchorChars;
    /** Number of characters of running text, without links. */
    int prose;

    boolean hasImage;
    /** Contains an {@code h1}. */
    boolean hasTitle;

    /** The class or id names identify an image container. */
    boolean namedImage;

    /** Confidence that this box is boilerplate. Inherited by all blocks inside. */
    BoilerplateConfidence boilerplate = BoilerplateConfidence.NONE;

    /** Part of a row of teasers, see {@link TeaserRows}. */
    boolean isTeaser;

    double score;

    /** The {@link TextHint}s of a paragraph; set by {@link TextFeatures}. */
    byte[] hints = {};

    /** Names and tags around a box; set by {@link BlockFeatures}. */
    BoxProfile profile;

    Block(Element element, @Nullable Block parent) {
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
