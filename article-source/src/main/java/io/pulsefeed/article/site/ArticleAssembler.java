package io.pulsefeed.article.site;

import io.pulsefeed.article.config.ContentConfig;
import io.pulsefeed.article.date.ArticleDate;
import io.pulsefeed.article.discovery.Entry;
import io.pulsefeed.article.duplicate.RepeatedLines;
import io.pulsefeed.article.duplicate.TextSketch;
import io.pulsefeed.article.extract.ArticleExtractor;
import io.pulsefeed.article.extract.ExtractedArticle;
import io.pulsefeed.article.extract.FeedHints;
import io.pulsefeed.article.extract.PageInput;
import io.pulsefeed.article.extract.Sentences;
import io.pulsefeed.article.extract.TextCleaner;
import io.pulsefeed.article.extract.TextSource;
import io.pulsefeed.article.fetch.FetchResult;
import io.pulsefeed.article.fetch.Urls;
import io.pulsefeed.article.language.LanguageDetector;
import io.pulsefeed.article.mention.Mention;
import io.pulsefeed.article.mention.MentionFinder;
import io.pulsefeed.article.mention.TagBuilder;
import io.pulsefeed.article.metrics.ArticleMetrics;
import io.pulsefeed.article.record.Article;
import io.pulsefeed.article.record.CanonicalUrl;
import io.pulsefeed.article.record.CleanText;
import io.pulsefeed.article.record.PageProblem;
import io.pulsefeed.article.sentiment.LanguageScorer;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/** Builds an article from a list entry and its page: extraction, tags, sentiment and mentions. Shared by the sites of a task. */
final class ArticleAssembler {

    /** Below this length of title and summary, the first sentences of the body are scored instead of the summary. */
    private static final int MIN_SCORED_CHARS = 80;

    private static final byte[] NO_BODY = new byte[0];

    private final ContentConfig config;
    private final ArticleExtractor extractor;
    private final LanguageScorer scorer;
    private final MentionFinder mentions;
    private final TagBuilder tags = new TagBuilder();
    private final Clock clock;
    private final Lock parseLock;
    private final ArticleMetrics metrics;
    private final Map<String, RepeatedLines> repeatedLines = new HashMap<>();

    /** @param parseLock held during extraction and scoring: bounds memory, and sentiment engines are not thread-safe */
    ArticleAssembler(
            ContentConfig config,
            ArticleExtractor extractor,
            LanguageScorer scorer,
            MentionFinder mentions,
            Clock clock,
            Lock parseLock,
            ArticleMetrics metrics) {
        this.config = config;
        this.extractor = extractor;
        this.scorer = scorer;
        this.mentions = mentions;
        this.clock = clock;
        this.parseLock = parseLock;
        this.metrics = metrics;
    }

    /**
     * @param article null if there is a problem
     */
    record Result(@Nullable Article article, @Nullable Problem problem) {

        static Result of(Problem problem) {
            return new Result(null, problem);
        }
    }

    /** Why a page is not an article. */
    enum Problem {
        NO_TITLE,
        /** A bot challenge or a consent page. */
        CHALLENGE,
        /** The page reports that it does not exist, or is the home page. */
        MISSING,
        NOT_ARTICLE
    }

    /** Maximum number of pages that an article consists of. */
    int maxPages() {
        return config.maxContentChars() == 0 ? 1 : config.maxContentPages();
    }

    /** The body on a page after the first one; empty if it has none. */
    String text(SiteConfig site, FetchResult page) throws InterruptedException {
        parseLock.lockInterruptibly();
        try {
            ExtractedArticle extracted = extractor.extract(
                    new PageInput(page.body(), page.contentType(), page.url(), FeedHints.NONE, site.extract()));
            return extracted.text() == null || !extracted.source().isBodyOfPage() ? "" : extracted.text();
        } finally {
            parseLock.unlock();
        }
    }

