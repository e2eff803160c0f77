package io.pulsefeed.article.extract;

import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Selects the best body from all sources: the configured selector, the page, JSON-LD and the feed. */
final class BodyFinder {

    /** With less running text than this, extraction is repeated without relying on class and id names. */
    private static final int WEAK_PROSE = 150;

    private static final double WIDER_FACTOR = 2.5;

    private static final int MIN_JSON_LD_LENGTH = 100;
    /** JSON-LD bodies are often teasers; they replace the page text only if they are much longer. */
    private static final double JSON_LD_FACTOR = 2;

    /** Feed texts contain boilerplate, too; they replace the page text only if they are clearly longer. */
    private static final double FEED_FACTOR = 1.2;

    private final PageInput input;
    private final Document document;
    private final PageMeta meta;

    BodyFinder(PageInput input, Document document, PageMeta meta) {
        this.input = input;
        this.document = document;
        this.meta = meta;
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
                PageTree tree = PageTree.of(element, input.finalUrl().getHost());
                paragraphs.addAll(new ContentFinder(tree, BoilerplateConfidence.LIKELY).paragraphs(tree.root));
                last = element;
            }
        }
        String text = join(paragraphs);
        return text.isEmpty() ? Body.NONE : new Body(text, TextSource.SELECTOR);
    }

    /** Excludes all likely boilerplate first, and less if that leaves no article or only a small part of the text. */
    private Body fromPage() {
        PageTree tree = PageTree.of(document.body(), input.finalUrl().getHost());
        List<Block> best = new ContentFinder(tree, BoilerplateConfidence.LIKELY).find();
        TextSource source = TextSource.DOM;
        if (prose(best) < WEAK_PROSE || prose(best) * WIDER_FACTOR < tree.root.prose) {
            List<Block> wide = new ContentFinder(tree, BoilerplateConfidence.SURE).find();
            if (prose(wide) > (prose(best) < WEAK_PROSE ? prose(best) : prose(best) * WIDER_FACTOR)) {
                best = wide;
                source = TextSource.DOM_WIDE;
            }
        }
        if (prose(best) < WEAK_PROSE && tree.root.prose > WEAK_PROSE) {
            List<Block> all = new ContentFinder(tree, BoilerplateConfidence.CERTAIN).find();
            if (prose(all) > prose(best) * WIDER_FACTOR) {
                best = all;
                source = TextSource.DOM_WIDE;
            }
        }
        return body(best, source);
    }

    private Body body(List<Block> paragraphs, TextSource source) {
        String text = join(paragraphs);
        return text.isEmpty() ? Body.NONE : new Body(text, source);
    }

    private String join(List<Block> paragraphs) {
        List<String> titles = new ArrayList<>(meta.headings);
        titles.add(document.title());
        titles.add(meta.title());
        StringBuilder out = new StringBuilder();
        for (Block paragraph : new ParagraphFilter(titles).filter(paragraphs)) {
            out.append(paragraph.text).append('\n');
        }
        return TextCleaner.lines(out.toString());
    }

    private static int prose(List<Block> paragraphs) {
        int sum = 0;
        for (Block paragraph : paragraphs) {
            sum += paragraph.prose;
        }
        return sum;
    }
}
