package io.pulsefeed.article.fetch;

import java.time.Duration;
import java.util.List;

/** The rules of a robots.txt for one product token (RFC 9309): the longest matching rule applies, and Allow wins a tie. */
public final class RobotsTxt {

    /** No robots.txt exists. */
    static final RobotsTxt ALLOW_ALL = new RobotsTxt(List.of(), Duration.ZERO, List.of());

    /** Maximum number of character comparisons per decision; real files need a thousandth of it. */
    private static final long MAX_COMPARISONS = 250_000_000;

    private final List<RobotsRule> rules;
    private final Duration crawlDelay;
    private final List<String> sitemaps;
    private final long wildcardChars;

    RobotsTxt(List<RobotsRule> rules, Duration crawlDelay, List<String> sitemaps) {
        this.rules = List.copyOf(rules);
        this.crawlDelay = crawlDelay;
        this.sitemaps = List.copyOf(sitemaps);
        this.wildcardChars = rules.stream()
                .map(RobotsRule::decoded)
                .filter(pattern -> pattern.indexOf('*') >= 0)
                .mapToLong(String::length)
                .sum();
    }

    /** @param productToken the product name of the user agent, in lower case */
    public static RobotsTxt parse(String robotsUrl, byte[] body, String productToken) {
        return new RobotsParser(robotsUrl, productToken).parse(body);
    }

    public boolean allows(String url) {
        String written = RobotsRule.pathOf(url);
        String decoded = RobotsRule.decoded(written, false);
        if (wildcardChars * decoded.length() > MAX_COMPARISONS) {
            // Such rules are only found in denial-of-service attempts.
            return false;
        }
        return allows(written, true) && allows(decoded, false);
    }

    private boolean allows(String path, boolean asWritten) {
        int allow = 0;
        int disallow = 0;
        for (RobotsRule rule : rules) {
            int length = rule.written().length();
            if (length > (rule.allow() ? allow : disallow)
                    && RobotsRule.matches(asWritten ? rule.written() : rule.decoded(), path)) {
                allow = rule.allow() ? length : allow;
                disallow = rule.allow() ? disallow : length;
            }
        }
        return disallow <= allow;
    }

    /** Zero if the file has none. */
    Duration crawlDelay() {
        return crawlDelay;
    }

    List<String> sitemaps() {
        return sitemaps;
    }

    /** Approximate memory size in bytes. */
    long memoryBytes() {
        long memoryBytes = 200;
        for (RobotsRule rule : rules) {
            memoryBytes += 100 + rule.written().length() + rule.decoded().length();
        }
        for (String sitemap : sitemaps) {
            memoryBytes += 60 + sitemap.length();
        }
        return memoryBytes;
    }
}
