package io.pulsefeed.article.extract;

import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Tries the sources of a body in turn and takes the best. */
final class BodyFinder {

    /** Less running text than this is no article yet: look again without trusting names. */
    private static final int WEAK_PROSE = 150;

    private static final double WIDER_FACTOR = 2.5;

    private static final int JSON_LD_MIN = 100;
    /** JSON-LD bodies are often teasers, so the page must have missed most of the text to lose to one. */
    private static final double JSON_LD_FACTOR = 2;

    /** The feed's text carries furniture of its own; a few words more are no gain. */
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
        Body best = scored();
        String described = meta.jsonLd.body.length() > JSON_LD_MIN ? Markup.toLines(meta.jsonLd.body) : "";
        if (described.length() > JSON_LD_MIN && described.length() > best.text().length() * JSON_LD_FACTOR) {
            best = new Body(described, "json-ld");
        }
        return withFeed(input, best);
    }

    static Body withFeed(PageInput input, Body best) {
        String feed = Markup.toLines(input.hints().contentHtml());
        return !feed.isEmpty() && feed.length() > best.text().length() * FEED_FACTOR ? new Body(feed, "feed") : best;
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
                paragraphs.addAll(new ContentFinder(tree, Furnishing.LIKELY).paragraphs(tree.root));
                last = element;
            }
        }
        String text = join(paragraphs);
        return text.isEmpty() ? Body.NONE : new Body(text, "selector");
    }

    /** Trusts names first; less and less when that leaves no article, or only a small part of what could be one. */
    private Body scored() {
        PageTree tree = PageTree.of(document.body(), input.finalUrl().getHost());
        List<Block> best = new ContentFinder(tree, Furnishing.LIKELY).find();
        String candidate = "dom";
        if (prose(best) < WEAK_PROSE || prose(best) * WIDER_FACTOR < tree.root.prose) {
            List<Block> wide = new ContentFinder(tree, Furnishing.SURE).find();
            if (prose(wide) > (prose(best) < WEAK_PROSE ? prose(best) : prose(best) * WIDER_FACTOR)) {
                best = wide;
                candidate = "dom-wide";
            }
        }
        if (prose(best) < WEAK_PROSE && tree.root.prose > WEAK_PROSE) {
            List<Block> all = new ContentFinder(tree, Furnishing.CERTAIN).find();
            if (prose(all) > prose(best) * WIDER_FACTOR) {
                best = all;
                candidate = "dom-wide";
            }
        }
        return body(best, candidate);
    }

    private Body body(List<Block> paragraphs, String candidate) {
        String text = join(paragraphs);
        return text.isEmpty() ? Body.NONE : new Body(text, candidate);
    }

    private String join(List<Block> paragraphs) {
        List<String> titles = new ArrayList<>(meta.headings);
        titles.add(document.title());
        titles.add(meta.title());
        StringBuilder out = new StringBuilder();
        for (Block paragraph : new BodyText(titles).choose(paragraphs)) {
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
