package io.pulsefeed.article.site;

import io.pulsefeed.commons.time.MonotonicClock;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The lists of a site: the configured ones, and those that they link to. The sitemaps of an index change, for example every day: those
 * that it does not name any more are removed.
 */
final class SiteLists {

    private static final int MAX_FOUND = 30;

    private final Duration interval;
    private final MonotonicClock clock;
    private final SiteReporter reporter;
    private final List<PolledList> lists = new ArrayList<>();

    /** @param interval of lists without one */
    SiteLists(List<DiscoverySource> configured, Duration interval, MonotonicClock clock, SiteReporter reporter) {
        this.interval = interval;
        this.clock = clock;
        this.reporter = reporter;
        for (DiscoverySource source : configured) {
            add(source.type(), source.url(), source.linkSelector(), source.interval(), null);
        }
    }

    private void add(
            DiscoveryType type,
            URI url,
            @Nullable String linkSelector,
            @Nullable Duration ownInterval,
            @Nullable PolledList parent) {
        lists.add(new PolledList(
                type, url, linkSelector, ownInterval == null ? interval : ownInterval, clock.nowNs(), parent));
    }

    /** Replaces the lists that {@code parent} linked to before. A home page is incomplete while robots.txt is unavailable. */
    void replaceFound(PolledList parent, Map<URI, DiscoveryType> found) {
        if (parent.type() != DiscoveryType.DISCOVER) {
            lists.removeIf(list -> list.parent() == parent && !found.containsKey(list.configuredUrl()));
            removeOrphans();
        }
        int left = 0;
        for (Map.Entry<URI, DiscoveryType> entry : found.entrySet()) {
            URI url = entry.getKey();
            boolean isKnown = lists.stream()
                    .anyMatch(list ->
                            list.configuredUrl().equals(url) || list.url().equals(url));
            if (!isKnown && countFound() < MAX_FOUND) {
                add(entry.getValue(), url, null, null, parent);
            } else if (!isKnown) {
                left++;
            }
        }
        if (left > 0) {
            reporter.warn(
                    "found-lists",
                    parent.configuredUrl() + " links to " + left + " more lists than are read (" + MAX_FOUND
                            + "). Add the most important ones to discovery");
        }
    }

    private long countFound() {
        return lists.stream().filter(list -> list.parent() != null).count();
    }

    /** An index can link to another index. */
    private void removeOrphans() {
        boolean isChanged = true;
        while (isChanged) {
            Set<PolledList> present = new HashSet<>(lists);
            isChanged = lists.removeIf(list -> list.parent() != null && !present.contains(list.parent()));
        }
    }

    /** The list that is due first. */
    Optional<PolledList> next() {
        long nowNs = clock.nowNs();
        return lists.stream()
                .filter(list -> !list.isGone())
                .min(Comparator.comparingLong(list -> list.dueMonoNs() - nowNs));
    }

    /** The URLs that the lists have in the configuration or in the list that links to them. */
    Set<String> urls() {
        return lists.stream().map(list -> list.configuredUrl().toString()).collect(Collectors.toUnmodifiableSet());
    }
}
