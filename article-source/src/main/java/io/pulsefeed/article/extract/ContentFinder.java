package io.pulsefeed.article.extract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selects the paragraphs of the article with a {@link BlockModel}. So that no article is lost, the most probable paragraphs are
 * selected if the model is sure of none, or of very few on a long page.
 */
final class ContentFinder {

    private static final double MIN_PROBABILITY = 0.45;
    /** Fewer characters of running text than this are not the article of a page with a lot of text. */
    private static final int MIN_PROSE = 120;

    private static final int LONG_PAGE_PROSE = 1_000;
    /** Of the highest probability, if no paragraph reaches {@link #MIN_PROBABILITY}. */
    private static final double RELATIVE_PROBABILITY = 0.4;

    private static final double MAX_LINK_DENSITY = 0.5;

    /** Boxes that are selected as a whole, unless they are the layout of the page. */
    private static final Set<String> WHOLE = Set.of("table", "blockquote");

    private static final Set<String> FRAMES = Set.of("footer", "nav");
    private static final int MAX_FRAME = 500;

    private static final double MAX_WHOLE_SHARE = 0.3;
    private static final double MIN_SELECTED_SHARE = 0.4;

    private final PageTree tree;
    private final double[] probabilities;
    private boolean isSure = true;

    ContentFinder(PageTree tree, BlockModel model, List<String> titles) {
        BlockFeatures features = new BlockFeatures(tree, titles);
        this.tree = tree;
        this.probabilities =
                features.compute().stream().mapToDouble(model::probability).toArray();
    }

    /** The paragraphs of the article, in document order. */
    List<Block> find() {
        List<Block> sure = select(MIN_PROBABILITY);
        boolean isEmpty = sure.stream().allMatch(Block::isHeading);
        int prose = sure.stream().mapToInt(paragraph -> paragraph.prose).sum();
        return isEmpty || prose < MIN_PROSE && tree.root.prose > LONG_PAGE_PROSE ? preferred() : sure;
    }

    /** False if {@link #find} had to select paragraphs that are more likely not part of the article. */
    boolean isSure() {
        return isSure;
    }

    private List<Block> preferred() {
        isSure = false;
        double highest = 0;
        for (int i = 0; i < probabilities.length; i++) {
            Block paragraph = tree.paragraphs.get(i);
            boolean isText =
                    !paragraph.isHeading() && paragraph.linkDensity() <= MAX_LINK_DENSITY && !isInSmallFrame(paragraph);
            highest = isText ? Math.max(highest, probabilities[i]) : highest;
        }
        return highest == 0 ? List.of() : select(Math.min(MIN_PROBABILITY, highest * RELATIVE_PROBABILITY));
    }

    /** True for the copyright notice of a page without text, such as that of a video. */
    private static boolean isInSmallFrame(Block paragraph) {
        for (@Nullable Block box = paragraph.parent; box != null; box = box.parent) {
            if (FRAMES.contains(box.tag()) && box.chars < MAX_FRAME) {
                return true;
            }
        }
        return false;
    }

    private List<Block> select(double minimum) {
        boolean[] isSelected = new boolean[probabilities.length];
        for (int i = 0; i < probabilities.length; i++) {
            isSelected[i] = probabilities[i] >= minimum;
        }
        for (Block box : tree.boxes) {
            if (WHOLE.contains(box.tag()) && box.prose < tree.root.prose * MAX_WHOLE_SHARE) {
                completeBox(box, isSelected);
            }
        }
        List<Block> selected = new ArrayList<>();
        for (int i = 0; i < isSelected.length; i++) {
            if (isSelected[i]) {
                selected.add(tree.paragraphs.get(i));
            }
        }
        return selected;
    }

    /** Adds the short cells of a table and the author of a quotation if much of the box is selected. */
    private void completeBox(Block box, boolean[] isSelected) {
        int chars = 0;
        for (int i = box.first; i < box.end; i++) {
            chars += isSelected[i] ? tree.paragraphs.get(i).chars : 0;
        }
        if (chars >= box.chars * MIN_SELECTED_SHARE && box.chars > 0) {
            Arrays.fill(isSelected, box.first, box.end, true);
        }
    }
}
