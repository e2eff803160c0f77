package io.pulsefeed.article.fetch;

import crawlercommons.robots.BaseRobotRules;
import crawlercommons.robots.SimpleRobotRules;
import crawlercommons.robots.SimpleRobotRules.RobotRulesMode;
import crawlercommons.robots.SimpleRobotRulesParser;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What a robots.txt says to this reader (RFC 9309). */
public final class Robots {

    /** Everything is allowed: there is no robots.txt. */
    static final Robots ALLOW_ALL = new Robots(new SimpleRobotRules(RobotRulesMode.ALLOW_ALL));

    private static final int WARNINGS_MAX = 0;

    private final BaseRobotRules rules;

    private Robots(BaseRobotRules rules) {
        this.rules = rules;
    }

    /** @param productToken the word before the slash of the user agent, in lower case */
    public static Robots parse(String robotsUrl, byte[] body, String productToken) {
        // The parser takes a crawl-delay over its limit for "stay away altogether"; the limit is ours to apply.
        SimpleRobotRulesParser parser = new SimpleRobotRulesParser(Long.MAX_VALUE, WARNINGS_MAX);
        return new Robots(parser.parseContent(robotsUrl, body, "text/plain", Set.of(productToken)));
    }

    public boolean allows(String url) {
        return rules.isAllowed(url);
    }

    /** Zero when none is asked for. */
    Duration crawlDelay() {
        return rules.getCrawlDelay() > 0 ? Duration.ofMillis(rules.getCrawlDelay()) : Duration.ZERO;
    }

    List<String> sitemaps() {
        return rules.getSitemaps();
    }
}
