package io.pulsefeed.cli.options;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses {@code earliest}, {@code 2026-01-01T00:00:00Z}, or {@code 2026-01-01} as midnight UTC. A time before 1970 is the earliest. */
public final class InstantConverter implements ITypeConverter<Instant> {

    /** The value of {@code earliest}: the start of every topic and table. Sinks reject rows before 1970. */
    public static final Instant EARLIEST = Instant.EPOCH;

    private static final int MAX_YEAR = 9999;

    @Override
    public Instant convert(String text) {
        if (text.equalsIgnoreCase("earliest")) {
            return EARLIEST;
        }
        try {
            OffsetDateTime time = text.length() == "2026-01-01".length()
                    ? LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC)
                    : OffsetDateTime.parse(text);
            if (time.getYear() > MAX_YEAR) {
                throw new TypeConversionException("'" + text + "' is too far in the future");
            }
            return time.toInstant().isBefore(EARLIEST) ? EARLIEST : time.toInstant();
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("'" + text
                    + "' is not a valid time; use earliest, 2026-01-01 or 2026-01-01T08:00:00Z (or +02:00 for Z)");
        }
    }
}
