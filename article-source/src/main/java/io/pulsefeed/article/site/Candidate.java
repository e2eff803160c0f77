package io.pulsefeed.article.site;

import io.pulsefeed.article.discovery.Entry;
import io.pulsefeed.article.record.CanonicalUrl;
import io.pulsefeed.article.record.Hashes;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * A list entry that is to become a record, with its retry state.
 *
 * <p>Its ids are hashes of everything that identifies the article: the URL of its link and its guid, and the canonical URL once
 * the page is read.
 */
final class Candidate {

    private final Entry entry;
    private final URI link;
    private final Instant date;
    private final long key;
    private final PolledList list;
    private final Set<Long> ids = new LinkedHashSet<>();
    private long dueMonoNs;
    private int failures;
    private int failedPolls;

    private Candidate(Entry entry, URI link, long key, Instant date, PolledList list, long dueMonoNs) {
        this.entry = entry;
        this.link = link;
        this.key = key;
        this.date = date;
        this.list = list;
        this.dueMonoNs = dueMonoNs;
    }

    /**
     * @param link of {@code entry}
     * @param list the list that contains it
     * @param emitUpdates true if an update of an entry is a new candidate
     * @param defaultDate for an entry without a date
     */
    static Candidate of(
            Entry entry, URI link, PolledList list, boolean emitUpdates, Instant defaultDate, long nowMonoNs) {
        String version = emitUpdates ? version(entry) : "";
        long key = Hashes.of(url(entry, link) + version);
        Instant date = entry.date();
        Candidate candidate = new Candidate(entry, link, key, date == null ? defaultDate : date, list, nowMonoNs);
        candidate.ids.add(key);
        if (entry.guid() != null && !entry.sharedLink()) {
            candidate.ids.add(Hashes.of("guid " + entry.guid() + version));
        }
        return candidate;
    }

    /** Changes with the update time, or with the title and text of an entry without one. */
    private static String version(Entry entry) {
        if (entry.updated() != null) {
            return " " + entry.updated().instant();
        }
        String text = String.join(
                "\n",
                Objects.requireNonNullElse(entry.title(), ""),
                Objects.requireNonNullElse(entry.summaryHtml(), ""),
                Objects.requireNonNullElse(entry.contentHtml(), ""));
        return text.isBlank() ? "" : " " + Hashes.hex12(text);
    }

    /** The canonical form of the link. If all entries of a list share one link, a hash of the guid is appended. */
    private static String url(Entry entry, URI link) {
        String url = CanonicalUrl.of(link);
        return entry.sharedLink() ? url + "#" + Hashes.hex12(entry.guid()) : url;
    }

    String url() {
        return url(entry, link);
    }

    Entry entry() {
        return entry;
    }

    /** The configured URL of its list. */
    URI list() {
        return list.configuredUrl();
    }

    URI link() {
        return link;
    }

    /** Articles of a site are read in this order. */
    Instant date() {
        return date;
    }

    /** The id of the URL. */
    long key() {
        return key;
    }

    Set<Long> ids() {
        return ids;
    }

    /** False if the list can contain pages that are not articles: a sitemap without the title of the article. */
    boolean isKnownArticle() {
        return list.type() != DiscoveryType.SITEMAP || entry.title() != null;
    }

    /** True if the entry alone is enough for a record without a body. */
    boolean hasTitleAndDate() {
        return entry.title() != null && entry.date() != null;
    }

    long dueMonoNs() {
        return dueMonoNs;
    }

    void postponeTo(long monoNs) {
        dueMonoNs = monoNs;
    }

    /** @return the number of failed attempts in this poll */
    int countFailure() {
        return ++failures;
    }

    /** Ends the attempts of this poll. @return the number of failed polls */
    int countFailedPoll() {
        failures = 0;
        return ++failedPolls;
    }
}
