package io.pulsefeed.article;

import io.pulsefeed.article.config.ContentKeys;
import io.pulsefeed.article.config.SiteConfig;
import io.pulsefeed.article.discovery.Entry;
import io.pulsefeed.article.extract.ArticleExtractor;
import io.pulsefeed.article.extract.ExtractedArticle;
import io.pulsefeed.article.extract.FeedHints;
import io.pulsefeed.article.extract.PageInput;
import io.pulsefeed.article.fetch.Fetched;
import io.pulsefeed.article.mention.Mention;
import io.pulsefeed.article.mention.MentionFinder;
import io.pulsefeed.article.mention.TagMaker;
import io.pulsefeed.article.metrics.ArticleMetrics;
import io.pulsefeed.article.record.Article;
import io.pulsefeed.article.record.CanonicalUrl;
import io.pulsefeed.article.record.CleanText;
import io.pulsefeed.article.sentiment.SentimentEngine;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/** Makes an article of a feed entry and its page. One for a task; pages are read a few at a time to bound the memory. */
final class ArticleMaker {

    /** A title and summary shorter than this say too little about the mood. */
    private static final int SHORT_CHARS = 80;

    private static final Instant EARLIEST = Instant.parse("1995-01-01T00:00:00Z");
    private static final byte[] NO_BODY = new byte[0];

    private final ContentKeys settings;
    private final ArticleExtractor extractor;
    private final SentimentEngine engine;
    private final MentionFinder mentions;
    private final TagMaker tags = new TagMaker();
    private final Clock clock;
    private final Lock reading;
    private final ArticleMetrics metrics;

    /** @param reading held while a document is parsed and judged: bounds memory, and engines want one call at a time */
    ArticleMaker(
            ContentKeys settings,
            ArticleExtractor extractor,
            SentimentEngine engine,
            MentionFinder mentions,
            Clock clock,
            Lock reading,
            ArticleMetrics metrics) {
        this.settings = settings;
        this.extractor = extractor;
        this.engine = engine;
        this.mentions = mentions;
        this.clock = clock;
        this.reading = reading;
        this.metrics = metrics;
    }

    /** How the page counts. */
    enum Verdict {
        MADE,
        /** Neither list nor page has a title. */
        NO_TITLE,
        /** The page asks for proof of being human. */
        CHALLENGE
    }

    /** @param article null unless made */
    record Made(Verdict verdict, Article article) {}

    /** From the entry and the page that {@code fetched} holds. */
    Made fromPage(SiteConfig site, Candidate candidate, Fetched fetched) throws InterruptedException {
        Instant scraped = clock.instant();
        reading.lockInterruptibly();
        try {
            ExtractedArticle extracted = extractor.extract(new PageInput(
                    fetched.body(), fetched.contentType(), fetched.url(), hints(candidate.entry()), site.extract()));
            metrics.extracted(extracted.candidate());
            if ("challenge".equals(extracted.candidate())) {
                return new Made(Verdict.CHALLENGE, null);
            }
            URI address = extracted.canonical() != null ? extracted.canonical() : fetched.url();
            return finish(site, candidate, extracted, CanonicalUrl.of(address), extracted.text(), scraped);
        } finally {
            reading.unlock();
        }
    }

    /** From the entry alone; its body is the feed's full text where it has one, never its summary. */
    Made fromFeed(SiteConfig site, Candidate candidate) throws InterruptedException {
        Instant scraped = clock.instant();
        reading.lockInterruptibly();
        try {
            ExtractedArticle extracted = extractor.extract(
                    new PageInput(NO_BODY, null, candidate.link(), hints(candidate.entry()), site.extract()));
            metrics.extracted(extracted.candidate());
            String text = "feed".equals(extracted.candidate()) ? extracted.text() : null;
            return finish(site, candidate, extracted, candidate.address(), text, scraped);
        } finally {
            reading.unlock();
        }
    }

    private static FeedHints hints(Entry entry) {
        // A day without a time is worth less than what the page says.
        Instant published = entry.published() == null || entry.published().dayOnly()
                ? null
                : entry.published().instant();
        return new FeedHints(entry.title(), entry.summaryHtml(), entry.contentHtml(), published, entry.updated());
    }

    private Made finish(
            SiteConfig site,
            Candidate candidate,
            ExtractedArticle extracted,
            String address,
            String text,
            Instant scraped) {
        String title =
                extracted.title() == null ? "" : CleanText.of(extracted.title()).strip();
        if (title.isEmpty()) {
            return new Made(Verdict.NO_TITLE, null);
        }
        String whole = extracted.summary() == null ? "" : extracted.summary().strip();
        String summary = CleanText.cutAtWord(whole, settings.summaryChars());
        List<Mention> coins = mentions.find(title, whole, text);
        return new Made(
                Verdict.MADE,
                new Article(
                        address,
                        title,
                        site.name(),
                        summary,
                        text == null || settings.contentChars() == 0 ? null : text,
                        published(candidate.entry(), extracted, scraped),
                        scraped,
                        tags.tags(extracted, coins, candidate.entry().categories()),
                        engine.score(title, judged(title, whole, text)),
                        coins));
    }

    private static String judged(String title, String summary, String text) {
        boolean enough = title.length() + summary.length() >= SHORT_CHARS || text == null || text.isBlank();
        return enough ? summary : Sentences.first(text, 2);
    }

    /** Never later than the fetch, never from before the web had news. */
    private static Instant published(Entry entry, ExtractedArticle extracted, Instant scraped) {
        Instant date = Optional.ofNullable(extracted.published())
                .or(() -> Optional.ofNullable(entry.published()).map(parsed -> parsed.instant()))
                .orElse(scraped);
        return date.isBefore(EARLIEST) || date.isAfter(scraped) ? scraped : date;
    }
}
