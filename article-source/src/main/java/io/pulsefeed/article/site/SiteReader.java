package io.pulsefeed.article.site;

import io.pulsefeed.article.account.SiteAccount;
import io.pulsefeed.article.config.SitesConfig;
import io.pulsefeed.article.fetch.CacheValidators;
import io.pulsefeed.article.record.Article;
import io.pulsefeed.commons.time.MonotonicClock;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;

/**
 * The thread of one site: polls the lists that are due and fetches new articles in between. It owns the {@link SiteState}; the
 * task receives articles with their offsets through the queue.
 */
final class SiteReader implements Runnable {

    private static final long ERROR_WAIT_NS = Duration.ofMinutes(1).toNanos();
    private static final long MAX_SLEEP_NS = Duration.ofHours(1).toNanos();

    private final SitesConfig config;
    private final ListPoller listPoller;
    private final EntrySelector selector;
    private final PageReader pageReader;
    private final SiteState state;
    private final BlockingQueue<QueuedArticle> queue;
    private final MonotonicClock clock;
    private final SiteReporter reporter;
    private final SiteLists lists;
    private final List<Candidate> pending = new ArrayList<>();

    SiteReader(
            SiteConfig site,
            SitesConfig config,
            ListPoller listPoller,
            EntrySelector selector,
            PageReader pageReader,
            SiteState state,
            BlockingQueue<QueuedArticle> queue,
            MonotonicClock clock,
            SiteReporter reporter) {
        this.config = config;
        this.listPoller = listPoller;
        this.selector = selector;
        this.pageReader = pageReader;
        this.state = state;
        this.queue = queue;
        this.clock = clock;
        this.reporter = reporter;
        this.lists = new SiteLists(site.discovery(), config.pollInterval(), clock, reporter);
    }

    /** Ends only when its thread is interrupted. */
    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void step() throws InterruptedException {
        try {
            Optional<PolledList> list = lists.next();
            if (list.isPresent() && isDue(list.get().dueMonoNs())) {
                poll(list.get());
                return;
            }
            Optional<Candidate> candidate = nextCandidate();
            if (candidate.isPresent()) {
                read(candidate.get());
                return;
            }
            clock.sleep(untilNextDueNs(list));
        } catch (RuntimeException | StackOverflowError e) {
            reporter.error("unexpected error; retrying in 1 min", e);
            clock.sleep(ERROR_WAIT_NS);
        }
    }

    /** The oldest article that does not wait for a retry. */
    private Optional<Candidate> nextCandidate() {
        return pending.stream()
                .filter(candidate -> isDue(candidate.dueMonoNs()))
                .findFirst();
    }

    private long untilNextDueNs(Optional<PolledList> next) {
        long nowNs = clock.nowNs();
        long waitNs = next.map(list -> list.dueMonoNs() - nowNs).orElse(MAX_SLEEP_NS);
        for (Candidate candidate : pending) {
            waitNs = Math.min(waitNs, candidate.dueMonoNs() - nowNs);
        }
        return Math.max(1, Math.min(waitNs, MAX_SLEEP_NS));
    }

    private boolean isDue(long monoNs) {
        return monoNs - clock.nowNs() <= 0;
    }

    private void poll(PolledList list) throws InterruptedException {
        // Applies if the poll throws: the list must not be polled again immediately.
        list.postponeTo(clock.nowNs() + list.interval().toNanos());
        Map<URI, DiscoveryType> found = new LinkedHashMap<>();
        Optional<ListPoller.Listing> listing =
                listPoller.poll(list, validators(list), (type, url) -> found.putIfAbsent(url, type));
        if (!found.isEmpty()) {
            lists.replaceFound(list, found);
        }
        if (listing.isPresent()) {
            int limit = Math.max(0, config.maxArticlesPerPoll() - pending.size());
            pending.addAll(selector.select(list, listing.get(), limit, lists.urls()));
            pending.sort(Comparator.comparing(Candidate::date));
        }
    }

    /** An earlier version stored the validators of indexes. Status 304 would hide their sitemaps. */
    private CacheValidators validators(PolledList list) {
        boolean isFeed = list.type() == DiscoveryType.FEED || list.type() == DiscoveryType.LISTING;
        return list.tryFirstPoll() && !isFeed ? CacheValidators.NONE : state.validators(list.url());
    }

    private void read(Candidate candidate) throws InterruptedException {
        PageReader.Result result;
        try {
            result = pageReader.read(candidate);
        } catch (RuntimeException | StackOverflowError e) {
            // The next articles must not wait for one that always fails.
            pending.remove(candidate);
            state.markAbandoned(candidate.ids());
            reporter.account().skipNew(candidate.key(), SiteAccount.Outcome.ERROR, candidate.link());
            throw e;
        }
        if (!result.isRetry()) {
            pending.remove(candidate);
        }
        Article article = result.article();
        if (article != null) {
            state.remember(candidate.list(), candidate.ids());
            Map<String, Object> offset = state.advance(candidate.ids(), article.published());
            queue.put(new QueuedArticle(article, candidate.key(), offset));
        }
    }
}
