package io.pulsefeed.article.extract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
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
            "applet",
            // Readings of characters in East Asian text.
            "rt",
            "rp");

    private static final Set<String> EXCLUDED_TAGS =
            Set.of("nav", "aside", "footer", "figure", "figcaption", "form", "menu", "dialog");

    /** Tags whose content is shown only without scripts, or by a script. */
    private static final Set<String> HIDDEN_CONTAINERS = Set.of("noscript", "template");

    /** Blocks whose content is text. */
    private static final Set<String> TEXT_TAGS = Set.of(
            "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "dt", "dd", "figcaption", "pre", "summary");

    final Block root;
    final List<Block> boxes = new ArrayList<>();
    final List<Block> paragraphs = new ArrayList<>();

    /** Number of characters in hidden elements that were left out. */
    int hiddenChars;

    private final LinkClassifier links;
    private final boolean includesHidden;
    private final Set<Node> opened = Collections.newSetFromMap(new IdentityHashMap<>());
    private final StringBuilder run = new StringBuilder();
    private Block box;
    /** The current link. */
    private @Nullable Element link;

    private boolean isInternalLink;

    private int runChars;
    private int runAnchorChars;
    private int runLinkChars;
    private int breaks;

    /** @param includesHidden whether text is kept that a reader sees only after a script ran, or without scripts */
    PageTreeBuilder(Element body, LinkClassifier links, boolean includesHidden) {
        this.root = new Block(body, null);
        this.links = links;
        this.includesHidden = includesHidden;
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
        if (WITHOUT_TEXT.contains(tag) && !(includesHidden && HIDDEN_CONTAINERS.contains(tag))) {
            return FilterResult.SKIP_ENTIRELY;
        }
        if (!includesHidden && element != root.element && BoilerplateNames.isHidden(element)) {
            hiddenChars += element.text().length();
            return FilterResult.SKIP_ENTIRELY;
        }
        if (isBlock(element, tag)) {
            opened.add(element);
            open(element, tag);
        } else if (tag.equals("br")) {
            lineBreak();
        } else if (tag.equals("img") || tag.equals("picture")) {
            markImage();
        } else if (tag.equals("a")) {
            link = element;
            isInternalLink = !links.isExternal(element.attr("href"));
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
        if (opened.remove(node)) {
            endRun();
            box.end = paragraphs.size();
            if (box.parent != null) {
                box = box.parent;
            }
        }
        return FilterResult.CONTINUE;
    }

    /** Custom elements between blocks are blocks as well, such as those of components; inside of a paragraph they are text. */
    private boolean isBlock(Element element, String tag) {
        boolean isCustom = tag.indexOf('-') > 0 && element != root.element;
        return BLOCK_TAGS.contains(tag)
                || isCustom
                        && (element.parent() == root.element || opened.contains(element.parent()))
                        && !TEXT_TAGS.contains(element.parent().normalName());
    }

    private void open(Element element, String tag) {
        endRun();
        if (element == root.element) {
            return;
        }
        Block inner = new Block(element, box);
        if (EXCLUDED_TAGS.contains(tag)) {
            inner.boilerplate = BoilerplateConfidence.CERTAIN;
        }
        inner.first = paragraphs.size();
        boxes.add(inner);
        box = inner;
        if (tag.equals("h1")) {
            for (Block at = box; at != null && !at.hasTitle; at = at.parent) {
                at.hasTitle = true;
            }
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
            runAnchorChars += link == null ? 0 : visible;
            runLinkChars += link == null || !isInternalLink ? 0 : visible;
        }
    }

    private void endRun() {
        if (runChars > 0) {
            Block paragraph = new Block(box.element, box);
            paragraph.text = run.toString().strip();
            paragraph.chars = paragraph.text.length();
            // linkChars excludes whitespace; scaled so that a paragraph of one link has density 1.
            paragraph.linkChars = (int) ((long) runLinkChars * paragraph.chars / runChars);
            paragraph.anchorChars = (int) ((long) runAnchorChars * paragraph.chars / runChars);
            paragraphs.add(paragraph);
        }
        run.setLength(0);
        runChars = 0;
        runAnchorChars = 0;
        runLinkChars = 0;
        breaks = 0;
    }
}
