package io.pulsefeed.cli.mapping;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/** Reads ISO 8601 text to compare it with record timestamps. What the sink makes of a text is decided by the dry run. */
final class IsoText {

    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("yyyy-MM-dd'T'HH:mm[:ss]")
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
            .optionalEnd()
            .appendPattern("[XXXXX][XXX][XX][X]['['VV']']")
            .toFormatter();

    private IsoText() {}

    /** Milliseconds since 1970, in UTC without a zone; null if the text is not a time. */
    static @Nullable Long epochMs(String text, TextForm form) {
        try {
            if (form == TextForm.DATE) {
                return LocalDate.parse(text)
                        .atStartOfDay()
                        .toInstant(ZoneOffset.UTC)
                        .toEpochMilli();
            }
            String normal = text.replaceFirst(" ", "T").replaceFirst("(\\.\\d{9})\\d+", "$1");
            TemporalAccessor parsed = FORMAT.parseBest(normal, Instant::from, LocalDateTime::from);
            return parsed instanceof Instant instant
                    ? instant.toEpochMilli()
                    : ((LocalDateTime) parsed).toInstant(ZoneOffset.UTC).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }
}
