package io.pulsefeed.article.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RobotsTxtTest {

    private static final String SITE = "https://news.example";

    private static RobotsTxt robots(String text) {
        return robots(text, StandardCharsets.UTF_8);
    }

    private static RobotsTxt robots(String text, Charset charset) {
        return RobotsTxt.parse(SITE + "/robots.txt", text.getBytes(charset), "pulsefeed");
    }

    private static boolean allows(String rules, String path) {
        return robots("User-agent: *\n" + rules).allows(SITE + path);
    }

    @ParameterizedTest
    @CsvSource({
        // rule, path, allowed
        "/fish, /fish.html, false",
        "/fish, /Fish.html, true",
        "/fish/, /fish, true",
        "/*.php, /a/b.php?x=1, false",
        "/*.php$, /a/b.php, false",
        "/*.php$, /a/b.php?x=1, true",
        "/a*b*c, /aXbYc, false",
        "/a*b*c, /aXcYb, true",
        "/a$b, /a$b, false",
        "/*$, /anything, false",
        "/ab*b$, /ab, true",
        "*/print, /a/print, false",
        "/a?q=, /a?q=1, false",
        "private, /private, true"
    })
    void matchesPathsAsInRfc9309(String rule, String path, boolean allowed) {
        assertThat(allows("Disallow: " + rule, path)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        // rule, path, whether Disallow matches, whether Allow matches
        "/caf\u00e9, /caf%C3%A9, true, true",
        "/caf%c3%a9, /caf%C3%A9, true, true",
        "/%7ejoe, /~joe, true, false",
        "/a%2Fb, /a/b, false, false",
        "/a%2Ab, /a*b, true, false",
        "/50%off, /50%25off, true, false",
        "/a[1] b, /a%5B1%5D%20b, true, true"
    })
    void appliesStricterInterpretationOfPercentEncoding(String rule, String path, boolean disallowed, boolean allowed) {
        assertThat(allows("Disallow: " + rule, path)).isEqualTo(!disallowed);
        assertThat(allows("Disallow: /\nAllow: " + rule, path)).isEqualTo(allowed);
    }

    @Test
    void longestRuleWinsAndAllowWinsTies() {
        assertThat(allows("Disallow: /news/old/\nAllow: /news/", "/news/old/1")).isFalse();
        assertThat(allows("Disallow: /news/\nAllow: /news/old/", "/news/old/1")).isTrue();
        assertThat(allows("Disallow: /a\nAllow: /a", "/a")).isTrue();
        assertThat(allows("Disallow:", "/a")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pulsefeed", "PulseFeed/1.0", "Pulsefeed (news)", "Other, Pulsefeed", "Pulsefeed *"})
    void matchesProductToken(String name) {
        RobotsTxt robots = robots("User-agent: *\nDisallow: /\n\nUser-agent: " + name + "\nAllow: /a\nDisallow: /b");

        assertThat(robots.allows(SITE + "/a")).isTrue();
        assertThat(robots.allows(SITE + "/b")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pulsefeeder", "pulse", "pulsefeed-images", "not pulsefeed", "**"})
    void ignoresGroupsOfOtherAgents(String name) {
        assertThat(robots("User-agent: " + name + "\nDisallow: /").allows(SITE + "/a"))
                .isTrue();
    }

    @Test
    void mergesOwnGroupsAndPrefersThemOverWildcard() {
        RobotsTxt robots = robots("User-agent: pulsefeed\nDisallow: /a\n\nUser-agent: *\nDisallow: /c\n\n"
                + "User-agent: x\nSitemap: /s\nUser-agent: pulsefeed\nDisallow: /b");

        assertThat(robots.allows(SITE + "/a")).isFalse();
        assertThat(robots.allows(SITE + "/b")).isFalse();
        assertThat(robots.allows(SITE + "/c")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"5, 5000", "0.5, 500", "1.2345, 1234", "7 # seconds, 7000", "30s, 30000", "soon, 0", "-1, 0", "'', 0"})
    void parsesCrawlDelay(String value, long ms) {
        assertThat(robots("User-agent: *\nCrawl-delay: " + value + "\nDisallow: /x")
                        .crawlDelay())
                .isEqualTo(Duration.ofMillis(ms));
    }

    @Test
    void usesLongestCrawlDelayOfOwnGroup() {
        RobotsTxt robots = robots("User-agent: *\nCrawl-delay: 50\n Disallow: /x\nUser-agent: pulsefeed\n"
                + "Crawl-delay: 3\nCrawl-delay: 2\nDisallow: /y");

        assertThat(robots.crawlDelay()).hasSeconds(3);
        assertThat(robots("Crawl-delay: 9999999999999999999").crawlDelay()).isZero();
        assertThat(robots("User-agent: *\nCrawl-delay: 9999999999999999999").crawlDelay())
                .isGreaterThan(Duration.ofDays(300));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n", "\n\n", "\n\u00a0", "\n\uFEFF", " # x\n\t"})
    void acceptsAllLineSeparators(String end) {
        String text = String.join(end, "\uFEFFUser-agent : *", "Disallow:/a", "DISALLOW\t:\t/b", "disallow /c", "x");
        RobotsTxt robots = robots(text + end);

        assertThat(robots.allows(SITE + "/a")).isFalse();
        assertThat(robots.allows(SITE + "/b")).isFalse();
        assertThat(robots.allows(SITE + "/c")).isFalse();
        assertThat(robots.allows(SITE + "/d")).isTrue();
    }

    @Test
    void decodesUtf16WithByteOrderMark() {
        String text = "\uFEFFUser-agent: *\nDisallow: /caf\u00e9";

        assertThat(robots(text, StandardCharsets.UTF_16LE).allows(SITE + "/caf%c3%a9/1"))
                .isFalse();
        assertThat(robots(text, StandardCharsets.UTF_16BE).allows(SITE + "/caf%c3%a9/1"))
                .isFalse();
    }

    @Test
    void findsNoRulesInProseAndHtml() {
        assertThat(robots("<html><body>User-agent: *<br>Disallow: /</body></html>")
                        .allows(SITE + "/a"))
                .isTrue();
        assertThat(robots("User-agent: *\ndisallow all robots please").allows(SITE + "/a"))
                .isTrue();
        assertThat(robots("Disallow: /").allows(SITE + "/a")).isTrue();
    }

    @Test
    void dropsRuleTruncatedBySizeLimit() {
        String before = "User-agent: *\nDisallow: /first\n";
        String cut = "Disallow: /private";
        String filler = "#".repeat(RobotsParser.MAX_BYTES - before.length() - "\nDisallow: /".length());
        RobotsTxt robots = robots(before + filler + "\n" + cut + "\nDisallow: /last");

        assertThat(robots.allows(SITE + "/first")).isFalse();
        assertThat(robots.allows(SITE + "/news")).isTrue();
        assertThat(robots.allows(SITE + "/last")).isTrue();
    }

    @Test
    void disallowsAllIfRulesAreTooExpensive() {
        String rule = "Disallow: /*" + "a".repeat(500) + "b\n";
        RobotsTxt robots = robots("User-agent: *\n" + rule.repeat(900));

        assertThat(robots.allows(SITE + "/" + "a".repeat(100))).isTrue();
        assertThat(robots.allows(SITE + "/" + "a".repeat(15_000))).isFalse();
    }

    @Property
    void matchesAsARegularExpressionWould(
            @ForAll @StringLength(max = 8) @Chars({'a', 'b', '*', '$'}) String pattern,
            @ForAll @StringLength(max = 10) @CharRange(from = 'a', to = 'b') String path) {
        boolean whole = pattern.endsWith("$");
        String body = whole ? pattern.substring(0, pattern.length() - 1) : pattern;
        String regex = body.chars()
                .mapToObj(c -> c == '*' ? ".*" : Pattern.quote(String.valueOf((char) c)))
                .collect(Collectors.joining());

        assertThat(RobotsRule.matches(pattern, path)).isEqualTo(path.matches(regex + (whole ? "" : ".*")));
    }
}
