package io.pulsefeed.article.fetch;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Parses robots.txt (RFC 9309) as leniently as the reference parser: missing colons, frequent typos, and text after the product
 * token of a user-agent line. Invalid lines are ignored.
 */
final class RobotsParser {

    /** The minimum parsing limit of RFC 9309, section 2.5. */
    static final int MAX_BYTES = 500 << 10;

    private static final int MAX_LINE_LENGTH = 16 << 10;
    private static final int MAX_SITEMAPS = 1_000;
    private static final int MAX_DELAY_DIGITS = 9;
    private static final List<String> USER_AGENT =
            List.of("user-agent", "useragent", "user agent", "users-agent", "useg-agent", "ser-agent", "user-agnet");
    private static final List<String> DISALLOW = List.of(
            "disallow",
            "dissallow",
            "dissalow",
            "disalow",
            "diasllow",
            "disallaw",
            "diallow",
            "disllow",
            "desallow",
            "dsallow",
            "dssalow");
    private static final List<String> CRAWL_DELAY =
            List.of("crawl-delay", "crawldelay", "crawl delay", "crawl-deley", "craw-delay", "clawl-delay");
    private static final List<String> SITEMAP = List.of("sitemap", "site-map");

    private final String robotsUrl;
    private final String productToken;
    private final List<String> sitemaps = new ArrayList<>();
    private final Group own = new Group();
    private final Group others = new Group();
    /** The groups that the current lines apply to, and whether the next user-agent line starts a new group. */
    private boolean forOwn;

    private boolean forOthers;
    private boolean rulesSeen;

    RobotsParser(String robotsUrl, String productToken) {
        this.robotsUrl = robotsUrl;
        this.productToken = productToken;
    }

    private static final class Group {
        private final List<RobotsRule> rules = new ArrayList<>();
        private boolean named;
        private long delayMs;
    }

    RobotsTxt parse(byte[] body) {
        String text = text(body);
        for (int from = 0; from < text.length(); ) {
            int to = from;
            while (to < text.length() && text.charAt(to) != '\n' && text.charAt(to) != '\r') {
                to++;
            }
            line(text.substring(from, Math.min(to, from + MAX_LINE_LENGTH)));
            from = to + 1;
        }
        Group group = own.named ? own : others;
        return new RobotsTxt(group.rules, Duration.ofMillis(group.delayMs), sitemaps);
    }

    /** One character per byte of UTF-8, because paths are compared byte by byte. */
    private static String text(byte[] body) {
        int length = Math.min(body.length, MAX_BYTES);
        int first = length > 1 ? (body[0] & 255) << 8 | body[1] & 255 : 0;
        if (first == 0xFEFF || first == 0xFFFE) {
            String utf16 = new String(body, 0, length, StandardCharsets.UTF_16);
            return new String(utf16.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        }
        // Drops a truncated last line: a truncated path would match more URLs.
        boolean truncated = length == MAX_BYTES;
        while (truncated && length > 0 && body[length - 1] != '\n' && body[length - 1] != '\r') {
            length--;
        }
        return new String(body, 0, length, StandardCharsets.ISO_8859_1);
    }

    private void line(String raw) {
        int hash = raw.indexOf('#');
        String line = clean(hash < 0 ? raw : raw.substring(0, hash));
        int colon = line.indexOf(':');
        int gap = colon >= 0 ? colon : gap(line);
        if (gap <= 0) {
            return;
        }
        String value = line.substring(gap + 1).strip();
        // Without a colon, only a line of exactly two words is a rule.
        if (colon >= 0 || gap(value) < 0) {
            String name =
                    line.substring(0, gap).strip().toLowerCase(Locale.ROOT).replace('_', '-');
            apply(name, value, line);
        }
    }

    /** Removes byte order marks and no-break spaces, which also occur inside files that were concatenated. */
    private static String clean(String line) {
        int from = 0;
        while (from < line.length() && (line.charAt(from) <= ' ' || line.charAt(from) >= 128)) {
            from++;
        }
        return line.substring(from).strip();
    }

    private static int gap(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == ' ' || text.charAt(i) == '\t') {
                return i;
            }
        }
        return -1;
    }

    private void apply(String name, String value, String line) {
        if (starts(name, USER_AGENT)) {
            userAgent(value);
        } else if (name.startsWith("allow")) {
            rule(true, value);
        } else if (starts(name, DISALLOW)) {
            rule(false, value);
        } else if (starts(name, CRAWL_DELAY)) {
            crawlDelay(value);
        } else if (starts(name, SITEMAP)) {
            sitemap(value);
        } else if ((name.equals("http") || name.equals("https")) && value.contains("sitemap")) {
            sitemap(line);
        }
    }

    private static boolean starts(String name, List<String> spellings) {
        for (String spelling : spellings) {
            if (name.startsWith(spelling)) {
                return true;
            }
        }
        return false;
    }

    private void userAgent(String value) {
        if (rulesSeen) {
            rulesSeen = false;
            forOwn = false;
            forOthers = false;
        }
        for (String name : value.split(",")) {
            String agent = name.strip();
            int gap = gap(agent);
            String word = gap < 0 ? agent : agent.substring(0, gap);
            forOthers |= word.equals("*");
            forOwn |= isOwn(word);
        }
        own.named |= forOwn;
    }

    /** True for the product token, optionally followed by a version or other text. */
    private boolean isOwn(String word) {
        int length = productToken.length();
        if (length == 0 || !word.regionMatches(true, 0, productToken, 0, length)) {
            return false;
        }
        char next = word.length() > length ? word.charAt(length) : '/';
        return !(next == '-' || next == '_' || next < 128 && Character.isLetter(next));
    }

    private void rule(boolean allow, String path) {
        rulesSeen |= forOwn || forOthers;
        if (path.isEmpty() || !forOwn && !forOthers) {
            return;
        }
        Group group = forOwn ? own : others;
        group.rules.add(RobotsRule.of(allow, path));
        int file = path.lastIndexOf('/');
        // The reference parser treats a folder and its index page as the same path.
        if (allow && file >= 0 && path.startsWith("/index.htm", file)) {
            group.rules.add(RobotsRule.of(true, path.substring(0, file + 1) + "$"));
        }
    }

    /** Not part of the RFC. If a group has several values, the longest applies. */
    private void crawlDelay(String value) {
        long ms = 0;
        int digits = 0;
        int at = 0;
        for (; at < value.length() && isDigit(value.charAt(at)) && digits < MAX_DELAY_DIGITS; at++, digits++) {
            ms = ms * 10 + value.charAt(at) - '0';
        }
        ms *= 1_000;
        if (at < value.length() && value.charAt(at) == '.') {
            int unit = 100;
            for (at++; at < value.length() && isDigit(value.charAt(at)); at++, unit /= 10) {
                ms += (long) unit * (value.charAt(at) - '0');
            }
        }
        Group group = forOwn ? own : others;
        if (forOwn || forOthers) {
            group.delayMs = Math.max(group.delayMs, ms);
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void sitemap(String value) {
        String utf8 = new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        if (sitemaps.size() < MAX_SITEMAPS) {
            Urls.resolve(URI.create(robotsUrl), utf8).ifPresent(url -> sitemaps.add(url.toString()));
        }
    }
}
