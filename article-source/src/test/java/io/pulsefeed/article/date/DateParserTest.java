package io.pulsefeed.article.date;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateParserTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            Mon, 15 Jan 2024 09:30:05 GMT          | 2024-01-15T09:30:05Z
            15 Jan 2024 09:30:05 +0100             | 2024-01-15T08:30:05Z
            Fri, 15 Jan 2024 09:30:05 +01:00       | 2024-01-15T08:30:05Z
            Mon 15 Jan 2024 09:30 EST              | 2024-01-15T14:30:00Z
            Mon, 15 January 2024 09:30:05 PDT      | 2024-01-15T16:30:05Z
            15 Jan 24 09:30:05 Z                   | 2024-01-15T09:30:05Z
            15 Jan 99 09:30:05 UT                  | 1999-01-15T09:30:05Z
            Jan 23 2018 04:05:06 UTC               | 2018-01-23T04:05:06Z
            January 23, 2018 4:05 PM               | 2018-01-23T16:05:00Z
            Sun Jan 4 16:29:06 PST 2004            | 2004-01-05T00:29:06Z
            Sunday, 06-Nov-94 08:49:37 GMT         | 1994-11-06T08:49:37Z
            Mon, 15 Jan 2024 09:30:05 A            | 2024-01-15T09:30:05Z
            Mon, 15 Jan 2024 09:30:05GMT           | 2024-01-15T09:30:05Z
            Thu, 01 Sept 2022 24:00:00 GMT         | 2022-09-02T00:00:00Z
            2024-01-15T09:30:05Z                   | 2024-01-15T09:30:05Z
            2024-01-15T09:30:05.123+05:30          | 2024-01-15T04:00:05.123Z
            2024-01-15 09:30:05,5 -0800            | 2024-01-15T17:30:05.500Z
            2024-01-15T09:30                       | 2024-01-15T09:30:00Z
            20240115T093005Z                       | 2024-01-15T09:30:05Z
            20240115093005                         | 2024-01-15T09:30:05Z
            2024-01-15T24:00:00Z                   | 2024-01-16T00:00:00Z
            2016-12-31T23:59:60Z                   | 2016-12-31T23:59:59Z
            1705312800                             | 2024-01-15T10:00:00Z
            1705312800.5                           | 2024-01-15T10:00:00.500Z
            1705312800123                          | 2024-01-15T10:00:00.123Z
            """)
    void parsesDateFormatsOfFeeds(String text, Instant expected) {
        assertThat(instant("  " + text + " ")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            令和6年1月15日 12:00                                                | 2024-01-15T12:00:00Z
            令和元年5月1日                                                      | 2019-05-01T00:00:00Z
            平成30年1月15日                                                     | 2018-01-15T00:00:00Z
            民國113年1月15日                                                    | 2024-01-15T00:00:00Z
            15 января 2024 г., 12:00 МСК                                        | 2024-01-15T09:00:00Z
            15.01.2024 12:00 (мск)                                              | 2024-01-15T09:00:00Z
            2024-01-15 12:00 北京时间                                           | 2024-01-15T04:00:00Z
            2024年1月15日 12:00 日本時間                                        | 2024-01-15T03:00:00Z
            2024.01.15 12:00 한국시간                                           | 2024-01-15T03:00:00Z
            Mon, 15 Jan 2024 12:00:00 CET                                       | 2024-01-15T11:00:00Z
            Mon, 15 Jul 2024 12:00:00 CEST                                      | 2024-07-15T10:00:00Z
            Mon, 15 Jul 2024 12:00:00 BST                                       | 2024-07-15T11:00:00Z
            Mon, 15 Jan 2024 12:00:00 JST                                       | 2024-01-15T03:00:00Z
            Mon, 15 Jan 2024 12:00:00 AEDT                                      | 2024-01-15T01:00:00Z
            Mon, 15 Jan 2024 12:00:00 MSK                                       | 2024-01-15T09:00:00Z
            Mon, 15 Jan 2024 12:00:00 ET                                        | 2024-01-15T17:00:00Z
            Mon, 15 Jul 2024 12:00:00 ET                                        | 2024-07-15T16:00:00Z
            Mon, 15 Jul 2024 12:00:00 PT                                        | 2024-07-15T19:00:00Z
            2024-07-15T12:00:00 CEST                                            | 2024-07-15T10:00:00Z
            Mon, 15 Jan 2024 12:00:00 +0100 CET                                 | 2024-01-15T11:00:00Z
            Mon, 15 Jan 2024 12:00:00 +0100 (CET)                               | 2024-01-15T11:00:00Z
            Mon Jan 15 2024 12:00:00 GMT+0100 (Central European Standard Time)  | 2024-01-15T11:00:00Z
            Mon, 15 Jan 2024 12:00:00 UTC+2                                     | 2024-01-15T10:00:00Z
            2024-01-15T12:00:00+01:00[Europe/Paris]                             | 2024-01-15T11:00:00Z
            2024-07-15T12:00:00[Europe/Paris]                                   | 2024-07-15T10:00:00Z
            2024-07-15 12:00:00 America/New_York                                | 2024-07-15T16:00:00Z
            2024-01-15T12:00:00Z[UTC]                                           | 2024-01-15T12:00:00Z
            """)
    void readsNamedZones(String text, Instant expected) {
        assertThat(instant(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "IST,UTC,06:30",
        "IST,Asia/Jerusalem,10:00",
        "IST,Europe/Dublin,11:00",
        "CST,UTC,18:00",
        "CST,Asia/Shanghai,04:00",
        "BST,Asia/Dhaka,06:00",
        "BST,Europe/London,11:00",
        "EST,Australia/Brisbane,02:00",
        "AST,Asia/Riyadh,09:00"
    })
    void zoneOfSiteDecidesAmbiguousNames(String name, ZoneId site, String utcTime) {
        assertThat(DateParser.parse("Mon, 15 Jul 2024 12:00:00 " + name, site)
                        .orElseThrow()
                        .instant())
                .isEqualTo(Instant.parse("2024-07-15T" + utcTime + ":00Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            2024-01-15 9:30 PM                    | 2024-01-15T21:30:00Z
            2024-01-15T09:30:05 AM                | 2024-01-15T09:30:05Z
            2024-01-15 12:05:00 a.m.              | 2024-01-15T00:05:00Z
            2024-01-15 9:30 PM EST                | 2024-01-16T02:30:00Z
            Jan. 15, 2024, 9:30 a.m. ET           | 2024-01-15T14:30:00Z
            January 15, 2024 at 9pm UTC           | 2024-01-15T21:00:00Z
            1/15/2024 8:00:00 PM                  | 2024-01-15T20:00:00Z
            """)
    void readsHalvesOfTheDay(String text, Instant expected) {
        assertThat(instant(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            Mo, 15 Jan 2024 12:00:00 +0100                         | 2024-01-15T11:00:00Z
            Mittwoch, 13. M\u00e4rz 2024, 12:30 Uhr                | 2024-03-13T12:30:00Z
            lun., 15 janv. 2024 12:00:00 +0100                     | 2024-01-15T11:00:00Z
            mar., 12 mar 2024 12:00:00 +0100                       | 2024-03-12T11:00:00Z
            jeudi 1er ao\u00fbt 2024 \u00e0 14h30                  | 2024-08-01T14:30:00Z
            lunes, 15 de enero de 2024, 9:30 p. m.                 | 2024-01-15T21:30:00Z
            segunda-feira, 15 de janeiro de 2024 \u00e0s 14h05     | 2024-01-15T14:05:00Z
            luned\u00ec 15 gennaio 2024, ore 8:15                  | 2024-01-15T08:15:00Z
            maandag 15 januari 2024 om 12:00 uur                   | 2024-01-15T12:00:00Z
            pon., 15 sty 2024 12:00:00 +0100                       | 2024-01-15T11:00:00Z
            pond\u011bl\u00ed 15. ledna 2024 12:00                 | 2024-01-15T12:00:00Z
            \u043f\u043d, 15 \u044f\u043d\u0432 2024 12:00:00 +0300  | 2024-01-15T09:00:00Z
            15 \u043d\u043e\u044f\u0431\u0440\u044f 2024 \u0433. 12:00 | 2024-11-15T12:00:00Z
            15 Kas\u0131m 2024 Cuma 12:00                          | 2024-11-15T12:00:00Z
            2024\u5e741\u670815\u65e5 12:00                        | 2024-01-15T12:00:00Z
            2024\u5e741\u670815\u65e5(\u6708) \u5348\u5f8c3\u66425\u5206 | 2024-01-15T15:05:00Z
            2024\ub144 1\uc6d4 15\uc77c \uc624\ud6c4 3:05          | 2024-01-15T15:05:00Z
            15 th\u00e1ng 1, 2024 10:00                            | 2024-01-15T10:00:00Z
            15.01.2024 12:00                                       | 2024-01-15T12:00:00Z
            15.1.24, 12:00                                         | 2024-01-15T12:00:00Z
            15/01/2024 08:00                                       | 2024-01-15T08:00:00Z
            """)
    void readsLocalizedDates(String text, Instant expected) {
        assertThat(instant(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-01-15,2024-01-15",
        "2024/1/5,2024-01-05",
        "20240115,2024-01-15",
        "2024-015,2024-01-15",
        "2024-W03-1,2024-01-15",
        "15 Jan 2024,2024-01-15",
        "15 Jan 24,2024-01-15",
        "'January 15th, 2024',2024-01-15"
    })
    void dayStartsInDefaultZone(String text, String day) {
        ParsedDate date = DateParser.parse(text, ZoneId.of("America/New_York")).orElseThrow();

        assertThat(date.instant()).isEqualTo(Instant.parse(day + "T05:00:00Z"));
        assertThat(date.precision()).isEqualTo(DatePrecision.DAY);
        assertThat(date.localDay()).isEqualTo(day);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-01-15T09:30:05Z,SECOND",
        "2024-01-15T09:30Z,MINUTE",
        "2024-01-15,DAY",
        "2024-01,MONTH",
        "2024,YEAR"
    })
    void reportsPrecision(String text, DatePrecision precision) {
        assertThat(DateParser.parse(text, ZoneOffset.UTC).orElseThrow().precision())
                .isEqualTo(precision);
    }

    @Test
    void keepsDayOfTheOffset() {
        ParsedDate date =
                DateParser.parse("2024-01-15T00:30:00+02:00", ZoneOffset.UTC).orElseThrow();

        assertThat(date.instant()).isEqualTo(Instant.parse("2024-01-14T22:30:00Z"));
        assertThat(date.localDay()).isEqualTo("2024-01-15");
    }

    @Test
    void usesDefaultZoneOnlyIfTextHasNone() {
        ZoneId paris = ZoneId.of("Europe/Paris");

        assertThat(DateParser.parse("2024-07-15T09:30:00", paris).orElseThrow().instant())
                .isEqualTo(Instant.parse("2024-07-15T07:30:00Z"));
        assertThat(DateParser.parse("2024-07-15T09:30:00Z", paris).orElseThrow().instant())
                .isEqualTo(Instant.parse("2024-07-15T09:30:00Z"));
    }

    @Test
    void languageDecidesOrderOfDayAndMonth() {
        assertThat(DateParser.parse("3/4/2024", ZoneOffset.UTC, DateOrder.of("en-US"))
                        .orElseThrow()
                        .localDay())
                .isEqualTo("2024-03-04");
        assertThat(DateParser.parse("3/4/2024", ZoneOffset.UTC, DateOrder.of("fr"))
                        .orElseThrow()
                        .localDay())
                .isEqualTo("2024-04-03");
        assertThat(DateParser.parse("3/4/2024", ZoneOffset.UTC, DateOrder.of("en")))
                .isEmpty();
    }

    @Test
    void parsesEnglishNamesInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(DateParser.parse("Fri, 15 DECEMBER 2023 09:30:05 GMT", ZoneOffset.UTC))
                    .isPresent();
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "3 hours ago",
                "2024-13-01",
                "2024-02-30T00:00:00Z",
                "2024-01-15T25:00:00Z",
                "01/02/2024",
                "99999999999999999999",
                "Mon, 32 Jan 2024 00:00:00 GMT",
                "12",
                "-",
                "T",
                ":",
                "{\"date\":1}",
                "Mon, 15 Jan 2024 09:30:05 XYZ",
                "Mon, 15 Jan 2024 09:30:05 Standard Time",
                "Mon, 15 Jan 2024 09:30:05 +9900",
                "2024-01-15T09:30:05+25:00",
                "2024-01-15T09:30:05 foo",
                "2024-01-15T09:30:05[Europe/Nowhere]",
                "2024-01-15 15:30 AM",
                "Mon, 15 Foo 2024 09:30:05 GMT"
            })
    void treatsUnreadableDatesAsMissing(String text) {
        assertThat(DateParser.parse(text, ZoneOffset.UTC)).isEmpty();
        assertThat(DateParser.parse(null, ZoneOffset.UTC)).isEmpty();
    }

    @Property(tries = 500)
    void parsesDatesFormattedByJava(@ForAll @LongRange(min = 0, max = 4_000_000_000L) long second) {
        Instant instant = Instant.ofEpochSecond(second);
        String mail = DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.ofHours(-5)));

        assertThat(instant(instant.toString())).isEqualTo(instant);
        assertThat(instant(mail)).isEqualTo(instant);
    }

    @Property(tries = 1000)
    void neverThrows(@ForAll String text) {
        assertThat(DateParser.parse(text, ZoneOffset.UTC)).isNotNull();
    }

    private static Instant instant(String text) {
        return DateParser.parse(text, ZoneOffset.UTC).map(ParsedDate::instant).orElse(null);
    }
}
