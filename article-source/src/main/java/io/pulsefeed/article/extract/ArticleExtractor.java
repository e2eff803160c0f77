package io.pulsefeed.article.extract;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/**
 * Reads title, text, date and the rest from a page. Pure: no network, no state between pages, safe for many threads. Bad
 * input gives fewer parts, never an exception. Memory is bounded by the page: about ten times its bytes while it is read.
 */
public final class ArticleExtractor {

    private static final int TITLE_MAX = 1_000;
    private static final int SUMMARY_MAX = 10_000;
    /** A page that asks for proof of being human has no more text than this. */
    private static final int CHALLENGE_TEXT_MAX = 1_500;

    private static final int CHALLENGE_PAGE_MAX = 50_000;
    private static final int CHALLENGE_PARAGRAPHS_MAX = 5;

    private static final List<String> CHALLENGE_TITLES = List.of(
            "just a moment",
            "attention required",
            "access denied",
            "are you a robot",
            "verify you are human",
            "please wait",
            "checking your browser",
            "ddos-guard",
            "pardon our interruption",
            "security check",
            "captcha",
            "bot verification");

    private static final List<String> CHALLENGE_MARKS = List.of(
            "cf-challenge",
            "challenge-platform",
            "cf_chl_",
            "g-recaptcha",
            "h-captcha",
            "hcaptcha",
            "px-captcha",
            "captcha-delivery",
            "_incapsula_resource",
            "cf-turnstile");

    private final PublishedDate dates;

    /** @param clock tells which dates lie in the future */
    public ArticleExtractor(Clock clock) {
        this.dates = new PublishedDate(clock);
    }

    public ExtractedArticle extract(PageInput page) {
        if (!MarkupSniffer.isMarkup(page.body(), page.contentTypeHeader())) {
            return withoutPage(page);
        }
        String html = TextDecoder.decode(page.body(), page.contentTypeHeader());
        Document document = Jsoup.parse(html, page.finalUrl().toString());
        for (String selector : page.rules().removeSelectors()) {
            document.select(selector).remove();
        }
        PageMeta meta = PageMeta.of(document);
        if (isChallenge(document, html)) {
            return new ExtractedArticle(null, null, null, null, null, List.of(), "challenge");
        }
        String summary = PageMeta.firstOf(Markup.toLine(page.hints().summaryHtml()), meta.description());
        Body body = new BodyFinder(page, document, meta).find();
        if (body.isEmpty() && !summary.isEmpty()) {
            body = new Body(summary, "summary");
        }
        String title = PageMeta.firstOf(
                selectedTitle(page, document),
                TextCleaner.line(nullToEmpty(page.hints().title())),
                meta.title());
        URI canonical = meta.canonical(page.finalUrl());
        return article(page, title, body, summary, meta.keywords(), canonical, dates.find(page, document, meta));
    }

    private ExtractedArticle withoutPage(PageInput page) {
        String title = TextCleaner.line(nullToEmpty(page.hints().title()));
        String summary = Markup.toLine(page.hints().summaryHtml());
        Body body = BodyFinder.withFeed(page, Body.NONE);
        return article(page, title, body, summary, List.of(), null, dates.find(page, null, null));
    }

    private static ExtractedArticle article(
            PageInput page,
            String title,
            Body body,
            String summary,
            List<String> keywords,
            URI canonical,
            Instant published) {
        String text = TextCleaner.cut(body.text(), Math.max(page.rules().maxChars(), 0));
        return new ExtractedArticle(
                emptyToNull(TextCleaner.cutAtWord(title, TITLE_MAX)),
                emptyToNull(text),
                emptyToNull(TextCleaner.cutAtWord(summary, SUMMARY_MAX)),
                published,
                canonical,
                keywords,
                body.candidate());
    }

    private static String selectedTitle(PageInput page, Document document) {
        String selector = page.rules().titleSelector();
        return selector == null || selector.isBlank()
                ? ""
                : TextCleaner.line(document.select(selector).text());
    }

    /** Challenges come with 200 as well as with 403 and 503. */
    private static boolean isChallenge(Document document, String html) {
        String title = document.title().strip().toLowerCase(Locale.ROOT);
        boolean named = CHALLENGE_TITLES.stream().anyMatch(title::startsWith);
        boolean marked = html.length() < CHALLENGE_PAGE_MAX
                && document.select("p").size() < CHALLENGE_PARAGRAPHS_MAX
                && CHALLENGE_MARKS.stream().anyMatch(html::contains);
        return (named || marked) && document.body().text().length() < CHALLENGE_TEXT_MAX;
    }

    private static String nullToEmpty(String text) {
        return text == null ? "" : text;
    }

    private static String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
