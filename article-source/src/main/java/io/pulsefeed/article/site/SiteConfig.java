package io.pulsefeed.article.site;

import io.pulsefeed.article.extract.ExtractRules;
import io.pulsefeed.article.fetch.SiteHeaders;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of one news site.
 *
 * @param name the record key and the {@code website} field of every article
 * @param allowedHosts exact hosts, {@code *.domain} or {@code host:port}; empty for the registrable domains of the sources
 * @param include if not empty, the path of an article must match one of these patterns
 * @param exclude the path of an article must match none of these patterns
 * @param language for {@code Accept-Language}
 * @param minDelay minimum time between two requests to one host of the site
 * @param fullText false to write the content of the feed without fetching the article page
 * @param headers sent to the hosts of the site, cookies included
 * @param retryAfterPerUrl true if {@code Retry-After} blocks only the URL instead of the host
 */
public record SiteConfig(
        String name,
        boolean enabled,
        List<DiscoverySource> discovery,
        List<String> allowedHosts,
        List<Pattern> include,
        List<Pattern> exclude,
        @Nullable String language,
        Duration minDelay,
        ExtractRules extract,
        boolean fullText,
        SiteHeaders headers,
        boolean retryAfterPerUrl) {}