    /** @param further bodies of the pages after the first one */
    Result fromPage(SiteConfig site, Candidate candidate, FetchResult response, List<String> further)
            throws InterruptedException {
        Instant scraped = clock.instant();
        parseLock.lockInterruptibly();
        try {
            ExtractedArticle extracted = extractor.extract(new PageInput(
                    response.body(), response.contentType(), response.url(), hints(candidate.entry()), site.extract()));
            metrics.extracted(extracted.source().label());
            if (extracted.source() == TextSource.CHALLENGE) {
                return Result.of(Problem.CHALLENGE);
            }
            if (extracted.source() == TextSource.MISSING || isHomePage(candidate.link(), response.url())) {
                return Result.of(Problem.MISSING);
            }
            if (!candidate.isKnownArticle() && !SitemapPages.isArticle(extracted, response.url())) {
                return Result.of(Problem.NOT_ARTICLE);
            }
            URI url = extracted.canonical() != null ? extracted.canonical() : response.url();
            String text = extracted.text() == null || !extracted.source().isBodyOfPage()
                    ? extracted.text()
                    : TextCleaner.cut(
                            FurtherPages.join(extracted.text(), further),
                            site.extract().maxChars());
            return assemble(site, candidate, extracted, CanonicalUrl.of(url), text, null, scraped);
        } finally {
            parseLock.unlock();
        }
    }

    /** Some sites redirect articles that they removed to their home page. */
    private static boolean isHomePage(URI link, URI page) {
        return isRoot(page) && !isRoot(link);
    }

    private static boolean isRoot(URI url) {
        return Urls.pathAndQuery(url).equals("/");
    }

    /** Builds an article without its page. The body is the full text of the feed, if it has one, but never the summary. */
    Result fromFeed(SiteConfig site, Candidate candidate, @Nullable PageProblem problem) throws InterruptedException {
        Instant scraped = clock.instant();
        parseLock.lockInterruptibly();
        try {
            ExtractedArticle extracted = extractor.extract(
                    new PageInput(NO_BODY, null, candidate.link(), hints(candidate.entry()), site.extract()));
            metrics.extracted(extracted.source().label());
            String text = extracted.source() == TextSource.FEED ? extracted.text() : null;
            return assemble(site, candidate, extracted, candidate.url(), text, problem, scraped);
        } finally {
            parseLock.unlock();
        }
    }

    private static FeedHints hints(Entry entry) {
        return new FeedHints(
                entry.title(), entry.summaryHtml(), entry.contentHtml(), entry.published(), entry.updated());
    }

    private Result assemble(
            SiteConfig site,
            Candidate candidate,
            ExtractedArticle extracted,
            String url,
            @Nullable String text,
            @Nullable PageProblem problem,
            Instant scraped) {
        String title =
                extracted.title() == null ? "" : CleanText.of(extracted.title()).strip();
        if (title.isEmpty()) {
            return Result.of(Problem.NO_TITLE);
        }
        String fullSummary =
                extracted.summary() == null ? "" : extracted.summary().strip();
        @Nullable String language = language(site, candidate, extracted, title + ". " + fullSummary, text);
        List<Mention> coins = mentions.find(title, fullSummary, text);
        Article article = new Article(
                url,
                title,
                site.name(),
                CleanText.cutAtWord(fullSummary, config.maxSummaryChars()),
                text == null || config.maxContentChars() == 0 ? null : text,
                extracted.date() == null ? ArticleDate.fetched(scraped) : extracted.date(),
                scraped,
                tags.tags(extracted, coins, candidate.entry().categories()),
                language,
                scorer.score(language, title, scoredText(title, fullSummary, text)),
                coins,
                extracted.details(),
                extracted.keywords(),
                sketch(site, url, text == null ? fullSummary : text),
                problem);
        return new Result(article, null);
    }

    private static @Nullable String language(
            SiteConfig site, Candidate candidate, ExtractedArticle extracted, String head, @Nullable String text) {
        String feed = candidate.entry().language() != null ? candidate.entry().language() : site.language();
        return LanguageDetector.detect(
                text == null ? head : head + ' ' + text, extracted.language() != null ? extracted.language() : feed);
    }

    /** Called with the lock. */
    private @Nullable String sketch(SiteConfig site, String url, String text) {
        RepeatedLines repeated = repeatedLines.computeIfAbsent(site.name(), name -> new RepeatedLines());
        return TextSketch.of(repeated.without(url, text)).orElse(null);
    }

    private static String scoredText(String title, String summary, @Nullable String text) {
        boolean useSummary = title.length() + summary.length() >= MIN_SCORED_CHARS || text == null || text.isBlank();
        return useSummary ? summary : Sentences.first(text, 2);
    }
}
