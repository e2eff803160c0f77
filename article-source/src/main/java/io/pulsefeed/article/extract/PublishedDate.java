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
import org.jspecify.annotations.Nullable;

/** Determines the publication date of an article from the feed, the page and the URL. */
final class PublishedDate {

    private static final Instant EARLIEST = Instant.parse("1995-01-01T00:00:00Z");
    /** Tolerates sites that publish local time as UTC. */
    private static final Duration MAX_AHEAD = Duration.ofHours(24);

    private static final Pattern DAY_IN_PATH =
            Pattern.compile("/((?:19|20)\\d\\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\\d|3[01])(?:[/-]|$)");

    private final Clock clock;

    PublishedDate(Clock clock) {
        this.clock = clock;
    }

    /** @return null if no source has a plausible date */
    @Nullable
    Instant find(PageInput input, @Nullable Document document, @Nullable PageMeta meta) {
        Instant now = clock.instant();
        ZoneId zone = input.rules().zone();
        @Nullable Instant feed = plausible(input.hints().published(), now);
        boolean isFeedExact = feed != null && !feed.isAfter(now) && !isDayOnly(feed, zone);
        if (isFeedExact) {
            return feed;
        }
        @Nullable Instant page = document == null || meta == null ? null : fromPage(input, document, meta, now);
        Instant exact = page != null ? page : feed;
        Instant day = exact != null ? exact : fromPath(input.finalUrl(), zone, now);
        Instant found = day != null ? day : plausible(input.hints().updated(), now);
        return found != null && found.isAfter(now) ? now : found;
    }

    private static @Nullable Instant fromPage(PageInput input, Document document, PageMeta meta, Instant now) {
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
            Instant instant = parsed == null ? null : plausible(parsed.instant(), now);
            if (instant != null && !parsed.dayOnly()) {
                return instant;
            }
            dayOnly = dayOnly == null ? instant : dayOnly;
        }
        return dayOnly;
    }

    private static @Nullable Instant fromPath(URI url, ZoneId zone, Instant now) {
        Matcher day = DAY_IN_PATH.matcher(url.getRawPath() == null ? "" : url.getRawPath());
        if (!day.find()) {
            return null;
        }
        String date = String.format(
                "%s-%02d-%02d", day.group(1), Integer.parseInt(day.group(2)), Integer.parseInt(day.group(3)));
        return DateParser.parse(date, zone)
                .map(parsed -> plausible(parsed.instant(), now))
                .orElse(null);
    }

    private static @Nullable Instant plausible(@Nullable Instant date, Instant now) {
        return date == null || date.isBefore(EARLIEST) || date.isAfter(now.plus(MAX_AHEAD)) ? null : date;
    }

    /** Feed dates carry no precision: midnight usually means that the feed has no time of day. */
    private static boolean isDayOnly(Instant date, ZoneId zone) {
        return date.atZone(zone).toLocalTime().equals(LocalTime.MIDNIGHT)
                || date.atZone(ZoneOffset.UTC).toLocalTime().equals(LocalTime.MIDNIGHT);
    }
}
