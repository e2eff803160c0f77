package io.pulsefeed.article.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jspecify.annotations.Nullable;

/** Builds the {@link Block}s of a page in one iterative traversal, so that deep nesting does not overflow the stack. */
final class PageTreeBuilder implements NodeFilter {

    private static final Set<String> BLOCK_TAGS = Set.of(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "center",
            "dd",
            "details",
            "dialog",
            "dir",
            "div",
            "dl",
            "dt",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hgroup",
            "hr",
            "html",
            "li",
            "main",
            "menu",
            "nav",
            "ol",
            "p",
            "pre",
            "section",
            "summary",
            "table",
            "tbody",
            "td",
            "tfoot",
            "th",
            "thead",
            "tr",
            "ul");

    private static final Set<String> WITHOUT_TEXT = Set.of(
            "head",
            "script",
            "style",
            "noscript",
            "template",
            "svg",
            "math",
            "iframe",
            "object",
            "embed",
            "video",
            "audio",
            "canvas",
            "map",
            "button",
            "select",
            "textarea",
            "input",
            "datalist",
            "progress",
            "meter",
            "frameset",
            "applet");

    private static final Set<String> EXCLUDED_TAGS =
            Set.of("nav", "aside", "footer", "figure", "figcaption", "form", "menu", "dialog");

    /** Tags whose class and id names are ignored: table parts, and {@code article} and {@code main}, which are unambiguous. */
    private static final Set<String> TAGS_WITHOUT_NAMES =
            Set.of("article", "main", "tr", "td", "th", "tbody", "thead", "tfoot");

    final Block root;
    final List<Block> boxes = new ArrayList<>();
    final List<Block> paragraphs = new ArrayList<>();

    private final LinkClassifier links;
    private final StringBuilder run = new StringBuilder();
    private Block box;
    /** The current link, unless it is external. */
    private @Nullable Element link;

    private int runChars;
    private int runLinkChars;
    private int breaks;

    PageTreeBuilder(Element body, LinkClassifier links) {
        this.root = new Block(body, null);
        this.links = links;
        this.box = root;
        boxes.add(root);
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (node instanceof TextNode text) {
            append(text.getWholeText());
            return FilterResult.CONTINUE;
        }
        if (!(node instanceof Element element)) {
            return FilterResult.SKIP_ENTIRELY;
        }
        String tag = element.normalName();
        if (WITHOUT_TEXT.contains(tag)) {
            return FilterResult.SKIP_ENTIRELY;
        }
        if (BLOCK_TAGS.contains(tag)) {
            open(element, tag);
        } else if (tag.equals("br")) {
            lineBreak();
        } else if (tag.equals("img") || tag.equals("picture")) {
            markImage();
        } else if (tag.equals("a")) {
            link = links.isExternal(element.attr("href")) ? null : element;
        } else if (BoilerplateNames.isFloating(element)) {
            return FilterResult.SKIP_ENTIRELY;
        }
        return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        if (node == link) {
            link = null;
        }
        if (node instanceof Element element && BLOCK_TAGS.contains(element.normalName())) {
            endRun();
            box.end = paragraphs.size();
            if (box.parent != null) {
                box = box.parent;
            }
        }
        return FilterResult.CONTINUE;
    }

    private void open(Element element, String tag) {
        endRun();
        if (element == root.element) {
            return;
        }
        Block inner = new Block(element, box);
        classify(inner, tag);
        inner.first = paragraphs.size();
        boxes.add(inner);
        box = inner;
        if (tag.equals("h1")) {
            for (Block at = box; at != null && !at.hasTitle; at = at.parent) {
                at.hasTitle = true;
            }
        }
    }

    private static void classify(Block box, String tag) {
        if (EXCLUDED_TAGS.contains(tag)) {
            box.boilerplate = BoilerplateConfidence.CERTAIN;
        } else if (BoilerplateNames.isHidden(box.element)) {
            box.boilerplate = BoilerplateConfidence.SURE;
        } else if (!TAGS_WITHOUT_NAMES.contains(tag)
                && !box.element.attr("itemprop").equals("articleBody")) {
            int flags = BoilerplateNames.classify(box.element);
            boolean sure = (flags & BoilerplateNames.SURE) != 0;
            boolean likely = (flags & BoilerplateNames.LIKELY) != 0;
            box.boilerplate = sure
                    ? BoilerplateConfidence.SURE
                    : likely ? BoilerplateConfidence.LIKELY : BoilerplateConfidence.NONE;
            box.namedImage = (flags & BoilerplateNames.IMAGE) != 0;
        }
    }

    private void markImage() {
        Block at = box;
        for (int level = 0; level < 3 && at != null; level++) {
            at.hasImage = true;
            at = at.parent;
        }
    }

    private void lineBreak() {
        breaks++;
        if (breaks > 1) {
            endRun();
        } else {
            run.append('\n');
        }
    }

    private void append(String text) {
        int visible = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int last = run.length() - 1;
            if (!Character.isWhitespace(c) && c != '\u00a0') {
                run.append(c);
                visible++;
            } else if (last >= 0 && run.charAt(last) != ' ' && run.charAt(last) != '\n') {
                run.append(' ');
            }
        }
        if (visible > 0) {
            breaks = 0;
            runChars += visible;
            runLinkChars += link == null ? 0 : visible;
        }
    }

    private void endRun() {
        if (runChars > 0) {
            Block paragraph = new Block(box.element, box);
            paragraph.text = run.toString().strip();
            paragraph.chars = paragraph.text.length();
            // linkChars excludes whitespace; scaled so that a paragraph of one link has density 1.
            paragraph.linkChars = (int) ((long) runLinkChars * paragraph.chars / runChars);
            paragraphs.add(paragraph);
        }
        run.setLength(0);
        runChars = 0;
        runLinkChars = 0;
        breaks = 0;
    }
}
