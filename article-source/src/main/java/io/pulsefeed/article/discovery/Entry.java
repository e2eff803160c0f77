package io.pulsefeed.article.discovery;

import io.pulsefeed.article.extract.DateParser;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * What a list says about one article; any part but the categories may be null.
 *
 * @param link absolute
 * @param title plain text
 * @param published null when the list names none that can be read
 * @param sharedLink true when all entries of the list have this one link, so that only the guid tells them apart and the
 *     page behind the link is none of them
 */
public record Entry(
        String guid,
        URI link,
        String title,
        String summaryHtml,
        String contentHtml,
        DateParser.Parsed published,
        Instant updated,
        List<String> categories,
        boolean sharedLink) {

    Entry withoutGuid() {
        return new Entry(null, link, title, summaryHtml, contentHtml, published, updated, categories, sharedLink);
    }

    Entry withSharedLink() {
        return new Entry(guid, link, title, summaryHtml, contentHtml, published, updated, categories, true);
    }
}
