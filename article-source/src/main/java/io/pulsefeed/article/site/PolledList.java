package io.pulsefeed.article.site;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Polling state of one list of a site: its current URL, when it is due, and its failures. Times are monotonic nanoseconds. */
final class PolledList {

    private final DiscoveryType type;
    private final URI configuredUrl;
    private final @Nullable String linkSelector;
    private final Duration interval;
    private final @Nullable PolledList parent;
    private URI url;
    private long dueMonoNs;
    private int failures;
    private int emptyPolls;
    private boolean gone;
    private boolean alternateFollowed;
    private boolean polled;

    /** @param parent the list that links to this one; null for a configured list */
    PolledList(
            DiscoveryType type,
            URI url,
            @Nullable String linkSelector,
            Duration interval,
            long dueMonoNs,
            @Nullable PolledList parent) {
        this.type = type;
        this.configuredUrl = url;
        this.url = url;
        this.linkSelector = linkSelector;
        this.interval = interval;
        this.dueMonoNs = dueMonoNs;
        this.parent = parent;
    }

    DiscoveryType type() {
        return type;
    }

    @Nullable
    PolledList parent() {
        return parent;
    }

    /** The URL in the configuration. Log lines name it. */
    URI configuredUrl() {
        return configuredUrl;
    }

    /** The URL that is polled: permanent redirects and {@code rel=alternate} links change it. */
    URI url() {
        return url;
    }

    void moveTo(URI newUrl) {
        url = newUrl;
    }

    /** Returns true on the first call only: a {@code rel=alternate} link is followed once, not in a chain. */
    boolean tryFollowAlternate() {
        boolean first = !alternateFollowed;
        alternateFollowed = true;
        return first;
    }

    /** Returns true on the first call only. */
    boolean tryFirstPoll() {
        boolean first = !polled;
        polled = true;
        return first;
    }

    @Nullable
    String linkSelector() {
        return linkSelector;
    }

    Duration interval() {
        return interval;
    }

    boolean isGone() {
        return gone;
    }

    void markGone() {
        gone = true;
    }

    long dueMonoNs() {
        return dueMonoNs;
    }

    void postponeTo(long monoNs) {
        dueMonoNs = monoNs;
    }

    /** @return the number of consecutive failures, this one included */
    int countFailure() {
        return ++failures;
    }

    void resetFailures() {
        failures = 0;
    }

    /** @return the number of consecutive polls that found the list empty, this one included */
    int countEmptyPolls(boolean isEmpty) {
        emptyPolls = isEmpty ? emptyPolls + 1 : 0;
        return emptyPolls;
    }
}
