package io.pulsefeed.article.discovery;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What was read of a list.
 *
 * @param format what it turned out to be
 * @param entries in the order of the document
 * @param more other lists that this one names: the sitemaps of an index, the feeds of a page
 * @param partial true when the document goes on after what was read, because it was cut or passed a limit
 * @param interval that the list asks for between two looks, or null
 * @param skipHours hours of the day, UTC, in which it does not want to be asked
 * @param problem null, or what was wrong with the document
 */
public record ParsedFeed(
        Format format,
        List<Entry> entries,
        List<URI> more,
        boolean partial,
        Duration interval,
        Set<Integer> skipHours,
        String problem) {

    /** Kinds of lists. */
    public enum Format {
        RSS,
        ATOM,
        JSON_FEED,
        SITEMAP,
        SITEMAP_INDEX,
        HTML,
        /** Nothing but space. */
        EMPTY,
        UNKNOWN
    }

    static ParsedFeed unknown(String problem) {
        return new ParsedFeed(Format.UNKNOWN, List.of(), List.of(), false, null, Set.of(), problem);
    }

    static ParsedFeed links(List<Entry> entries, List<URI> more) {
        return new ParsedFeed(Format.HTML, entries, more, false, null, Set.of(), null);
    }
}
