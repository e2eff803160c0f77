package io.pulsefeed.article.config;

import io.pulsefeed.article.extract.ExtractRules;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A news site as the configuration describes it.
 *
 * @param name the record key and the {@code website} of every article
 * @param allowedHosts exact hosts, {@code *.domain} or {@code host:port}; empty for the registrable domains of the sources
 * @param include an article's path must match one of these, when there are any
 * @param exclude and none of these
 * @param minDelay between two requests to one host of the site
 * @param fullText false to write what the feed has, without a request to the article
 * @param retryAfterPerUrl true when a 429 speaks of one URL only, not of the whole host
 */
public record SiteConfig(
        String name,
        boolean enabled,
        List<SourceConfig> discovery,
        List<String> allowedHosts,
        List<Pattern> include,
        List<Pattern> exclude,
        String language,
        Duration minDelay,
        ExtractRules extract,
        boolean fullText,
        boolean retryAfterPerUrl) {}
