package io.pulsefeed.article.extract;

import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Selects the best body from all sources: the configured selector, the page, JSON-LD and the feed. */
final class BodyFinder {

    /** If a page has less text than this, its article may be in a script. */
    private static final int MIN_PAGE_LENGTH = 200;

    private static final int MIN_JSON_LD_LENGTH = 100;
    /** JSON-LD bodies are often teasers; they replace the page text only if they are much longer. */
    private static final double JSON_LD_FACTOR = 2;

    /** Feed texts contain boilerplate, too; they replace the page text only if they are clearly longer. */
    private static final double FEED_FACTOR = 1.2;

    private final PageInput input;
    private final Document document;
    private final PageMeta meta;
    private final LinkClassifier links;
    private final BlockModel model;

    BodyFinder(PageInput input, Document document, PageMeta meta, BlockModel model) {
        this.input = input;
        this.document = document;
        this.meta = meta;
        this.model = model;
        this.links = LinkClassifier.of(input.finalUrl(), meta);
    }

    Body find() {
        Body selected = selected();
        if (!selected.isEmpty()) {
            return selected;
        }
        Body best = fromPage();
        String jsonLdBody = meta.jsonLd.body.length() > MIN_JSON_LD_LENGTH ? MarkupText.toLines(meta.jsonLd.body) : "";
        if (jsonLdBody.length() > MIN_JSON_LD_LENGTH
                && jsonLdBody.length() > best.text().length() * JSON_LD_FACTOR) {
            best = new Body(jsonLdBody, TextSource.JSON_LD);
        }
        if (best.text().length() < MIN_PAGE_LENGTH) {
            String embedded = EmbeddedText.of(document);
            best = embedded.isEmpty() ? best : new Body(embedded, TextSource.EMBEDDED);
        }
        return withFeed(input, best);
    }

    static Body withFeed(PageInput input, Body best) {
        String feed = MarkupText.toLines(input.hints().contentHtml());
        return !feed.isEmpty() && feed.length() > best.text().length() * FEED_FACTOR
                ? new Body(feed, TextSource.FEED)
                : best;
    }

    private Body selected() {
        String selector = input.rules().contentSelector();
        if (selector == null || selector.isBlank()) {
            return Body.NONE;
        }
        List<Block> paragraphs = new ArrayList<>();
        Element last = null;
        for (Element element : document.select(selector)) {
            if (last == null || !element.hasParent() || !element.parents().contains(last)) {
                PageTree tree = PageTree.of(element, links);
                paragraphs.addAll(tree.withoutBoilerplate());
                last = element;
            }
        }
        String text = join(paragraphs);
        return text.isEmpty() ? Body.NONE : new Body(text, TextSource.SELECTOR);
    }

    private Body fromPage() {
        PageTree tree = PageTree.of(document.body(), links);
        ContentFinder finder = new ContentFinder(tree, model, meta.titles());
        List<Block> paragraphs = finder.find();
        return body(paragraphs, finder.isSure() ? TextSource.DOM : TextSource.DOM_WIDE);
    }

    private Body body(List<Block> paragraphs, TextSource source) {
        String text = join(paragraphs);
        return text.isEmpty() ? Body.NONE : new Body(text, source);
    }

    private String join(List<Block> paragraphs) {
        StringBuilder out = new StringBuilder();
        for (Block paragraph : new ParagraphFilter(meta.titles()).filter(paragraphs)) {
            out.append(paragraph.text).append('\n');
        }
        return TextCleaner.lines(out.toString());
    }
}
