package io.pulsefeed.cli.options;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses {@code earliest}, {@code 2026-01-01T00:00:00Z}, or {@code 2026-01-01} as midnight UTC. */
public final class InstantConverter implements ITypeConverter<Instant> {

    /** The value of {@code earliest}: the start of every topic. */
    public static final Instant EARLIEST = Instant.MIN;

    @Override
    public Instant convert(String text) {
        if (text.equalsIgnoreCase("earliest")) {
            return EARLIEST;
        }
        try {
            return text.length() == "2026-01-01".length()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("'" + text
                    + "' is not a valid time; use earliest, 2026-01-01 or 2026-01-01T08:00:00Z (or +02:00 for Z)");
        }
    }
}
