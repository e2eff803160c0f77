package io.pulsefeed.article.extract;

import io.pulsefeed.article.date.ArticleDate;
import io.pulsefeed.article.date.PageDates;
import io.pulsefeed.article.date.PublishedDate;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;

/**
 * Extracts title, text, date and metadata from a page. Stateless and thread-safe, without I/O. Invalid input yields fewer fields,
 * never an exception. Memory use is about ten times the size of the page.
 */
public final class ArticleExtractor {

    private static final int MAX_TITLE_LENGTH = 1_000;
    private static final int MAX_SUMMARY_LENGTH = 10_000;

    private final PublishedDate dates;
    private final BlockModel model;

    /** @param clock for the detection of future dates */
    public ArticleExtractor(Clock clock) {
        this(clock, BlockModel.bundled());
    }

    /**
     * Uses a custom model, for the evaluation of models.
     *
     * @param clock for the detection of future dates
     */
    public ArticleExtractor(Clock clock, BlockModel model) {
        this.dates = new PublishedDate(clock);
        this.model = model;
    }

    public ExtractedArticle extract(PageInput page) {
        byte[] body = page.body();
        if (body == null || !MarkupSniffer.isMarkup(body, page.contentTypeHeader())) {
            return fromHints(page);
        }
        String html = TextDecoder.decode(body, page.contentTypeHeader());
        Document document = Jsoup.parse(TagNames.limit(html), page.finalUrl().toString());
        for (String selector : page.rules().removeSelectors()) {
            document.select(selector).remove();
        }
        PageMeta meta = PageMeta.of(document);
        @Nullable TextSource substitute = SubstitutePages.find(document, html, meta);
        if (substitute != null) {
            return new ExtractedArticle(
                    null, null, null, null, null, null, PageKind.OTHER, PageDetails.NONE, List.of(), substitute);
        }
        @Nullable
        ArticleDate date = date(
                page,
                PageDates.of(document, page.rules().dateSelector(), meta.jsonLd.published(), meta.jsonLd.modified));
        String summary = PageMeta.firstOf(MarkupText.toLine(page.hints().summaryHtml()), meta.description());
        Body text = new BodyFinder(page, document, meta, model).find();
        if (text.isEmpty() && !summary.isEmpty()) {
            text = new Body(summary, TextSource.SUMMARY);
        }
        String title = PageMeta.firstOf(
                selectedTitle(page, document),
                TextCleaner.line(nullToEmpty(page.hints().title())),
                meta.title());
        @Nullable URI canonical = meta.canonical(page.finalUrl());
        return article(page, title, text, summary, meta, canonical, date);
    }

    private ExtractedArticle fromHints(PageInput page) {
        String title = TextCleaner.line(nullToEmpty(page.hints().title()));
        String summary = MarkupText.toLine(page.hints().summaryHtml());
        Body body = BodyFinder.withFeed(page, Body.NONE);
        return article(page, title, body, summary, null, null, date(page, null));
    }

    private @Nullable ArticleDate date(PageInput page, @Nullable PageDates pageDates) {
        FeedHints hints = page.hints();
        return dates.find(
                hints.published(),
                hints.updated(),
                pageDates,
                page.finalUrl(),
                page.rules().zone());
    }

    private static ExtractedArticle article(
            PageInput page,
            String title,
            Body body,
            String summary,
            @Nullable PageMeta meta,
            @Nullable URI canonical,
            @Nullable ArticleDate date) {
        String text = TextCleaner.cut(body.text(), Math.max(page.rules().maxChars(), 0));
        return new ExtractedArticle(
                emptyToNull(TextCleaner.cutAtWord(title, MAX_TITLE_LENGTH)),
                emptyToNull(text),
                emptyToNull(TextCleaner.cutAtWord(summary, MAX_SUMMARY_LENGTH)),
                date,
                canonical,
                meta == null ? null : emptyToNull(meta.language()),
                meta == null ? PageKind.OTHER : meta.kind(),
                meta == null ? PageDetails.NONE : meta.details(),
                meta == null ? List.of() : meta.keywords(),
                body.source());
    }

    private static String selectedTitle(PageInput page, Document document) {
        String selector = page.rules().titleSelector();
        return selector == null || selector.isBlank()
                ? ""
                : TextCleaner.line(document.select(selector).text());
    }

    private static String nullToEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
