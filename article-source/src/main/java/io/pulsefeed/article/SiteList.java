package io.pulsefeed.article;

import io.pulsefeed.article.config.SourceType;
import java.net.URI;
import java.time.Duration;

/** One list of a site while it is read again and again. */
final class SiteList {

    private final SourceType type;
    private final URI configured;
    private final String linkSelector;
    private final Duration interval;
    private URI url;
    private long dueNanos;
    private int failures;
    private int empty;
    private boolean gone;
    private boolean alternateTried;

    SiteList(SourceType type, URI url, String linkSelector, Duration interval, long dueNanos) {
        this.type = type;
        this.configured = url;
        this.url = url;
        this.linkSelector = linkSelector;
        this.interval = interval;
        this.dueNanos = dueNanos;
    }

    SourceType type() {
        return type;
    }

    /** As the user wrote it. */
    URI configured() {
        return configured;
    }

    /** Where it is read now: permanent redirects and a page's own word move it. */
    URI url() {
        return url;
    }

    void moveTo(URI newUrl) {
        url = newUrl;
    }

    /** True once: a page that names a feed is followed, a page behind that one is not. */
    boolean tryAlternate() {
        boolean first = !alternateTried;
        alternateTried = true;
        return first;
    }

    String linkSelector() {
        return linkSelector;
    }

    Duration interval() {
        return interval;
    }

    boolean isGone() {
        return gone;
    }

    void giveUp() {
        gone = true;
    }

    long dueNanos() {
        return dueNanos;
    }

    void waitUntil(long nanos) {
        dueNanos = nanos;
    }

    int fail() {
        return ++failures;
    }

    void succeed() {
        failures = 0;
    }

    /** How many times in a row it was empty, this time included. */
    int countEmpty(boolean isEmpty) {
        empty = isEmpty ? empty + 1 : 0;
        return empty;
    }
}
