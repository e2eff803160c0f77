package io.pulsefeed.article.date;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Notations of dates that feeds and pages use without a standard, and texts that only look like a date. */
class DateNotationsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            202401150930                         | 2024-01-15T09:30:00Z
            20240115T0930Z                       | 2024-01-15T09:30:00Z
            978307200000                         | 2001-01-01T00:00:00Z
            1705312800123456                     | 2024-01-15T10:00:00.123456Z
            1705312800123456789                  | 2024-01-15T10:00:00.123456789Z
            /Date(1705312800123)/                | 2024-01-15T10:00:00.123Z
            /Date(1705312800123+0200)/           | 2024-01-15T10:00:00.123Z
            2024-01-15T09:30:05+0530             | 2024-01-15T04:00:05Z
            2024-01-15T9:5:3Z                    | 2024-01-15T09:05:03Z
            2024-01-15T09:30:05 Z                | 2024-01-15T09:30:05Z
            2024-01-15T24:00:00+02:00            | 2024-01-15T22:00:00Z
            2016-12-31T23:59:60.5Z               | 2016-12-31T23:59:59.500Z
            2020-W53-5T08:00Z                    | 2021-01-01T08:00:00Z
            2024-366T12:00:00Z                   | 2024-12-31T12:00:00Z
            Mon Jan 15 09:30:05 CET 2024         | 2024-01-15T08:30:05Z
            Monday 15th of January 2024 09:30 AM | 2024-01-15T09:30:00Z
            15 Jan, 2024 - 09:30 IST             | 2024-01-15T04:00:00Z
            09:30, 15 Jan 2024                   | 2024-01-15T09:30:00Z
            12:00 AM 15 Jan 2024                 | 2024-01-15T00:00:00Z
            15-Jan-24 09:30                      | 2024-01-15T09:30:00Z
            """)
    void readsMachineNotations(String text, Instant expected) {
        assertThat(instant(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            Thu 5 Mar 2026 09.30 GMT                                              | 2026-03-05T09:30:00Z
            5 March 2026 9.30pm                                                   | 2026-03-05T21:30:00Z
            5. M\u00e4rz 2026, 21 Uhr                                             | 2026-03-05T21:00:00Z
            5. M\u00e4rz 2026 um 21.30 Uhr                                        | 2026-03-05T21:30:00Z
            le 5 mars 2026 \u00e0 21 h 30                                         | 2026-03-05T21:30:00Z
            5 mars 2026 \u00e0 9h05                                               | 2026-03-05T09:05:00Z
            5 mars 2026, 21 h                                                     | 2026-03-05T21:00:00Z
            5 de mar\u00e7o de 2026 \u00e0s 21h30min                              | 2026-03-05T21:30:00Z
            5. marts 2026 kl. 21                                                  | 2026-03-05T21:00:00Z
            5. marts 2026 kl. 21.30                                               | 2026-03-05T21:30:00Z
            5 maart 2026 om 9 uur                                                 | 2026-03-05T09:00:00Z
            5 Maret 2026 pukul 21.30 WIB                                          | 2026-03-05T14:30:00Z
            5 \u05d1\u05de\u05e8\u05e5 2026 09:30                                 | 2026-03-05T09:30:00Z
            \u0665 \u0645\u0627\u0631\u0633 \u0662\u0660\u0662\u0666 \u0669:\u0663\u0660 \u0645 | 2026-03-05T21:30:00Z
            5 \u039c\u03b1\u03c1\u03c4\u03af\u03bf\u03c5 2026, 9:30 \u03bc.\u03bc. | 2026-03-05T21:30:00Z
            \u200e3\u200e/\u200e15\u200e/\u200e2026 9:30                           | 2026-03-15T09:30:00Z
            2026\u5e743\u67085\u65e5 \u4e0b\u53489:30                             | 2026-03-05T21:30:00Z
            2026. 3. 5. \uc624\ud6c4 9:30                                         | 2026-03-05T21:30:00Z
            2026.03.05.                                                           | 2026-03-05T00:00:00Z
            2026. m\u00e1rcius 5. 9:30                                            | 2026-03-05T09:30:00Z
            5 \u0e21\u0e35.\u0e04. 2569 \u0e40\u0e27\u0e25\u0e32 09:30 \u0e19.    | 2026-03-05T09:30:00Z
            Th\u1ee9 N\u0103m, 5/3/2026, 09:30 (GMT+7)                            | 2026-03-05T02:30:00Z
            Ch\u1ee7 nh\u1eadt, 5/3/2026 09:30                                    | 2026-03-05T09:30:00Z
            5/3/2569                                                              | 2026-03-05T00:00:00Z
            5. mart 2026. 9:30                                                    | 2026-03-05T09:30:00Z
            15 \u091c\u0928\u0935\u0930\u0940 2026                                | 2026-01-15T00:00:00Z
            """)
    void readsNotationsOfLanguages(String text, Instant expected) {
        assertThat(find(text, DateOrder.DAY_FIRST).map(ParsedDate::instant)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "28 Dec 09:30",
                "Dec 28",
                "28. Dezember, 21 Uhr",
                "28 d\u00e9cembre, 21 h",
                "28. december kl. 21",
                "Dec 28 at 21.30",
                "10-12 Jan",
                "10/12 Jan",
                "10 - 12 Jan",
                "1-3 Jan 2024",
                "10-12 January 2024",
                "Jan 10-12, 2024",
                "Jan 1 - Jan 3, 2024",
                "2024-01-15/2024-01-17",
                "2024-01-15 - 2024-01-17",
                "15/01/2024 - 17/01/2024",
                "2023-366",
                "2024-000",
                "2024-367",
                "2024-999",
                "2021-W53-1",
                "202413150930",
                "20240230",
                "2024-01 12:30",
                "1402/10/25 12:30",
                "in 5 minutes",
                "Q1 2024",
                "2024/25",
                "1.5",
                "10.000"
            })
    void readsNoDateOfIncompleteTextsAndRanges(String text) {
        Optional<ParsedDate> date = DateParser.parse(text, ZoneOffset.UTC);

        assertThat(date.filter(found -> PublishedDate.isOfTheWeb(found.instant())))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
            03/04/2026 | en-US | 2026-03-04
            03/04/2026 | en-GB | 2026-04-03
            03/04/2026 | en-CA | -
            03/04/2026 | en    | -
            13/04/2026 | en-US | 2026-04-13
            03/04/2026 | fr-CA | 2026-04-03
            03-04-26   | nl    | 2026-04-03
            26.04.03   | ko    | 2026-04-03
            26/04/03   | ja-JP | 2026-04-03
            03.04.26   | de    | 2026-04-03
            03/04/2026 | ko    | -
            """)
    void languageDecidesOrderOfNumbers(String text, String language, @Nullable String day) {
        Optional<ParsedDate> date = DateParser.parse(text, ZoneOffset.UTC, DateOrder.of(language));

        assertThat(date.map(found -> found.localDay().toString()).orElse(null)).isEqualTo(day);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
            Published 5 March 2026, updated 7 March 2026        | 2026-03-05
            Updated 7 March 2026. Published 5 March 2026        | 2026-03-05
            Aktualisiert: 7.3.2026 - Ver\u00f6ffentlicht: 5.3.2026 | 2026-03-05
            Updated 3 hours ago                                 | -
            10\u201312 March 2026                               | -
            Event on 10-12 March 2026                           | -
            15 \u091c\u0928\u0935\u0930\u0940 2026 by A         | 2026-01-15
            """)
    void findsPublicationDateInText(String text, @Nullable String day) {
        assertThat(find(text, DateOrder.UNKNOWN)
                        .map(found -> found.localDay().toString())
                        .orElse(null))
                .isEqualTo(day);
    }

    @Test
    void updatedByAnAuthorIsAnUpdate() {
        assertThat(DateLabels.isUpdated("Updated 7 March 2026 by A. Writer")).isTrue();
        assertThat(DateLabels.isPublished("Updated 7 March 2026 by A. Writer")).isFalse();
        assertThat(DateLabels.isPublished("By A. Writer, 7 March 2026")).isTrue();
        assertThat(DateLabels.isUpdated("Published 5 March, updated 7 March")).isFalse();
    }

    @Test
    void ambiguousHourOfTheClockChangeUsesTheFirstOne() {
        assertThat(DateParser.parse("2024-10-27 02:30", ZoneId.of("Europe/Berlin"))
                        .orElseThrow()
                        .instant())
                .isEqualTo("2024-10-27T00:30:00Z");
        assertThat(DateParser.parse("2024-03-31 02:30", ZoneId.of("Europe/Berlin"))
                        .orElseThrow()
                        .instant())
                .isEqualTo("2024-03-31T01:30:00Z");
    }

    private static @Nullable Instant instant(String text) {
        return DateParser.parse(text, ZoneOffset.UTC).map(ParsedDate::instant).orElse(null);
    }

    private static Optional<ParsedDate> find(String text, DateOrder order) {
        return DateText.find(text, ZoneOffset.UTC, order);
    }
}
