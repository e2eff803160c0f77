package io.pulsefeed.article.site;

import io.pulsefeed.article.discovery.HtmlLinks;
import io.pulsefeed.article.fetch.Backoff;
import io.pulsefeed.article.fetch.FetchResult;
import io.pulsefeed.article.metrics.SkipReason;
import io.pulsefeed.article.record.Article;
import io.pulsefeed.article.record.Hashes;
import io.pulsefeed.article.record.PageProblem;
import io.pulsefeed.commons.time.MonotonicClock;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Fetches the page of a candidate and decides whether it becomes an article, is skipped, or is retried. */
final class PageReader {

    private static final int MAX_POLLS = 3;

    /** A label of a host or a segment of a path of pages that ask for consent to cookies. */
    private static final Pattern CONSENT = Pattern.compile(
            "(?i)(?:(?:cookie|gdpr|user|privacy|collect)[-_]?)?consent(?:[-_]?(?:page|wall|gate|form|required))?(?:\\.\\w{1,5})?"
                    + "|guce|cookie-?wall|privacy-?(?:wall|gate)|gdpr|cmp");

    private final SiteConfig site;
    private final SiteFetcher fetcher;
    private final ArticleAssembler assembler;
    private final SiteState state;
    private final Backoff backoff;
    private final Duration pollInterval;
    private final boolean emitUpdates;
    private final MonotonicClock clock;
    private final SiteReporter reporter;
    private final FurtherPages furtherPages;
    private final RecentTexts recentTexts = new RecentTexts();
    private final CanonicalTexts canonicalTexts = new CanonicalTexts();

    PageReader(
            SiteConfig site,
            SiteFetcher fetcher,
            ArticleAssembler assembler,
            SiteState state,
            Backoff backoff,
            Duration pollInterval,
            boolean emitUpdates,
            MonotonicClock clock,
            SiteReporter reporter) {
        this.site = site;
        this.fetcher = fetcher;
        this.assembler = assembler;
        this.state = state;
        this.backoff = backoff;
        this.pollInterval = pollInterval;
        this.emitUpdates = emitUpdates;
        this.clock = clock;
        this.reporter = reporter;
        this.furtherPages = new FurtherPages(site, fetcher, assembler, reporter);
    }

    /** An article, or no article and whether the candidate is retried. */
    record Result(@Nullable Article article, boolean isRetry) {

        static final Result SETTLED = new Result(null, false);
        static final Result RETRY = new Result(null, true);
    }

    Result read(Candidate candidate) throws InterruptedException {
        if (!site.fullText() || candidate.entry().sharedLink()) {
            return accept(candidate, assembler.fromFeed(site, candidate, null));
        }
        FetchResult response = afterRefresh(fetcher.fetchPage(candidate.link()));
        if (isConsentPage(candidate, response) && candidate.hasTitleAndDate()) {
            return fromFeed(candidate, response, PageProblem.CONSENT, true);
        }
        return switch (response.outcome()) {
            case OK -> fromPages(candidate, response);
            case NOT_TEXT, TOO_LARGE -> fromFeed(
                    candidate, response, PageProblem.NOT_TEXT, candidate.entry().title() != null);
            case FORBIDDEN -> fromFeed(candidate, response, PageProblem.FORBIDDEN, candidate.hasTitleAndDate());
            case FAILED -> fromFeed(candidate, response, PageProblem.FAILED, candidate.hasTitleAndDate());
            case MISSING -> candidate.countFailedPoll() < MAX_POLLS
                    ? retryAfter(candidate, pollInterval.toNanos())
                    : drop(candidate, response, SkipReason.MISSING);
            case GONE -> drop(candidate, response, SkipReason.MISSING);
            case ROBOTS_DENIED -> drop(candidate, response, SkipReason.ROBOTS);
            case REFUSED -> drop(candidate, response, SkipReason.REFUSED);
            case BLOCKED -> retryAfter(candidate, response.waitNs());
            default -> retryOrUseFeed(candidate, response);
        };
    }

    private Result fromPages(Candidate candidate, FetchResult first) throws InterruptedException {
        FurtherPages.Result further = furtherPages.read(first);
        if (further.isTransient()) {
            int failures = candidate.countFailure();
            if (!backoff.isExhausted(failures)) {
                return retryAfter(candidate, backoff.waitNs(failures));
            }
        }
        return accept(candidate, assembler.fromPage(site, candidate, first, further.texts()));
    }

    /**
     * Follows the redirect of a page without content, once. Its target is checked like any other URL; if it is refused, the page counts,
     * unless the target is a consent page.
     */
    private FetchResult afterRefresh(FetchResult response) throws InterruptedException {
        Optional<URI> target = response.outcome() == FetchResult.Outcome.OK
                ? HtmlLinks.refresh(response.body(), response.contentType(), response.url())
                : Optional.empty();
        if (target.isEmpty()) {
            return response;
        }
        FetchResult next = fetcher.fetchPage(target.get());
        return next.outcome() == FetchResult.Outcome.REFUSED && !hasConsentName(next.url()) ? response : next;
    }

