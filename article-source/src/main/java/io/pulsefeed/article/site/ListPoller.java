package io.pulsefeed.article.site;

import io.pulsefeed.article.discovery.FeedParser;
import io.pulsefeed.article.discovery.HtmlLinks;
import io.pulsefeed.article.discovery.ParsedFeed;
import io.pulsefeed.article.discovery.ParsedFeed.Format;
import io.pulsefeed.article.fetch.Backoff;
import io.pulsefeed.article.fetch.CacheValidators;
import io.pulsefeed.article.fetch.FetchResult;
import io.pulsefeed.article.fetch.FetchResult.Outcome;
import io.pulsefeed.article.fetch.Urls;
import io.pulsefeed.commons.time.MonotonicClock;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Polls one list of a site and schedules its next poll. */
final class ListPoller {

    private static final Duration MAX_REQUESTED_INTERVAL = Duration.ofHours(1);
    private static final Duration REFUSED_WAIT = Duration.ofHours(1);
    private static final Duration DISCOVER_INTERVAL = Duration.ofHours(24);
    private static final long NEVER_NS = Long.MAX_VALUE / 4;
    private static final int EMPTY_POLLS_BEFORE_WARNING = 3;

    private final SiteConfig site;
    private final SiteFetcher fetcher;
    private final Backoff backoff;
    private final Clock clock;
    private final MonotonicClock monotonicClock;
    private final Lock parseLock;
    private final SiteReporter reporter;

    /** @param parseLock held while a document is parsed, to bound the memory of the task */
    ListPoller(
            SiteConfig site,
            SiteFetcher fetcher,
            Backoff backoff,
            Clock clock,
            MonotonicClock monotonicClock,
            Lock parseLock,
            SiteReporter reporter) {
        this.site = site;
        this.fetcher = fetcher;
        this.backoff = backoff;
        this.clock = clock;
        this.monotonicClock = monotonicClock;
        this.parseLock = parseLock;
        this.reporter = reporter;
    }

    /** A list that was read, and the response that it came in. */
    record Listing(ParsedFeed feed, FetchResult response) {}

    /**
     * Polls {@code list} once.
     *
     * @param validators of the last complete response
     * @param onListFound receives each further list that this one links to
     * @return empty if nothing is new or the poll failed
     */
    Optional<Listing> poll(PolledList list, CacheValidators validators, BiConsumer<DiscoveryType, URI> onListFound)
            throws InterruptedException {
        FetchResult response = fetcher.fetchList(list.url(), validators);
        URI movedTo = response.movedTo();
        if (movedTo != null && !movedTo.equals(list.url()) && isSuccess(response.outcome())) {
            reporter.info(list.url() + " was permanently redirected to " + movedTo + "; update the configuration");
            list.moveTo(movedTo);
        }
        if (response.outcome() == Outcome.NOT_MODIFIED) {
            onSuccess(list, response, null);
            return Optional.empty();
        }
        if (!isSuccess(response.outcome())) {
            onFetchFailure(list, response);
            return Optional.empty();
        }
        if (list.type() == DiscoveryType.DISCOVER) {
            discover(list, response, onListFound);
            return Optional.empty();
        }
        return read(list, response, onListFound);
    }

    private static boolean isSuccess(Outcome outcome) {
        return outcome == Outcome.OK || outcome == Outcome.TOO_LARGE || outcome == Outcome.NOT_MODIFIED;
    }

    private void discover(PolledList list, FetchResult response, BiConsumer<DiscoveryType, URI> onListFound)
            throws InterruptedException {
        HtmlLinks.feeds(response.body(), response.contentType(), response.url())
                .forEach(url -> onListFound.accept(DiscoveryType.FEED, url));
        for (String sitemap : fetcher.sitemaps(response.url())) {
            Urls.resolve(response.url(), sitemap).ifPresent(url -> onListFound.accept(DiscoveryType.SITEMAP, url));
        }
        onSuccess(list, response, null);
    }

    private Optional<Listing> read(PolledList list, FetchResult response, BiConsumer<DiscoveryType, URI> onListFound)
            throws InterruptedException {
        ParsedFeed feed = parse(list, response);
        if (feed.format() == Format.HTML && list.type() != DiscoveryType.LISTING) {
            followAlternate(list, response);
            return Optional.empty();
        }
        if (feed.format() == Format.UNKNOWN) {
            onParseFailure(list, response, feed.problem());
            return Optional.empty();
        }
        feed.furtherLists().forEach(url -> onListFound.accept(list.type(), url));
        if (response.outcome() == Outcome.TOO_LARGE) {
            warn(
                    "too-large",
                    list,
                    "exceeds http.max.bytes.feed; read the first "
                            + feed.entries().size() + " entries");
            reporter.polled(false);
            postpone(list, interval(list, response, feed).toNanos());
        } else {
            onSuccess(list, response, feed);
            if (feed.partial() && feed.problem() != null) {
                warn(
                        "damaged",
                        list,
                        "is truncated or damaged (" + feed.problem() + "); read the "
                                + feed.entries().size() + " entries before that");
            }
        }
        boolean empty = feed.entries().isEmpty() && feed.furtherLists().isEmpty();
        if (list.countEmptyPolls(empty) == EMPTY_POLLS_BEFORE_WARNING) {
            warn("empty", list, "was empty in " + EMPTY_POLLS_BEFORE_WARNING + " consecutive polls");
        }
        return empty ? Optional.empty() : Optional.of(new Listing(feed, response));
    }

