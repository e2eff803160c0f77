package io.pulsefeed.article.fetch;

import java.net.URI;
import java.time.Duration;

/**
 * @param validators sent with the first hop only: they belong to its URL
 * @param hosts which hosts and ports the way may touch
 * @param minDelay between two requests to one host, besides the connector's own and what robots.txt asks for
 * @param language for {@code Accept-Language}, or null
 */
public record FetchRequest(
        URI url,
        Purpose purpose,
        Validators validators,
        HostRules hosts,
        Duration minDelay,
        String language,
        boolean blockByUrl) {

    /** What is fetched decides what is read of it. */
    public enum Purpose {
        /** A feed, sitemap or listing. */
        LIST(
                "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/html;q=0.8, */*;q=0.5"),
        /** An article: of anything but text, no byte of the body is read. */
        PAGE("text/html, application/xhtml+xml, */*;q=0.5"),
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
