package io.pulsefeed.article.date;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses dates that are written in words or in the numeric form of a country: RFC 822 and its variants (missing or wrong weekday,
 * two-digit year, month before day, missing seconds or comma), {@code asctime}, RFC 850, and texts such as
 * {@code 30 de noviembre de 2026, 9:30} or {@code 2026\u5e7411\u670830\u65e5}. Each part of the text must be known.
 */
final class WrittenDate {

    /** Two-digit years from this value on belong to the 20th century (RFC 2822, section 4.3). */
    private static final int PIVOT = 50;

    private static final Pattern EAST_ASIAN_DAY = Pattern.compile(
            "(\\d{4})\\s?[\u5e74\ub144]\\s?(\\d{1,2})\\s?[\u6708\uc6d4]\\s?(\\d{1,2})\\s?[\u65e5\uc77c\u53f7\u865f]?");
    private static final Pattern EAST_ASIAN_TIME = Pattern.compile(
            "(\\d{1,2})\\s?[\u65f6\u6642\u70b9\u9ede\uc2dc]\\s?(?:(\\d{1,2})\\s?[\u5206\ubd84])?\\s?(?:(\\d{1,2})\\s?[\u79d2\ucd08])?");
    private static final Pattern EAST_ASIAN_HALF_DAY = Pattern.compile(
            "(\u4e0a\u5348|\u5348\u524d|\uc624\uc804)|(\u4e0b\u5348|\u5348\u5f8c|\uc624\ud6c4|\u665a\u4e0a)");
    private static final Pattern EAST_ASIAN_WEEKDAY = Pattern.compile(
            "(?:\u661f\u671f|\u5468|\u9031)[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u65e5\u5929]"
                    + "|[\u6708\u706b\u6c34\u6728\u91d1\u571f\u65e5]\u66dc\u65e5?|\\([\u6708\u706b\u6c34\u6728\u91d1\u571f\u65e5]\\)"
                    + "|[\uc6d4\ud654\uc218\ubaa9\uae08\ud1a0\uc77c]\uc694\uc77c"
                    // Vietnamese.
                    + "|th\u1ee9 (?:hai|ba|t\u01b0|n\u0103m|s\u00e1u|b\u1ea3y)(?!\\p{L})|ch\u1ee7 nh\u1eadt(?!\\p{L})",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern VIETNAMESE_DAY = Pattern.compile(
            "(\\d{1,2})\\s+(?:th\u00e1ng|thg)\\s+(\\d{1,2})(?:,|\\s+n\u0103m)?\\s+(\\d{4})", Pattern.CASE_INSENSITIVE);

    private static final Pattern SEPARATOR = Pattern.compile("[\\s,;|\u00b7\u2022()\\[\\]@/.\u2013\u2014-]");
    private static final Pattern YEAR_FIRST = Pattern.compile("(\\d{4})([./-])\\s?(\\d{1,2})\\2\\s?(\\d{1,2})(?!\\d)");
    private static final Pattern YEAR_LAST =
            Pattern.compile("(\\d{1,2})([./-])\\s?(\\d{1,2})\\2\\s?(\\d{4}|\\d{2})(?![\\d:])");
    private static final Pattern TIME = Pattern.compile(
            "(\\d{1,2})(?:(?::|\\s?[hH]\\s?)(\\d{2})|:(\\d))(?::(\\d{1,2})(?:[.,](\\d{1,12}))?)?(?=$|[^\\d:])"
                    + "|(\\d{1,2})(?:\\s?(?:h|H|hs|hrs|[Uu]hr|uur)(?![\\p{L}\\d])|(?=\\s?[AaPp]\\.?\\s?[Mm](?!\\p{L})))");
    private static final Pattern HOUR = Pattern.compile("(\\d{1,2})(?![\\d:.]\\d|\\d)");
    private static final Pattern TIME_WITH_POINT =
            Pattern.compile("(\\d{1,2})\\.(\\d{2})(?=\\s?(?:$|[ap]\\.?m|uhr|\\())", Pattern.CASE_INSENSITIVE);
    private static final Pattern TIME_WITH_POINT_AFTER_DATE =
            Pattern.compile("(\\d{1,2})\\.(\\d{2})(?=\\s?(?:$|\\p{L}|[(,|+\u2212-]))");
    private static final Pattern OFFSET = Pattern.compile("[+\u2212-]\\d{1,2}(?::?\\d{2})?(?![\\d:])");
    private static final Pattern OFFSET_FROM_UTC =
            Pattern.compile("(?:GMT|UTC|UT)\\s?([+\u2212-]\\d{1,2}(?::?\\d{2})?)(?!\\d)", Pattern.CASE_INSENSITIVE);
    private static final Pattern HALF_DAY =
            Pattern.compile("([ap])\\.?\\s?m(?![\\p{L}])\\.?", Pattern.CASE_INSENSITIVE);
    /** Greek and Arabic, before and after noon. */
    private static final Pattern OTHER_HALF_DAY = Pattern.compile(
            "(?:(\u03c0\\.?\\s?\u03bc|\u0635\u0628\u0627\u062d|\u0635)"
                    + "|(\u03bc\\.?\\s?\u03bc|\u0645\u0633\u0627\u0621|\u0645))\\p{M}*\u0627?\\p{M}*\\.?(?!\\p{L})",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    /** Month names of Thai with their points. */
    private static final Pattern THAI_ABBREVIATION = Pattern.compile("(\\p{InThai}{1,4})\\.(\\p{InThai}{1,2})\\.");

    private static final Pattern REGION = Pattern.compile("[A-Za-z_]{2,20}(?:/[A-Za-z_+-]{2,30}){1,2}");
    private static final Pattern NUMBER = Pattern.compile(
            "(\\d{1,4})(?:-?(?:st|nd|rd|th|er|\u00e8me|e|o|a|\u00ba|\u00aa|\u00b0|\u0433\u043e)|:[ae])?(?![\\p{L}\\d:])");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}][\\p{L}\\p{M}'\u2019\u02bc]{0,24}(?:-feira)?");
    /** A comment after an offset, such as the long zone name of JavaScript. */
    private static final Pattern COMMENT = Pattern.compile("\\([\\p{L}\\s.'-]{1,60}\\)$");

    /** Words without a meaning of their own, folded. */
    private static final Set<String> FILLERS = Set.of(
            "at",
            "on",
            "of",
            "the",
            "de",
            "del",
            "den",
            "der",
            "do",
            "le",
            "el",
            "il",
            "um",
            "uhr",
            "klo",
            "kl",
            "ora",
            "ore",
            "alle",
            "as",
            "a",
            "las",
            "os",
            "hrs",
            "hs",
            "h",
            "u",
            "uur",
            "om",
            "godz",
            "o",
            "r",
            "roku",
            "\u0433",
            "\u0433\u043e\u0434\u0430",
            "\u0432",
            "\u0440",
            "\u0440\u043e\u043a\u0443",
            "\u043e",
            "gada",
            "m",
            "min",
            "d",
            "\u0645",
            "\u05d9\u05d5\u05dd",
            "\u0e40\u0e27\u0e25\u0e32",
            "\u0e19",
            "\u0e1e\u0e28",
            "\u0e17\u0e35\u0e48",
            "\u0e27\u0e31\u0e19\u0e17\u0e35\u0e48",
            "pukul",
            "saat",
            "ngay",
            "luc");

    /** Words before a time of day, folded. */
    private static final Set<String> CLOCK_WORDS = Set.of(
            "at", "um", "klo", "kl", "ora", "ore", "alle", "as", "las", "om", "godz", "pukul", "saat", "luc", "\u0432");

    private final DateFields fields;
    private final DateOrder order;
    /** True after a word such as "at". */
    private boolean isTimeNext;
    /** A month that can also be a weekday, such as the French "mar.". */
    private int monthOrWeekday = -1;

    WrittenDate(DateFields fields, DateOrder order) {
        this.fields = fields;
        this.order = order;
    }

    /** @return null if the text is not a complete date */
    static @Nullable DateFields read(String text, DateOrder order) {
        DateFields fields = new DateFields();
        WrittenDate date = new WrittenDate(fields, order);
        if (!date.accept(normalize(text), false)) {
            return null;
        }
        if (fields.month < 0) {
            fields.month = date.monthOrWeekday;
        }
        return fields.year < 0 || fields.month < 0 || fields.day < 0 ? null : fields;
    }

    /**
     * Reads what may follow a time: AM or PM, and a time zone.
     *
     * @return false if {@code text} has other parts
     */
    boolean acceptZone(String text) {
        return accept(text, true);
    }

    private static String normalize(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return text;
        }
        String day = EAST_ASIAN_DAY.matcher(text).replaceFirst("$1-$2-$3 ");
        day = THAI_ABBREVIATION.matcher(day).replaceAll("$1$2 ");
        day = VIETNAMESE_DAY.matcher(day).replaceFirst("$3-$2-$1");
        day = EAST_ASIAN_WEEKDAY.matcher(day).replaceFirst(" ");
        // The half of the day precedes the time.
        Matcher half = EAST_ASIAN_HALF_DAY.matcher(day);
        String mark = half.find() ? half.group(1) != null ? " AM" : " PM" : "";
        day = half.replaceFirst(" ");
        Matcher time = EAST_ASIAN_TIME.matcher(day);
        if (time.find()) {
            String minute = time.group(2) == null ? "00" : time.group(2);
            day = time.replaceFirst(time.group(1) + ":" + (minute.length() < 2 ? "0" : "") + minute
                    + (time.group(3) == null ? "" : ":" + time.group(3)) + " ");
        }
        return day.strip() + mark;
    }

