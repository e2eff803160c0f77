package io.pulsefeed.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code earliest}, {@code 2026-01-01T00:00:00Z} or {@code 2026-01-01}, which means midnight UTC. */
public final class StartTime implements ITypeConverter<Instant> {

    /** Stands for the beginning of every topic. */
    public static final Instant EARLIEST = Instant.MIN;

    @Override
    public Instant convert(String text) {
        if (text.equalsIgnoreCase("earliest")) {
            return EARLIEST;
        }
        try {
            return text.length() == "2026-01-01".length()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : java.time.OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("'" + text
                    + "' is not a point in time; write earliest, 2026-01-01 or 2026-01-01T08:00:00Z (or +02:00 for Z)");
        }
    }
}