    /** True if the article redirects to a page that asks for consent, whether or not that page may be fetched. */
    private static boolean isConsentPage(Candidate candidate, FetchResult response) {
        URI url = response.url();
        return !url.equals(candidate.link()) && hasConsentName(url) && !hasConsentName(candidate.link());
    }

    private static boolean hasConsentName(URI url) {
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        String host = url.getHost() == null ? "" : url.getHost();
        return Stream.concat(Stream.of(host.split("\\.")), Stream.of(path.split("/")))
                .anyMatch(name -> CONSENT.matcher(name).matches());
    }

    private Result retryOrUseFeed(Candidate candidate, FetchResult response) throws InterruptedException {
        int failures = candidate.countFailure();
        if (!backoff.isExhausted(failures)) {
            return retryAfter(candidate, backoff.waitNs(failures));
        }
        return candidate.countFailedPoll() < MAX_POLLS
                ? retryAfter(candidate, pollInterval.toNanos())
                : fromFeed(candidate, response, PageProblem.FAILED, candidate.hasTitleAndDate());
    }

    private Result retryAfter(Candidate candidate, long waitNs) {
        candidate.postponeTo(clock.nowNs() + waitNs);
        return Result.RETRY;
    }

    private Result fromFeed(Candidate candidate, FetchResult response, PageProblem problem, boolean isSufficient)
            throws InterruptedException {
        return isSufficient
                ? accept(candidate, assembler.fromFeed(site, candidate, problem))
                : drop(candidate, response, SkipReason.UNREADABLE);
    }

    private Result drop(Candidate candidate, FetchResult response, SkipReason reason) {
        reporter.warn(
                "page-" + response.outcome(),
                "skipped " + candidate.link() + ": " + response.detail()
                        + (response.url().equals(candidate.link()) ? "" : " at " + response.url()));
        return skip(candidate, reason);
    }

    private Result skip(Candidate candidate, SkipReason reason) {
        reporter.skipped(candidate, reason);
        state.markAbandoned(candidate.ids());
        return Result.SETTLED;
    }

    private Result accept(Candidate candidate, ArticleAssembler.Result result) throws InterruptedException {
        Article article = result.article();
        if (article != null) {
            return unlessDuplicate(candidate, article);
        }
        if (result.problem() == ArticleAssembler.Problem.NOT_ARTICLE) {
            reporter.skipped(candidate, SkipReason.NOT_ARTICLE);
            // Stored, so that the page is not fetched again after a restart.
            state.markWritten(candidate.ids());
            return Result.SETTLED;
        }
        if (result.problem() == ArticleAssembler.Problem.MISSING) {
            return onMissing(candidate);
        }
        if (result.problem() != ArticleAssembler.Problem.CHALLENGE) {
            return skip(candidate, SkipReason.NO_TITLE);
        }
        reporter.warn(
                "challenge",
                candidate.link() + " returned a bot challenge or a consent page; the site blocks automated clients");
        return candidate.hasTitleAndDate()
                ? accept(candidate, assembler.fromFeed(site, candidate, PageProblem.CHALLENGE))
                : skip(candidate, SkipReason.UNREADABLE);
    }

    /** A page without an article, but with status 200: it may be a mistake, so that the data of the feed are not dropped. */
    private Result onMissing(Candidate candidate) throws InterruptedException {
        if (candidate.countFailedPoll() < MAX_POLLS) {
            return retryAfter(candidate, pollInterval.toNanos());
        }
        reporter.warn("page-missing", candidate.link() + " leads to the home page or to a page that was not found");
        return candidate.hasTitleAndDate()
                ? accept(candidate, assembler.fromFeed(site, candidate, PageProblem.FAILED))
                : skip(candidate, SkipReason.MISSING);
    }

    private Result unlessDuplicate(Candidate candidate, Article extracted) {
        boolean isShared = canonicalTexts.isShared(Hashes.of(extracted.url()), extracted) && !emitUpdates;
        if (isShared) {
            reporter.warn(
                    "shared-canonical",
                    candidate.link() + " has the canonical URL of another article (" + extracted.url()
                            + "); using its link");
        }
        Article article = isShared ? extracted.withUrl(candidate.url()) : extracted;
        long id = Hashes.of(article.url());
        boolean isKnown = !emitUpdates && !candidate.ids().contains(id) && state.isKnown(id);
        if (isKnown || !emitUpdates && recentTexts.isRepeated(article)) {
            // The canonical URL is not added to the ids: it belongs to the first article.
            reporter.skipped(candidate, SkipReason.DUPLICATE);
            state.markWritten(candidate.ids());
            return Result.SETTLED;
        }
        candidate.ids().add(id);
        state.markInProgress(Set.of(id));
        return new Result(article, false);
    }
}