    private boolean accept(String text, boolean zoneOnly) {
        int at = 0;
        while (at < text.length()) {
            int next = zoneOnly ? zoneToken(text, at) : token(text, at);
            if (next < 0) {
                return false;
            }
            at = next;
        }
        return true;
    }

    /** @return the index after the token at {@code at}; -1 if it is not valid */
    private int token(String text, int at) {
        Matcher matcher;
        if ((matcher = match(YEAR_FIRST, text, at)) != null) {
            return setDay(matcher.group(1), matcher.group(3), matcher.group(4)) ? matcher.end() : -1;
        }
        if ((matcher = match(YEAR_LAST, text, at)) != null) {
            return setNumericDay(matcher) ? matcher.end() : -1;
        }
        if (fields.hour < 0 && (matcher = match(TIME, text, at)) != null) {
            String hour = matcher.group(1) != null ? matcher.group(1) : matcher.group(6);
            String minute = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
            fields.setTime(hour, minute, matcher.group(4), matcher.group(5));
            return matcher.end();
        }
        Pattern timeWithPoint = hasDate() ? TIME_WITH_POINT_AFTER_DATE : TIME_WITH_POINT;
        if (fields.hour < 0 && fields.day >= 0 && (matcher = match(timeWithPoint, text, at)) != null) {
            fields.setTime(matcher.group(1), matcher.group(2), null, null);
            return matcher.end();
        }
        if (fields.hour < 0 && isTimeNext && (matcher = match(HOUR, text, at)) != null) {
            fields.setTime(matcher.group(1), null, null, null);
            return matcher.end();
        }
        if (Character.isDigit(text.charAt(at))) {
            matcher = match(NUMBER, text, at);
            return matcher != null && setNumber(matcher.group(1)) ? matcher.end() : -1;
        }
        return zoneToken(text, at);
    }

