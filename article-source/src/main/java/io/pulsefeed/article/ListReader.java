package io.pulsefeed.article;

import io.pulsefeed.article.config.SourceType;
import io.pulsefeed.article.discovery.FeedParser;
import io.pulsefeed.article.discovery.HtmlLinks;
import io.pulsefeed.article.discovery.ParsedFeed;
import io.pulsefeed.article.discovery.ParsedFeed.Format;
import io.pulsefeed.article.fetch.FetchRequest.Purpose;
import io.pulsefeed.article.fetch.Fetched;
import io.pulsefeed.article.fetch.Fetched.Outcome;
import io.pulsefeed.article.fetch.Urls;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at one list of a site and decides when to look again. */
final class ListReader {

    private static final Logger LOG = LoggerFactory.getLogger(ListReader.class);
    private static final Duration LONGEST_WISH = Duration.ofHours(1);
    private static final Duration REFUSED_WAIT = Duration.ofHours(1);
    private static final Duration DISCOVER_INTERVAL = Duration.ofHours(24);
    private static final int EMPTY_BEFORE_WARNING = 3;

    private final SiteContext context;
    private final BiConsumer<SourceType, URI> found;

    /** @param found gets each further list that a list names */
    ListReader(SiteContext context, BiConsumer<SourceType, URI> found) {
        this.context = context;
        this.found = found;
    }

    /** What a look brought. */
    record Look(ParsedFeed feed, Fetched fetched) {}

    /** Empty when there is nothing new, or nothing could be read. */
    Optional<Look> look(SiteList list) throws InterruptedException {
        Fetched fetched = context.fetcher()
                .fetch(context.request(list.url(), Purpose.LIST, context.state().validators(list.url())));
        if (fetched.movedTo() != null && !fetched.movedTo().equals(list.url()) && isGood(fetched.outcome())) {
            LOG.info(
                    "{}: {} has moved for good to {}; put that address into the configuration.",
                    context.site().name(),
                    list.url(),
                    fetched.movedTo());
            list.moveTo(fetched.movedTo());
        }
        if (fetched.outcome() == Outcome.NOT_MODIFIED) {
            succeed(list, fetched, null);
            return Optional.empty();
        }
        if (!isGood(fetched.outcome())) {
            fail(list, fetched);
            return Optional.empty();
        }
        return read(list, fetched);
    }

    private static boolean isGood(Outcome outcome) {
        return outcome == Outcome.OK || outcome == Outcome.TOO_LARGE || outcome == Outcome.NOT_MODIFIED;
    }

    private Optional<Look> read(SiteList list, Fetched fetched) throws InterruptedException {
        if (list.type() == SourceType.DISCOVER) {
            HtmlLinks.feeds(fetched.body(), fetched.contentType(), fetched.url())
                    .forEach(url -> found.accept(SourceType.FEED, url));
            for (String sitemap :
                    context.fetcher().sitemaps(context.request(fetched.url(), Purpose.LIST, fetched.validators()))) {
                Urls.resolve(fetched.url(), sitemap).ifPresent(url -> found.accept(SourceType.SITEMAP, url));
            }
            succeed(list, fetched, null);
            return Optional.empty();
        }
        ParsedFeed feed = parse(list, fetched);
        if (feed.format() == Format.HTML && list.type() != SourceType.LISTING) {
            followAlternate(list, fetched);
            return Optional.empty();
        }
        if (feed.format() == Format.UNKNOWN) {
            failParse(list, fetched, feed.problem());
            return Optional.empty();
        }
        feed.more().forEach(url -> found.accept(list.type(), url));
        if (fetched.outcome() == Outcome.TOO_LARGE) {
            warn(
                    "too-large",
                    list,
                    "is larger than http.max.bytes.feed; " + feed.entries().size()
                            + " entries before the cut were read");
            polled(false);
            list.waitUntil(context.now() + interval(list, fetched, feed).toNanos());
        } else {
            succeed(list, fetched, feed);
        }
        boolean empty = feed.entries().isEmpty() && feed.more().isEmpty();
        if (list.countEmpty(empty) == EMPTY_BEFORE_WARNING) {
            warn("empty", list, "was empty " + EMPTY_BEFORE_WARNING + " times in a row");
        }
        return empty ? Optional.empty() : Optional.of(new Look(feed, fetched));
    }

