package io.pulsefeed.article.discovery;

import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Corrects the identity of entries of feeds with unusable guids or links. */
final class EntryRules {

    /** Two entries can be an article and its correction. */
    private static final int MIN_SHARED = 3;

    private EntryRules() {}

    static ParsedFeed apply(ParsedFeed feed) {
        List<Entry> entries = withoutBadGuids(feed.entries());
        Set<URI> shared = sharedLinks(entries);
        if (!shared.isEmpty()) {
            entries = entries.stream()
                    .map(entry -> entry.link() != null && shared.contains(page(entry.link()))
                            ? entry.withSharedLink()
                            : entry)
                    .toList();
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

    /** Without fragment: the messages of a live page have links that differ in it. */
    private static URI page(URI link) {
        String text = link.toString();
        int hash = text.indexOf('#');
        return hash < 0 ? link : URI.create(text.substring(0, hash));
    }

    /** If one guid occurs with different links, the guids of the whole list are ignored. */
    private static List<Entry> withoutBadGuids(List<Entry> entries) {
        Map<String, URI> linkOfGuid = new HashMap<>();
        for (Entry entry : entries) {
            if (entry.guid() != null && entry.link() != null) {
                URI other = linkOfGuid.putIfAbsent(entry.guid(), page(entry.link()));
                if (other != null && !other.equals(page(entry.link()))) {
                    return entries.stream().map(Entry::withoutGuid).toList();
                }
            }
        }
        return entries;
    }

    /**
     * The links of at least three entries, or of all entries, with different guids each: they lead to a section or to the home page,
     * not to an article.
     */
    private static Set<URI> sharedLinks(List<Entry> entries) {
        Map<URI, Set<String>> guids = new HashMap<>();
        Set<URI> withoutGuid = new HashSet<>();
        for (Entry entry : entries) {
            if (entry.link() != null && entry.guid() != null) {
                guids.computeIfAbsent(page(entry.link()), link -> new HashSet<>())
                        .add(entry.guid());
            } else if (entry.link() != null) {
                withoutGuid.add(page(entry.link()));
            }
        }
        Set<URI> shared = new HashSet<>();
        guids.forEach((link, ids) -> {
            boolean isShared = ids.size() >= MIN_SHARED || ids.size() > 1 && guids.size() == 1;
            if (isShared && !withoutGuid.contains(link)) {
                shared.add(link);
            }
        });
        return shared;
    }
}
