package io.pulsefeed.article.fetch;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A document to fetch.
 *
 * @param validators sent with the first request only, because they belong to its URL
 * @param hosts the hosts and ports that the request and its redirects may access
 * @param minDelay of the site, between two requests to one host
 * @param language for {@code Accept-Language}
 * @param headers sent to the hosts of the site only, also after redirects
 * @param blockByUrl true if a {@code Retry-After} response blocks only its URL
 */
public record FetchRequest(
        URI url,
        Purpose purpose,
        CacheValidators validators,
        HostRules hosts,
        Duration minDelay,
        @Nullable String language,
        SiteHeaders headers,
        boolean blockByUrl) {

    /** The kind of document; determines the {@code Accept} header and the size limit. */
    public enum Purpose {
        /** A feed, sitemap or listing. */
        LIST(
                "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/html;q=0.8, */*;q=0.5"),
        /** An article page. The body is read only if the content type is text. */
        PAGE("text/html, application/xhtml+xml, */*;q=0.5"),
        /** A robots.txt file. */
        ROBOTS("text/plain, */*;q=0.5");

        private final String accept;

        Purpose(String accept) {
            this.accept = accept;
        }

        String accept() {
            return accept;
        }
    }
}
