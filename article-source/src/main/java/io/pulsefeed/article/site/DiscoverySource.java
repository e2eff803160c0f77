package io.pulsefeed.article.site;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a site's {@code discovery} list: a URL that lists articles.
 *
 * @param interval between two polls; null for {@code poll.interval.ms}
 * @param linkSelector CSS selector of the article links in a listing; null for other types
 */
public record DiscoverySource(
        DiscoveryType type, URI url, @Nullable Duration interval, @Nullable String linkSelector) {}
