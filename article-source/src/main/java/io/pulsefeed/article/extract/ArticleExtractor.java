package io.pulsefeed.article.extract;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/**
 * Reads title, text, date and the rest from a page. Pure: no network, no state between pages, never throws on bad input.
 */
public final class ArticleExtractor {

    private final Clock clock;

    /** @param clock tells which dates lie in the future */
    public ArticleExtractor(Clock clock) {
        this.clock = clock;
    }

    public ExtractedArticle extract(PageInput page) {
        try {
            Document document = Jsoup.parse(
                    new ByteArrayInputStream(page.body() == null ? new byte[0] : page.body()),
                    null,
                    page.finalUrl().toString());
            String title = page.hints().title() != null ? page.hints().title() : document.title();
            return new ExtractedArticle(
                    title, document.select("p").text(), null, page.hints().published(), null, List.of(), "dom");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