    private int zoneToken(String text, int at) {
        Matcher matcher;
        if (fields.hour >= 0 && (matcher = match(OFFSET_FROM_UTC, text, at)) != null) {
            return fields.readOffset(matcher.group(1).replace('\u2212', '-')) ? matcher.end() : -1;
        }
        boolean afterWord = at > 0
                && Character.isLetter(text.charAt(at - 1))
                && text.charAt(at - 1) != 'M'
                && text.charAt(at - 1) != 'm';
        if (!afterWord
                && fields.offsetSeconds == null
                && (fields.hour >= 0 || hasDate() && at > 0 && Character.isDigit(text.charAt(at - 1)))
                && (matcher = match(OFFSET, text, at)) != null) {
            return fields.readOffset(matcher.group().replace('\u2212', '-')) ? matcher.end() : -1;
        }
        if (fields.offsetSeconds != null && (matcher = match(COMMENT, text, at)) != null) {
            return matcher.end();
        }
        if ((matcher = match(HALF_DAY, text, at)) != null && fields.hour >= 0) {
            return fields.readHalfDay(Character.toLowerCase(matcher.group(1).charAt(0)) == 'p') ? matcher.end() : -1;
        }
        if (fields.hour >= 0 && (matcher = match(OTHER_HALF_DAY, text, at)) != null) {
            return fields.readHalfDay(matcher.group(2) != null) ? matcher.end() : -1;
        }
        if ((matcher = match(REGION, text, at)) != null) {
            return fields.hour >= 0 && acceptZoneName(matcher.group()) ? matcher.end() : -1;
        }
        if ((matcher = match(WORD, text, at)) != null) {
            return acceptWord(matcher.group()) ? matcher.end() : -1;
        }
        return SEPARATOR.matcher(text).region(at, text.length()).lookingAt() ? at + 1 : -1;
    }

