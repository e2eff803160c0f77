package io.pulsefeed.article.discovery;

import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Corrects the identity of entries of feeds with unusable guids or links. */
final class EntryRules {

    private EntryRules() {}

    static ParsedFeed apply(ParsedFeed feed) {
        List<Entry> entries = withoutBadGuids(feed.entries());
        if (shareOneLink(entries)) {
            entries = entries.stream().map(Entry::withSharedLink).toList();
        }
        return new ParsedFeed(
                feed.format(),
                entries,
                feed.furtherLists(),
                feed.partial(),
                feed.interval(),
                feed.skipHours(),
                feed.problem());
    }

    /** If one guid occurs with different links, the guids of the whole list are ignored. */
    private static List<Entry> withoutBadGuids(List<Entry> entries) {
        Map<String, URI> linkOfGuid = new HashMap<>();
        for (Entry entry : entries) {
            if (entry.guid() != null && entry.link() != null) {
                URI other = linkOfGuid.putIfAbsent(entry.guid(), entry.link());
                if (other != null && !other.equals(entry.link())) {
                    return entries.stream().map(Entry::withoutGuid).toList();
                }
            }
        }
        return entries;
    }

    private static boolean shareOneLink(List<Entry> entries) {
        Set<URI> links = new HashSet<>();
        Set<String> guids = new HashSet<>();
        for (Entry entry : entries) {
            if (entry.link() == null || entry.guid() == null) {
                return false;
            }
            links.add(entry.link());
            guids.add(entry.guid());
        }
        return links.size() == 1 && guids.size() > 1;
    }
}
