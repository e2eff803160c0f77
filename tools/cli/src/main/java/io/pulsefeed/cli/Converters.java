package io.pulsefeed.cli;

import io.pulsefeed.cli.options.HttpUrlConverter;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Converters whose messages describe the mistake. Those of picocli have the class name of an exception in their message. */
final class Converters {

    private Converters() {}

    static CommandLine register(CommandLine line) {
        return line.registerConverter(Path.class, Converters::path)
                .registerConverter(Pattern.class, Converters::pattern)
                .registerConverter(Instant.class, Converters::time)
                .registerConverter(InetAddress.class, Converters::address)
                .registerConverter(URI.class, new HttpUrlConverter());
    }

    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new TypeConversionException("'' is not a valid path");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("'" + text + "' is not a valid path: " + e.getReason());
        }
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new TypeConversionException("'" + text + "' is not a valid regular expression: " + e.getDescription()
                    + " near index " + e.getIndex());
        }
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new TypeConversionException(
                    "'" + text + "' is not a valid time; use for example 2026-01-01T08:00:00Z");
        }
    }

    private static InetAddress address(String text) {
        try {
            if (!text.isBlank()) {
                return InetAddress.getByName(text);
            }
        } catch (UnknownHostException e) {
            // Reported below.
        }
        throw new TypeConversionException("'" + text + "' is not an address or the name of a known host");
    }
}
