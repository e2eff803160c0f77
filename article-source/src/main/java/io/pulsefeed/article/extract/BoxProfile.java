package io.pulsefeed.article.extract;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the names and tags of a box and of the boxes around it say. For each kind of name, it keeps the share of the running text
 * of the page that is inside the innermost box with such a name: a box named {@code sidebar} with 2 % of the text is a sidebar,
 * one with 95 % is not.
 */
final class BoxProfile {

    /** Share if no box has such a name. */
    private static final float ABSENT = 1.5f;

    private static final float MAX_FURNITURE_SHARE = 0.4f;
    private static final float MAX_SHARE = 0.8f;
    private static final float MAX_COMMENT_SHARE = 0.5f;
    private static final float MAX_CAPTION_SHARE = 0.3f;
    private static final int MAX_DISTANCE = 20;

    private static final List<String> TAGS = List.of(
            "aside",
            "footer",
            "header",
            "nav",
            "form",
            "figure",
            "figcaption",
            "article",
            "main",
            "section",
            "li",
            "table",
            "td",
            "blockquote");

    final int depth;
    /** Hash of the tags and class names on the path to this box. */
    final long path;
    /** Hash of the tags and class names of this box and its parent. */
    final long signature;

    /** The outermost {@code article} element around this box. */
    final @Nullable Block article;

    private final long own;
    private final float[] nameShares;
    private final float[] tagShares;
    private final int contentDistance;
    private final int contentBoxes;
    private final int furnitureBoxes;

    private BoxProfile(Block box, @Nullable BoxProfile parent, float share) {
        this.own = 31L * box.tag().hashCode() + withoutDigits(box.element.className());
        @Nullable Block outer = parent == null ? null : parent.article;
        this.article = outer == null && box.tag().equals("article") ? box : outer;
        this.depth = parent == null ? 0 : parent.depth + 1;
        this.path = parent == null ? own : parent.path * 1_000_003 + own;
        this.signature = parent == null ? own : parent.own * 1_000_003 + own;
        int kinds = parent == null ? 0 : NameKind.of(box.element);
        this.nameShares = parent == null
                ? absent(NameKind.values().length)
                : kinds == 0 ? parent.nameShares : withKinds(parent.nameShares, kinds, share);
        int tag = TAGS.indexOf(box.tag());
        this.tagShares =
                parent == null ? absent(TAGS.size()) : tag < 0 ? parent.tagShares : with(parent.tagShares, tag, share);
        this.contentDistance = has(kinds, NameKind.CONTENT)
                ? 0
                : parent == null ? MAX_DISTANCE : Math.min(MAX_DISTANCE, parent.contentDistance + 1);
        boolean isFurniture = has(kinds, NameKind.FURNITURE) && share < MAX_FURNITURE_SHARE;
        this.contentBoxes = (parent == null ? 0 : parent.contentBoxes) + (has(kinds, NameKind.CONTENT) ? 1 : 0);
        this.furnitureBoxes = (parent == null ? 0 : parent.furnitureBoxes) + (isFurniture ? 1 : 0);
    }

    private static boolean has(int kinds, NameKind kind) {
        return (kinds & kind.bit()) != 0;
    }

    /** True inside a box with an unambiguous name of furniture, unless the box has most of the text. */
    boolean isFurniture() {
        return nameShares[NameKind.FURNITURE.ordinal()] < MAX_SHARE;
    }

    /** True inside a box with a name of comments or a box for a caption. */
    boolean isCommentOrCaption() {
        return nameShares[NameKind.COMMENT.ordinal()] < MAX_COMMENT_SHARE
                || nameShares[NameKind.IMAGE.ordinal()] < MAX_CAPTION_SHARE
                || tagShares[TAGS.indexOf("figcaption")] < MAX_CAPTION_SHARE;
    }

    /** @param pageProse number of characters of running text of the page */
    static BoxProfile of(Block box, double pageProse) {
        return new BoxProfile(
                box, box.parent == null ? null : box.parent.profile, (float) (box.prose / Math.max(1, pageProse)));
    }

    private static float[] absent(int size) {
        float[] shares = new float[size];
        Arrays.fill(shares, ABSENT);
        return shares;
    }

    private static float[] withKinds(float[] shares, int kinds, float share) {
        float[] copy = shares.clone();
        for (int kind = 0; kind < copy.length; kind++) {
            copy[kind] = (kinds & 1 << kind) != 0 ? share : copy[kind];
        }
        return copy;
    }

    private static float[] with(float[] shares, int index, float share) {
        float[] copy = shares.clone();
        copy[index] = share;
        return copy;
    }

    /** Hash of names; without digits, numbered names are the same. */
    private static int withoutDigits(String names) {
        int hash = 0;
        for (int i = 0; i < names.length(); i++) {
            char c = names.charAt(i);
            hash = Character.isDigit(c) ? hash : hash * 31 + c;
        }
        return hash;
    }

    /** Adds the shares of all kinds of names and tags. */
    void addTo(FeatureVector features) {
        for (float share : nameShares) {
            features.add(share);
        }
        for (float share : tagShares) {
            features.add(share);
        }
        features.add(contentDistance);
        features.add(contentBoxes);
        features.add(furnitureBoxes);
    }
}
