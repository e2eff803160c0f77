package io.pulsefeed.article.site;

import io.pulsefeed.article.account.SiteAccount;
import io.pulsefeed.article.config.StateConfig;
import io.pulsefeed.article.discovery.Entry;
import io.pulsefeed.article.fetch.FetchResult;
import io.pulsefeed.article.fetch.FetchResult.Outcome;
import io.pulsefeed.article.fetch.HostRules;
import io.pulsefeed.article.fetch.Refusal;
import io.pulsefeed.article.fetch.Urls;
import io.pulsefeed.article.metrics.SkipReason;
import io.pulsefeed.commons.time.MonotonicClock;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Selects the entries of a list that become articles. */
final class EntrySelector {

    private final SiteConfig site;
    private final StateConfig config;
    private final HostRules hosts;
    private final SiteState state;
    private final Clock clock;
    private final MonotonicClock monotonicClock;
    private final SiteReporter reporter;

    EntrySelector(
            SiteConfig site,
            StateConfig config,
            HostRules hosts,
            SiteState state,
            Clock clock,
            MonotonicClock monotonicClock,
            SiteReporter reporter) {
        this.site = site;
        this.config = config;
        this.hosts = hosts;
        this.state = state;
        this.clock = clock;
        this.monotonicClock = monotonicClock;
        this.reporter = reporter;
    }

    /**
     * Selects at most {@code limit} new articles, the newest ones, and marks them as in progress.
     *
     * @param lists the URLs of all lists of the site
     * @return oldest first
     */
    List<Candidate> select(PolledList list, ListPoller.Listing listing, int limit, Set<String> lists) {
        Instant now = clock.instant();
        Instant oldest = state.oldestAccepted(now);
        List<Candidate> fresh = new ArrayList<>();
        Set<Long> unsettled = new HashSet<>();
        Set<Long> ids = new HashSet<>();
        reporter.account().listed(listing.feed().entries().size());
        for (Entry entry : newest(list, listing.feed().entries(), lists.size())) {
            URI link = entry.link();
            if (link == null) {
                reporter.skippedListed(1, SkipReason.NO_LINK);
                continue;
            }
            Candidate candidate = Candidate.of(entry, link, list, config.emitUpdates(), now, monotonicClock.nowNs());
            Optional<SkipReason> skip = skip(entry, link, oldest);
            if (skip.isPresent()) {
                reporter.skippedListed(candidate.key(), skip.get());
                continue;
            }
            if (state.isInProgress(candidate.key())) {
                unsettled.add(candidate.key());
            }
            if (!state.isNew(candidate.ids())) {
                remember(list, candidate);
                reporter.account().known(candidate.key());
            } else if (Collections.disjoint(ids, candidate.ids())) {
                ids.addAll(candidate.ids());
                fresh.add(candidate);
                reporter.account().open(candidate.key());
            } else {
                reporter.account().skip(SiteAccount.Outcome.REPEATED, 1);
            }
        }
        // Lists are ordered newest first; the stable sort keeps the reversed order for entries without a date.
        Collections.reverse(fresh);
        fresh.sort(Comparator.comparing(Candidate::date));
        List<Candidate> selected = List.copyOf(fresh.subList(Math.max(0, fresh.size() - limit), fresh.size()));
        for (Candidate candidate : selected) {
            state.markInProgress(candidate.ids());
            unsettled.add(candidate.key());
        }
        boolean all = selected.size() == fresh.size();
        state.onListEvaluated(list.configuredUrl(), lists, !all);
        recordListState(list, listing, unsettled, all);
        return selected;
    }

    /** Abandoned articles are not stored, so that they are retried after a restart. */
    private void remember(PolledList list, Candidate candidate) {
        if (candidate.ids().stream().anyMatch(state::isWritten)) {
            state.remember(list.configuredUrl(), candidate.ids());
        }
    }

    /**
     * Skipped after a temporary redirect: the validators belong to a URL other than the one of the next request. Skipped for a list of
     * lists: after a restart, status 304 would hide them.
     */
    private void recordListState(PolledList list, ListPoller.Listing listing, Set<Long> unsettled, boolean all) {
        FetchResult response = listing.response();
        if (response.url().equals(list.url()) && listing.feed().furtherLists().isEmpty()) {
            boolean complete = all && !listing.feed().partial() && response.outcome() == Outcome.OK;
            state.onListRead(list.url(), response.validators(), unsettled, complete);
        }
    }

    /** The entries that can be remembered. Without dates, the first entries count as the newest ones. */
    private List<Entry> newest(PolledList list, List<Entry> entries, int listCount) {
        boolean hasGuids = entries.stream().anyMatch(entry -> entry.guid() != null);
        int max = state.capacity(list.configuredUrl(), listCount) / (hasGuids ? 2 : 1);
        if (entries.size() <= max) {
            return entries;
        }
        reporter.warn(
                "seen.lists.max.bytes" + list.configuredUrl(),
                list.configuredUrl() + " has " + entries.size() + " entries; reading the newest " + max
                        + ". Increase seen.lists.max.bytes, or distribute the lists over several sites");
        reporter.skippedListed(entries.size() - max, SkipReason.OVER_LIMIT);
        return entries.stream()
                .sorted(Comparator.comparing(Entry::date, Comparator.nullsLast(Comparator.reverseOrder())))
                .limit(max)
                .toList();
    }

    private Optional<SkipReason> skip(Entry entry, URI link, Instant oldest) {
        Optional<Refusal> refusal = hosts.check(link, true);
        if (refusal.isPresent()) {
            reporter.warn(
                    "refused-" + refusal.get(),
                    "refused to fetch " + withoutUserInfo(link) + ": "
                            + refusal.get().reason());
            return Optional.of(SkipReason.REFUSED);
        }
        @Nullable Instant date = entry.date();
        if (date != null && date.isBefore(oldest)) {
            return Optional.of(SkipReason.TOO_OLD);
        }
        String path = Urls.pathAndQuery(link);
        boolean included = site.include().isEmpty() || anyMatches(site.include(), path);
        boolean excluded = anyMatches(site.exclude(), path);
        return included && !excluded ? Optional.empty() : Optional.of(SkipReason.EXCLUDED);
    }

    /** Passwords must not be logged. */
    private static String withoutUserInfo(URI link) {
        return link.getRawUserInfo() == null
                ? link.toString()
                : link.getScheme() + "://" + link.getHost() + link.getRawPath();
    }

    private static boolean anyMatches(List<Pattern> patterns, String path) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(path).find());
    }
}
