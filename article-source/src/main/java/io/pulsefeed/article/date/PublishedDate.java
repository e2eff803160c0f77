package io.pulsefeed.article.date;

import io.pulsefeed.article.date.DateCandidate.Rank;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Selects the publication date of an article among the dates of the feed, the page and the URL. */
public final class PublishedDate {

    private static final Instant EARLIEST = Instant.parse("1995-01-01T00:00:00Z");
    /** Tolerates sites that publish local time as UTC. */
    private static final Duration MAX_AHEAD = Duration.ofHours(24);

    private static final Pattern DAY_IN_PATH =
            Pattern.compile("[/_-]((?:19|20)\\d\\d)([/_-])(0?[1-9]|1[0-2])\\2(0?[1-9]|[12]\\d|3[01])(?![\\d])"
                    + "|/((?:19|20)\\d\\d)/(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}/(0?[1-9]|[12]\\d|3[01])(?![\\d])"
                    + "|(?<!\\d)(20\\d\\d)(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])(?!\\d)");

    private final Clock clock;

    public PublishedDate(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param feed publication date in the feed
     * @param feedUpdate update time in the feed
     * @param page null if no page was read
     * @param zone of the site
     * @return null if no source has a plausible date
     */
    public @Nullable ArticleDate find(
            @Nullable ParsedDate feed,
            @Nullable ParsedDate feedUpdate,
            @Nullable PageDates page,
            URI url,
            ZoneId zone) {
        Instant now = clock.instant();
        @Nullable ParsedDate listed = plausible(feed, now);
        if (listed != null && !listed.instant().isAfter(now) && hasTime(listed, zone)) {
            return date(listed, DateSource.FEED, now);
        }
        Search search = new Search(page, url, zone, now);
        @Nullable ArticleDate found = search.published();
        if (found == null && listed != null) {
            found = date(listed, DateSource.FEED, now);
        }
        found = found == null ? search.visible() : found;
        @Nullable ParsedDate updated = found == null ? plausible(feedUpdate, now) : null;
        if (updated != null) {
            return date(updated, DateSource.FEED, now);
        }
        return found == null ? search.updated() : found;
    }

    private static ArticleDate date(ParsedDate date, DateSource source, Instant now) {
        Instant instant = date.instant().isAfter(now) ? now : date.instant();
        return new ArticleDate(instant, date.offset(), date.precision(), source);
    }

    /** False for the zero of a clock, which some systems write instead of an unknown date. */
    public static boolean isOfTheWeb(Instant date) {
        return !date.isBefore(EARLIEST);
    }

    private static @Nullable ParsedDate plausible(@Nullable ParsedDate date, Instant now) {
        return date == null || !isOfTheWeb(date.instant()) || date.instant().isAfter(now.plus(MAX_AHEAD)) ? null : date;
    }

    /** Midnight usually means that the feed has no time of day. */
    private static boolean hasTime(ParsedDate date, ZoneId zone) {
        return date.precision().hasTime()
                && !date.instant().atZone(zone).toLocalTime().equals(LocalTime.MIDNIGHT)
                && !date.instant().atZone(ZoneOffset.UTC).toLocalTime().equals(LocalTime.MIDNIGHT);
    }

    /** Search of one page. */
    private record Search(@Nullable PageDates page, URI url, ZoneId zone, Instant now) {

        /** A date in a later source of the same day can add the time of day. */
        @Nullable
        ArticleDate published() {
            @Nullable ParsedDate day = null;
            @Nullable Rank dayRank = null;
            for (Rank rank : new Rank[] {
                Rank.SELECTOR, Rank.JSON_LD, Rank.META, Rank.MARKED, Rank.TIME, Rank.SCRIPT, Rank.GENERIC_META
            }) {
                @Nullable ParsedDate found = first(rank);
                if (found == null) {
                    continue;
                }
                if (!found.dayOnly() && (day == null || found.localDay().equals(day.localDay()))) {
                    return date(found, rank.source(), now);
                }
                if (day == null) {
                    day = found;
                    dayRank = rank;
                }
            }
            return day == null ? null : date(day, dayRank.source(), now);
        }

        @Nullable
        ArticleDate visible() {
            @Nullable ParsedDate path = fromPath();
            return path != null
                    ? date(path, DateSource.URL, now)
                    : first(Rank.NAMED_PUBLISHED, Rank.LABELED, Rank.NAMED, Rank.OUTSIDE_LABELED);
        }

        @Nullable
        ArticleDate updated() {
            return first(
                    Rank.UPDATED_META,
                    Rank.UPDATED_TIME,
                    Rank.UPDATED_TEXT,
                    Rank.SHORT,
                    Rank.OUTSIDE_TIME,
                    Rank.OUTSIDE);
        }

        private @Nullable ArticleDate first(Rank... ranks) {
            for (Rank rank : ranks) {
                @Nullable ParsedDate found = first(rank);
                if (found != null) {
                    return date(found, rank.source(), now);
                }
            }
            return null;
        }

        private @Nullable ParsedDate first(Rank rank) {
            if (page == null) {
                return null;
            }
            @Nullable ParsedDate first = null;
            for (DateCandidate candidate : page.of(rank)) {
                @Nullable ParsedDate date = plausible(parse(candidate).orElse(null), now);
                if (date != null && date.precision().hasDay()) {
                    if (!rank.isSurrounding()) {
                        return date;
                    }
                    if (first != null && !first.localDay().equals(date.localDay())) {
                        return null;
                    }
                    first = first == null ? date : first;
                }
            }
            return first;
        }

        private Optional<ParsedDate> parse(DateCandidate candidate) {
            return candidate.visible()
                    ? DateText.find(candidate.text(), zone, page.order())
                    : DateParser.parse(candidate.text(), zone, page.order());
        }

        private @Nullable ParsedDate fromPath() {
            Matcher day = DAY_IN_PATH.matcher(url.getRawPath() == null ? "" : url.getRawPath());
            while (day.find()) {
                String text = day.group(1) != null
                        ? day.group(1) + '-' + day.group(3) + '-' + day.group(4)
                        : day.group(5) != null
                                ? day.group(7) + ' ' + day.group(6) + ' ' + day.group(5)
                                : day.group(8) + '-' + day.group(9) + '-' + day.group(10);
                @Nullable
                ParsedDate date = plausible(DateParser.parse(text, zone).orElse(null), now);
                if (date != null) {
                    return date;
                }
            }
            return null;
        }
    }
}
