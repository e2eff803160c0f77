package io.pulsefeed.article.fetch;

import java.time.Duration;
import java.util.List;

/** What a robots.txt says to this reader (RFC 9309): the longest rule that matches a path decides, and Allow wins a tie. */
public final class Robots {

    /** Everything is allowed: there is no robots.txt. */
    static final Robots ALLOW_ALL = new Robots(List.of(), Duration.ZERO, List.of());

    /** Characters compared for one decision at most; real files need a thousandth. */
    private static final long WORK_MAX = 250_000_000;

    private final List<RobotsRule> rules;
    private final Duration crawlDelay;
    private final List<String> sitemaps;
    private final long wildcardChars;

    Robots(List<RobotsRule> rules, Duration crawlDelay, List<String> sitemaps) {
        this.rules = List.copyOf(rules);
        this.crawlDelay = crawlDelay;
        this.sitemaps = List.copyOf(sitemaps);
        this.wildcardChars = rules.stream()
                .map(RobotsRule::decoded)
                .filter(pattern -> pattern.indexOf('*') >= 0)
                .mapToLong(String::length)
                .sum();
    }

    /** @param productToken the word before the slash of the user agent */
    public static Robots parse(String robotsUrl, byte[] body, String productToken) {
        return new RobotsParser(robotsUrl, productToken).parse(body);
    }

    public boolean allows(String url) {
        String written = RobotsRule.pathOf(url);
        String decoded = RobotsRule.decoded(written, false);
        if (wildcardChars * decoded.length() > WORK_MAX) {
            // Rules that take this long to judge were written to cost time.
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

    /** Zero when none is asked for. */
    Duration crawlDelay() {
        return crawlDelay;
    }

    List<String> sitemaps() {
        return sitemaps;
    }

    /** Roughly the bytes of memory that this takes. */
    long weight() {
        long weight = 200;
        for (RobotsRule rule : rules) {
            weight += 100 + rule.written().length() + rule.decoded().length();
        }
        for (String sitemap : sitemaps) {
            weight += 60 + sitemap.length();
        }
        return weight;
    }
}