    private ParsedFeed parse(PolledList list, FetchResult response) throws InterruptedException {
        parseLock.lockInterruptibly();
        try {
            return list.type() == DiscoveryType.LISTING
                    ? HtmlLinks.articles(
                            response.body(),
                            response.contentType(),
                            response.url(),
                            Objects.requireNonNull(list.linkSelector()))
                    : FeedParser.parse(
                            response.body(),
                            response.contentType(),
                            response.base(),
                            site.extract().zone());
        } finally {
            parseLock.unlock();
        }
    }

    /** Follows the {@code rel=alternate} link of an HTML page that was returned instead of a feed, once per list. */
    private void followAlternate(PolledList list, FetchResult response) {
        List<URI> feeds = HtmlLinks.feeds(response.body(), response.contentType(), response.url());
        if (!feeds.isEmpty() && list.tryFollowAlternate()) {
            reporter.info(
                    list.url() + " is an HTML page that links to the feed " + feeds.get(0) + "; reading that feed");
            list.moveTo(feeds.get(0));
            postpone(list, 0);
        } else {
            onParseFailure(list, response, "it is an HTML page, not a feed");
        }
    }

    private void onParseFailure(PolledList list, FetchResult response, @Nullable String problem) {
        reporter.polled(false);
        postpone(list, interval(list, response, null).toNanos());
        warn("parse", list, "could not be parsed: " + problem + ". Check that the URL is that of a feed or sitemap");
    }

    private void onSuccess(PolledList list, FetchResult response, @Nullable ParsedFeed feed) {
        reporter.polled(true);
        list.resetFailures();
        postpone(list, interval(list, response, feed).toNanos());
    }

    private void postpone(PolledList list, long waitNs) {
        list.postponeTo(monotonicClock.nowNs() + waitNs);
    }

    /** The configured interval, or the longer one that the server or the feed requests, up to one hour. */
    private Duration interval(PolledList list, FetchResult response, @Nullable ParsedFeed feed) {
        if (list.type() == DiscoveryType.DISCOVER) {
            return DISCOVER_INTERVAL;
        }
        Duration interval = list.interval();
        Duration requested = longer(response.maxAge(), feed == null ? null : feed.interval());
        if (feed != null && !feed.skipHours().isEmpty()) {
            int hour = clock.instant().plus(interval).atOffset(ZoneOffset.UTC).getHour();
            requested = feed.skipHours().contains(hour) ? MAX_REQUESTED_INTERVAL : requested;
        }
        requested = requested.compareTo(MAX_REQUESTED_INTERVAL) > 0 ? MAX_REQUESTED_INTERVAL : requested;
        return longer(interval, requested);
    }

    private static Duration longer(@Nullable Duration a, @Nullable Duration b) {
        Duration first = a == null ? Duration.ZERO : a;
        Duration second = b == null ? Duration.ZERO : b;
        return first.compareTo(second) >= 0 ? first : second;
    }

    private void onFetchFailure(PolledList list, FetchResult response) {
        reporter.polled(false);
        long waitNs;
        switch (response.outcome()) {
            case TRANSIENT -> {
                int failures = list.countFailure();
                if (backoff.isExhausted(failures)) {
                    list.resetFailures();
                    waitNs = list.interval().toNanos();
                } else {
                    waitNs = backoff.waitNs(failures);
                }
            }
            case BLOCKED -> waitNs = response.waitNs();
            case GONE -> {
                list.markGone();
                reporter.listGone();
                waitNs = NEVER_NS;
            }
            default -> waitNs = REFUSED_WAIT.toNanos();
        }
        postpone(list, waitNs);
        warn(
                "fetch-" + response.outcome(),
                list,
                "could not be fetched: " + response.detail()
                        + (response.url().equals(list.url()) ? "" : " at " + response.url())
                        + (list.isGone()
                                ? ". It is not polled again until the task restarts; remove it from the sites"
                                : ", retrying in " + Math.max(1, TimeUnit.NANOSECONDS.toSeconds(waitNs)) + " s"));
    }

    private void warn(String kind, PolledList list, String message) {
        reporter.warn(kind + list.configuredUrl(), list.configuredUrl() + " " + message);
    }
}
