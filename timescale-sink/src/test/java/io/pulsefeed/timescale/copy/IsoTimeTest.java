package io.pulsefeed.timescale.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimeTest {

    private static final long FIRST_SECOND = -62_167_219_200L;
    private static final long LAST_SECOND = 253_402_300_799L;

    @Provide
    Arbitrary<LocalDateTime> times() {
        return Arbitraries.longs().between(FIRST_SECOND, LAST_SECOND).flatMap(second -> Arbitraries.integers()
                .between(0, 999_999_999)
                .map(nano -> LocalDateTime.ofEpochSecond(second, nano, ZoneOffset.UTC)));
    }

    @Property
    void readsWhatJavaTimeFormats(
            @ForAll("times") LocalDateTime time, @ForAll @IntRange(min = -64_800, max = 64_800) int offsetSeconds) {
        OffsetDateTime zoned = time.atOffset(ZoneOffset.ofTotalSeconds(offsetSeconds));
        assertThat(micros(DateTimeFormatter.ISO_DATE_TIME.format(zoned))).isEqualTo(rounded(zoned.toInstant()));
        assertThat(micros(DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time)))
                .isEqualTo(rounded(time.toInstant(ZoneOffset.UTC)));
        assertThat(micros(DateTimeFormatter.ISO_LOCAL_DATE.format(time)))
                .isEqualTo(rounded(time.toLocalDate().atStartOfDay().toInstant(ZoneOffset.UTC)));
        String minutes = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSSSSxx")
                .format(time.atOffset(ZoneOffset.ofTotalSeconds(offsetSeconds / 60 * 60)));
        assertThat(micros(minutes))
                .isEqualTo(rounded(OffsetDateTime.of(time, ZoneOffset.ofTotalSeconds(offsetSeconds / 60 * 60))
                        .toInstant()));
    }

    @Property
    void acceptsTheDaysOfTheCalendarOnly(
            @ForAll @IntRange(min = 0, max = 9999) int year,
            @ForAll @IntRange(min = 0, max = 13) int month,
            @ForAll @IntRange(min = 0, max = 32) int day) {
        String text = String.format("%04d-%02d-%02d", year, month, day);
        long expected;
        try {
            expected = LocalDate.parse(text).toEpochDay();
        } catch (DateTimeException e) {
            expected = IsoTime.UNKNOWN;
        }
        assertThat(IsoTime.epochDay(text.toCharArray(), 0, 10)).isEqualTo(expected);
    }

    @Property
    void readsTextAsJavaTimeOrAsPostgresNotation(@ForAll("almostTimes") String text) {
        Long expected = null;
        try {
            expected = rounded(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            // The text is not a time, or it is in a notation of PostgreSQL.
        }
        Long actual = null;
        try {
            actual = micros(text);
        } catch (DateTimeException e) {
            // Compared below.
        }
        if (expected != null || actual == null) {
            assertThat(actual).isEqualTo(expected);
        } else {
            assertThat(text)
                    .matches(
                            "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d{0,12})?)?(Z|[+-]\\d\\d(:?\\d\\d(:\\d\\d)?)?)?\\s*");
        }
    }

    @Provide
    Arbitrary<String> almostTimes() {
        return times().flatMap(time -> Arbitraries.integers().between(0, 24).flatMap(at -> Arbitraries.of(
                        '0', '6', '9', '-', ':', '.', 'Z', '+', 'T', ' ', 'x', '\u0663')
                .map(c -> {
                    StringBuilder text = new StringBuilder(
                            DateTimeFormatter.ISO_DATE_TIME.format(time.atOffset(ZoneOffset.ofHours(2))));
                    text.setCharAt(Math.min(at, text.length() - 1), c);
                    return text.toString();
                })));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            2026-11-30 12:00:00.5+00,          2026-11-30T12:00:00.500Z
            2026-11-30 12:00:00+0200,          2026-11-30T10:00:00Z
            2026-11-30 12:00:00+05:30,         2026-11-30T06:30:00Z
            2026-11-30T12:00:00.123456789012Z, 2026-11-30T12:00:00.123457Z
            2016-12-31T23:59:60.25Z,           2017-01-01T00:00:00.250Z
            +12026-01-01T00:00:00Z,            +12026-01-01T00:00:00Z
            -0044-03-15T12:00:00Z,             -0044-03-15T12:00:00Z
            """)
    void readsOtherNotations(String text, Instant expected) {
        assertThat(micros(text)).isEqualTo(rounded(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026",
                "2026-11-30T",
                "2026-11-30T12",
                "2026-11-30T12:0",
                "2026-11-30T12:00:0",
                "2026-11-30T24:00:00Z",
                "2026-11-30T12:60:00Z",
                "2026-11-30T12:00:61Z",
                "2026-11-30T12:00:00+",
                "2026-11-30T12:00:00+1",
                "2026-11-30T12:00:00+19",
                "2026-11-30T12:00:00+02:60",
                "2026-11-30T12:00:00+02:00:0",
                "2026-11-30T12:00:00ZZ",
                "2026-11-30T12:00:00.1234567890123Z",
                "2026-11-30 12:00:00 BC",
                "2026-11-30T12:00.5Z",
                "infinity"
            })
    void rejectsTextThatIsNotATime(String text) {
        assertThatThrownBy(() -> micros(text)).isInstanceOf(DateTimeException.class);
    }

    @Test
    void readsOnlyTheGivenCharacters() {
        char[] text = "x2026-11-30T12:00:00Z9".toCharArray();
        assertThat(IsoTime.epochMicros(text, 1, 20)).isEqualTo(rounded(Instant.parse("2026-11-30T12:00:00Z")));
    }

    @Property
    void roundsHalfAwayFromZero(@ForAll long value) {
        assertThat(Rounding.halfAwayFromZero(value, 1000))
                .isEqualTo(BigDecimal.valueOf(value, 3)
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValue());
    }

    private static long micros(String text) {
        return IsoTime.epochMicros(text.toCharArray(), 0, text.length());
    }

    private static long rounded(Instant instant) {
        return BigDecimal.valueOf(instant.getEpochSecond())
                .add(BigDecimal.valueOf(instant.getNano(), 9))
                .movePointRight(6)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }
}
