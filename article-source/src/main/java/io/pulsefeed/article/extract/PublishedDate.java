package io.pulsefeed.article.extract;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Decides when an article was published, from what the feed and the page say. */
final class PublishedDate {

    private static final Instant FIRST_NEWS_SITES = Instant.parse("1995-01-01T00:00:00Z");
    /** Covers a site that writes its local time as UTC. */
    private static final Duration AHEAD_MAX = Duration.ofHours(24);

    private static final Pattern DAY_IN_PATH =
            Pattern.compile("/((?:19|20)\\d\\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\\d|3[01])(?:[/-]|$)");

    private final Clock clock;

    PublishedDate(Clock clock) {
        this.clock = clock;
    }

    /** @return null when no source gives a believable date */
    Instant find(PageInput input, Document document, PageMeta meta) {
        Instant now = clock.instant();
        ZoneId zone = input.rules().zone();
        Instant feed = believable(input.hints().published(), now);
        boolean feedDecides = feed != null && !feed.isAfter(now) && !isDayOnly(feed, zone);
        if (feedDecides) {
            return feed;
        }
        Instant page = document == null ? null : fromPage(input, document, meta, now);
        Instant exact = page != null ? page : feed;
        Instant day = exact != null ? exact : fromPath(input.finalUrl(), zone, now);
        Instant found = day != null ? day : believable(input.hints().updated(), now);
        return found != null && found.isAfter(now) ? now : found;
    }

    private static Instant fromPage(PageInput input, Document document, PageMeta meta, Instant now) {
        String selected = "";
        if (input.rules().dateSelector() != null) {
            Element element = document.selectFirst(input.rules().dateSelector());
            selected = element == null ? "" : PageMeta.dateOf(element);
        }
        String[] sources = {
            selected, meta.jsonLd.published, meta.meta("article:published_time"), meta.markedDate, meta.timeTag
        };
        Instant dayOnly = null;
        for (String source : sources) {
            DateParser.Parsed parsed =
                    DateParser.parse(source, input.rules().zone()).orElse(null);
            Instant instant = parsed == null ? null : believable(parsed.instant(), now);
            if (instant != null && !parsed.dayOnly()) {
                return instant;
            }
            dayOnly = dayOnly == null ? instant : dayOnly;
        }
        return dayOnly;
    }

    private static Instant fromPath(URI url, ZoneId zone, Instant now) {
        Matcher day = DAY_IN_PATH.matcher(url.getRawPath() == null ? "" : url.getRawPath());
        if (!day.find()) {
            return null;
        }
        String date = String.format(
                "%s-%02d-%02d", day.group(1), Integer.parseInt(day.group(2)), Integer.parseInt(day.group(3)));
        return DateParser.parse(date, zone)
                .map(parsed -> believable(parsed.instant(), now))
                .orElse(null);
    }

    private static Instant believable(Instant date, Instant now) {
        return date == null || date.isBefore(FIRST_NEWS_SITES) || date.isAfter(now.plus(AHEAD_MAX)) ? null : date;
    }

    /** Hints carry no precision; nobody publishes on the stroke of midnight as often as feeds leave out the time. */
    private static boolean isDayOnly(Instant date, ZoneId zone) {
        return date.atZone(zone).toLocalTime().equals(LocalTime.MIDNIGHT)
                || date.atZone(ZoneOffset.UTC).toLocalTime().equals(LocalTime.MIDNIGHT);
    }
}
