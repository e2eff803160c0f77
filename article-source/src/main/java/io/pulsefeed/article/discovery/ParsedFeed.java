package io.pulsefeed.article.discovery;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A parsed list of articles.
 *
 * @param format the detected format
 * @param entries in document order
 * @param furtherLists lists that this one refers to: the sitemaps of an index, the feeds of a page
 * @param partial true if entries are missing because the document is truncated or exceeds a limit
 * @param interval requested polling interval
 * @param skipHours hours of the day (UTC) in which the list should not be polled
 * @param problem why the document could not be parsed completely
 */
public record ParsedFeed(
        Format format,
        List<Entry> entries,
        List<URI> furtherLists,
        boolean partial,
        @Nullable Duration interval,
        Set<Integer> skipHours,
        @Nullable String problem) {

    /** Format of a list. */
    public enum Format {
        RSS,
        ATOM,
        JSON_FEED,
        SITEMAP,
        SITEMAP_INDEX,
        HTML,
        /** Only whitespace. */
        EMPTY,
        UNKNOWN
    }

    /** Keeps the newest {@code max} entries in their order; without dates, the first ones. */
    ParsedFeed newest(int max) {
        if (entries.size() <= max) {
            return this;
        }
        Set<Entry> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        entries.stream()
                .sorted(Comparator.comparing(Entry::date, Comparator.nullsLast(Comparator.reverseOrder())))
                .limit(max)
                .forEach(kept::add);
        List<Entry> newest = entries.stream().filter(kept::contains).toList();
        return new ParsedFeed(format, newest, furtherLists, true, interval, skipHours, problem);
    }

    static ParsedFeed unknown(String problem) {
        return new ParsedFeed(Format.UNKNOWN, List.of(), List.of(), false, null, Set.of(), problem);
    }

    static ParsedFeed links(List<Entry> entries, List<URI> furtherLists) {
        return new ParsedFeed(Format.HTML, entries, furtherLists, false, null, Set.of(), null);
    }
}
