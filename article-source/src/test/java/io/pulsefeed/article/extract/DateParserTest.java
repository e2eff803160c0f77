package io.pulsefeed.article.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
            Mon, 15 Jan 2024 09:30:05 XYZ          | 2024-01-15T09:30:05Z
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
        assertThat(DateParser.parse("  " + text + " ", ZoneOffset.UTC))
                .contains(new DateParser.Parsed(expected, false));
    }

    @ParameterizedTest
    @CsvSource({
        "2024-01-15,2024-01-15",
        "2024/1/5,2024-01-05",
        "20240115,2024-01-15",
        "2024-015,2024-01-15",
        "2024-01,2024-01-01",
        "15 Jan 2024,2024-01-15",
        "'January 15th, 2024',2024-01-15"
    })
    void dayStartsInDefaultZone(String text, String day) {
        ZoneId newYork = ZoneId.of("America/New_York");

        assertThat(DateParser.parse(text, newYork))
                .contains(new DateParser.Parsed(Instant.parse(day + "T05:00:00Z"), true));
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
                "2024-01-15T",
                "{\"date\":1}"
            })
    void rejectsInvalidDates(String text) {
        assertThat(DateParser.parse(text, ZoneOffset.UTC)).isEmpty();
        assertThat(DateParser.parse(null, ZoneOffset.UTC)).isEmpty();
    }

    @Property(tries = 500)
    void parsesDatesFormattedByJava(@ForAll @LongRange(min = 0, max = 4_000_000_000L) long second) {
        Instant instant = Instant.ofEpochSecond(second);
        String mail =
                java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.ofHours(-5)));

        assertThat(DateParser.parse(instant.toString(), ZoneOffset.UTC)
                        .orElseThrow()
                        .instant())
                .isEqualTo(instant);
        assertThat(DateParser.parse(mail, ZoneOffset.UTC).orElseThrow().instant())
                .isEqualTo(instant);
    }

    @Property(tries = 1000)
    void neverThrows(@ForAll String text) {
        assertThat(DateParser.parse(text, ZoneOffset.UTC)).isNotNull();
    }
}