    private ParsedFeed parse(SiteList list, Fetched fetched) throws InterruptedException {
        context.reading().lockInterruptibly();
        try {
            return list.type() == SourceType.LISTING
                    ? HtmlLinks.articles(fetched.body(), fetched.contentType(), fetched.url(), list.linkSelector())
                    : FeedParser.parse(
                            fetched.body(),
                            fetched.contentType(),
                            fetched.base(),
                            context.site().extract().zone());
        } finally {
            context.reading().unlock();
        }
    }

    /** A page where a feed was due may name the feed, once. */
    private void followAlternate(SiteList list, Fetched fetched) {
        List<URI> feeds = HtmlLinks.feeds(fetched.body(), fetched.contentType(), fetched.url());
        if (!feeds.isEmpty() && list.tryAlternate()) {
            LOG.info(
                    "{}: {} is a web page that names the feed {}; reading that.",
                    context.site().name(),
                    list.url(),
                    feeds.get(0));
            list.moveTo(feeds.get(0));
            list.waitUntil(context.now());
        } else {
            failParse(list, fetched, "it is a web page, not a feed");
        }
    }

    private void failParse(SiteList list, Fetched fetched, String problem) {
        polled(false);
        list.waitUntil(context.now() + interval(list, fetched, null).toNanos());
        warn("parse", list, "could not be read: " + problem + ". Check that the address is that of a feed or sitemap");
    }

    private void polled(boolean ok) {
        context.metrics().polled(context.site().name(), ok);
    }

    private void succeed(SiteList list, Fetched fetched, ParsedFeed feed) {
        polled(true);
        list.succeed();
        list.waitUntil(context.now() + interval(list, fetched, feed).toNanos());
    }

    private Duration interval(SiteList list, Fetched fetched, ParsedFeed feed) {
        if (list.type() == SourceType.DISCOVER) {
            return DISCOVER_INTERVAL;
        }
        Duration interval = list.interval();
        Duration wish = longer(fetched.maxAge(), feed == null ? null : feed.interval());
        if (feed != null && !feed.skipHours().isEmpty()) {
            int hour = context.clock()
                    .instant()
                    .plus(interval)
                    .atOffset(ZoneOffset.UTC)
                    .getHour();
            wish = feed.skipHours().contains(hour) ? LONGEST_WISH : wish;
        }
        wish = wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish;
        return longer(interval, wish);
    }

    private static Duration longer(Duration a, Duration b) {
        Duration first = a == null ? Duration.ZERO : a;
        Duration second = b == null ? Duration.ZERO : b;
        return first.compareTo(second) >= 0 ? first : second;
    }

    private void fail(SiteList list, Fetched fetched) {
        polled(false);
        long wait;
        switch (fetched.outcome()) {
            case TRANSIENT -> {
                int failures = list.fail();
                boolean again = failures <= context.config().fetch().retries();
                wait = again
                        ? context.backoff().nanos(failures)
                        : list.interval().toNanos();
                if (!again) {
                    list.succeed();
                }
            }
            case BLOCKED -> wait = fetched.waitNanos();
            case GONE -> {
                list.giveUp();
                context.metrics().listGone();
                wait = Long.MAX_VALUE / 4;
            }
            default -> wait = REFUSED_WAIT.toNanos();
        }
        list.waitUntil(context.now() + wait);
        warn(
                "fetch-" + fetched.outcome(),
                list,
                "could not be fetched: " + fetched.detail()
                        + (fetched.url().equals(list.url()) ? "" : " at " + fetched.url())
                        + (list.isGone()
                                ? ". It is gone for good and will not be asked for again in this run; remove it from the sites"
                                : ". Next try in " + Math.max(1, wait / 1_000_000_000) + " s"));
    }

    private void warn(String kind, SiteList list, String message) {
        context.warnings().warn(kind + list.configured(), list.configured() + " " + message + ".");
    }
}
