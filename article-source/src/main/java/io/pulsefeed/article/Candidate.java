package io.pulsefeed.article;

import io.pulsefeed.article.discovery.Entry;
import io.pulsefeed.article.record.CanonicalUrl;
import io.pulsefeed.article.record.Hashes;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * An entry that is to become a record, and how far that got.
 *
 * <p>Its names are hashes of all by which the article is known: the address of its link and its guid; the canonical address
 * joins them once the page was read.
 */
final class Candidate {

    private final Entry entry;
    private final Instant date;
    private final long key;
    private final Set<Long> names = new LinkedHashSet<>();
    private long dueNanos;
    private int failures;
    private int polls;

    private Candidate(Entry entry, long key, Instant date) {
        this.entry = entry;
        this.key = key;
        this.date = date;
    }

    /**
     * @param updates true when a later update makes the entry another candidate
     * @param otherwise the date of an entry that has none
     */
    static Candidate of(Entry entry, boolean updates, Instant otherwise, long nowNanos) {
        String address = address(entry);
        String version = updates && entry.updated() != null ? " " + entry.updated() : "";
        long key = Hashes.of(address + version);
        Instant date = entry.published() != null ? entry.published().instant() : entry.updated();
        Candidate candidate = new Candidate(entry, key, date == null ? otherwise : date);
        candidate.names.add(key);
        if (entry.guid() != null && !entry.sharedLink()) {
            candidate.names.add(Hashes.of("guid " + entry.guid() + version));
        }
        candidate.dueNanos = nowNanos;
        return candidate;
    }

    /** The canonical form of the entry's link; where all entries share one link, told apart by guid. */
    private static String address(Entry entry) {
        String link = CanonicalUrl.of(entry.link());
        return entry.sharedLink() ? link + "#" + Hashes.hex12(entry.guid()) : link;
    }

    String address() {
        return address(entry);
    }

    Entry entry() {
        return entry;
    }

    URI link() {
        return entry.link();
    }

    /** Orders the articles of a site. */
    Instant date() {
        return date;
    }

    long key() {
        return key;
    }

    Set<Long> names() {
        return names;
    }

    long dueNanos() {
        return dueNanos;
    }

    void waitUntil(long nanos) {
        dueNanos = nanos;
    }

    /** Counts a failed try. */
    int fail() {
        return ++failures;
    }

    /** The tries of this poll are used up; counts the polls and starts anew. */
    int failPoll() {
        failures = 0;
        return ++polls;
    }
}