    private boolean hasDate() {
        return fields.year >= 0 && hasMonth() && fields.day >= 0;
    }

    private boolean hasMonth() {
        return fields.month >= 0 || monthOrWeekday >= 0;
    }

    private static @Nullable Matcher match(Pattern pattern, String text, int at) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        return matcher.lookingAt() ? matcher : null;
    }

    private boolean acceptWord(String word) {
        String folded = DateWords.fold(word);
        int month = DateWords.month(folded);
        boolean weekday = DateWords.isWeekday(folded);
        isTimeNext = CLOCK_WORDS.contains(folded);
        if (month > 0 && weekday && monthOrWeekday < 0) {
            monthOrWeekday = month;
            return true;
        }
        if (month > 0 && fields.month < 0) {
            fields.month = month;
            return true;
        }
        boolean afterTime = fields.hour >= 0 || hasDate();
        return afterTime && acceptZoneName(word) || weekday || FILLERS.contains(folded);
    }

    /** A second name repeats the first one, as in {@code Z[UTC]}. */
    private boolean acceptZoneName(String name) {
        boolean known = ZoneNames.isKnown(name);
        if (known && fields.zoneName == null) {
            fields.zoneName = name;
        }
        return known;
    }

    private boolean setDay(String year, String month, String day) {
        if (fields.year >= 0) {
            return false;
        }
        fields.year = year.length() == 4 ? Integer.parseInt(year) : century(Integer.parseInt(year));
        fields.month = Integer.parseInt(month);
        fields.day = Integer.parseInt(day);
        return fields.month > 0 && fields.day > 0;
    }

    /** Points separate day, month and year in this order; slashes and hyphens depend on the country. */
    private boolean setNumericDay(Matcher matcher) {
        int first = Integer.parseInt(matcher.group(1));
        int second = Integer.parseInt(matcher.group(3));
        if (order == DateOrder.YEAR_FIRST && matcher.group(4).length() == 2) {
            return setDay(matcher.group(1), matcher.group(3), matcher.group(4));
        }
        boolean points = matcher.group(2).equals(".");
        boolean dayFirst = points || first > 12 || first == second || second <= 12 && order == DateOrder.DAY_FIRST;
        boolean monthFirst = !dayFirst && (second > 12 || order == DateOrder.MONTH_FIRST);
        return dayFirst
                ? setDay(matcher.group(4), matcher.group(3), matcher.group(1))
                : monthFirst && setDay(matcher.group(4), matcher.group(1), matcher.group(3));
    }

    private boolean setNumber(String number) {
        if (number.length() == 4 && fields.year < 0) {
            fields.year = Integer.parseInt(number);
        } else if (number.length() <= 2 && fields.day < 0) {
            fields.day = Integer.parseInt(number);
            return fields.day > 0;
        } else if (number.length() == 2 && fields.year < 0 && hasMonth()) {
            fields.year = century(Integer.parseInt(number));
        } else {
            return false;
        }
        return true;
    }

    private static int century(int year) {
        return year < PIVOT ? 2000 + year : 1900 + year;
    }
}
