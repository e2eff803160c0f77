package io.pulsefeed.article.extract;

import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Element;

/** A page as a tree of {@link Block}s with text counts and boilerplate confidence. */
final class PageTree {

    /** Tags whose class and id names are ignored: table parts, and {@code article} and {@code main}, which are unambiguous. */
    private static final Set<String> TAGS_WITHOUT_NAMES =
            Set.of("article", "main", "tr", "td", "th", "tbody", "thead", "tfoot");

    /** Shorter paragraphs are usually labels, buttons and teasers. */
    private static final int MIN_PROSE_LENGTH = 40;

    /** A page with less running text than this may hide its article. */
    private static final int MIN_PAGE_PROSE = 150;

    private static final int HIDDEN_FACTOR = 2;

    final Block root;
    /** In document order: parents come before their children. */
    final List<Block> boxes;

    final List<Block> paragraphs;

    private PageTree(PageTreeBuilder builder) {
        this.root = builder.root;
        this.boxes = builder.boxes;
        this.paragraphs = builder.paragraphs;
    }

    /**
     * The visible text of {@code body}, and the hidden text if most of the text is hidden: some pages show the article with a
     * script, or keep a copy for browsers without scripts.
     */
    static PageTree of(Element body, LinkClassifier links) {
        PageTreeBuilder builder = new PageTreeBuilder(body, links, false);
        PageTree tree = of(builder);
        boolean isHidden = tree.root.prose < MIN_PAGE_PROSE || builder.hiddenChars > tree.root.chars * HIDDEN_FACTOR;
        return isHidden ? of(new PageTreeBuilder(body, links, true)) : tree;
    }

    private static PageTree of(PageTreeBuilder builder) {
        builder.root.element.filter(builder);
        PageTree tree = new PageTree(builder);
        tree.count();
        tree.classify();
        return tree;
    }

    /** The paragraphs that are not in a box with a name or tag of boilerplate. */
    List<Block> withoutBoilerplate() {
        boxes.forEach(PageTree::classifyNames);
        inheritConfidence();
        return paragraphs.stream()
                .filter(paragraph -> paragraph.parent.boilerplate == BoilerplateConfidence.NONE)
                .toList();
    }

    /** Uses prefix sums, so that the cost does not depend on the depth. */
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
        boolean label = paragraph.isHeading() || paragraph.chars < MIN_PROSE_LENGTH || paragraph.linkDensity() > 0.5;
        return label ? 0 : paragraph.chars - paragraph.linkChars;
    }

    private static void classifyNames(Block box) {
        boolean isUnambiguous = TAGS_WITHOUT_NAMES.contains(box.tag())
                || box.element.attr("itemprop").equals("articleBody");
        if (box.parent != null && box.boilerplate != BoilerplateConfidence.CERTAIN && !isUnambiguous) {
            int flags = BoilerplateNames.classify(box.element);
            boolean sure = (flags & BoilerplateNames.SURE) != 0;
            boolean likely = (flags & BoilerplateNames.LIKELY) != 0;
            box.boilerplate = sure
                    ? BoilerplateConfidence.SURE
                    : likely ? BoilerplateConfidence.LIKELY : BoilerplateConfidence.NONE;
            box.namedImage = (flags & BoilerplateNames.IMAGE) != 0;
        }
    }

    private void classify() {
        TeaserRows.mark(this);
        inheritConfidence();
    }

    private void inheritConfidence() {
        for (Block box : boxes) {
            if (isOverruled(box)) {
                box.boilerplate = BoilerplateConfidence.NONE;
            } else if (isCaption(box)) {
                box.boilerplate = box.boilerplate.max(BoilerplateConfidence.LIKELY);
            }
            if (box.parent != null) {
                box.isTeaser |= box.parent.isTeaser;
                box.boilerplate = box.boilerplate.max(box.parent.boilerplate);
            }
        }
    }

    /** A box with the headline or much of the text of the page is not boilerplate, whatever its name. */
    private boolean isOverruled(Block box) {
        return switch (box.boilerplate) {
            case LIKELY -> box.prose > root.prose * (box.hasTitle ? 0.25 : 0.4);
            case SURE -> box.hasTitle && box.prose > root.prose * 0.4;
                // Some sites wrap the whole page in a form.
            case CERTAIN -> box.tag().equals("form") && box.prose > root.prose * 0.25;
            default -> false;
        };
    }

    /** True for an image with little text in a box with an image name. */
    private boolean isCaption(Block box) {
        return box.hasImage
                && box.prose > 0
                && box.end - box.first <= 3
                && box.prose < root.prose * 0.3
                && box.namedImage;
    }
}
