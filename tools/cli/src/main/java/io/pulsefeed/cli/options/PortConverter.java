package io.pulsefeed.cli.options;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses a TCP port. */
public final class PortConverter implements ITypeConverter<Integer> {

    private static final int MAX_PORT = 65_535;

    /** Parses a TCP port, or 0 for none. */
    public static final class OrNone implements ITypeConverter<Integer> {

        @Override
        public Integer convert(String text) {
            return parse(text, 0);
        }
    }

    @Override
    public Integer convert(String text) {
        return parse(text, 1);
    }

    private static int parse(String text, int min) {
        if (text.matches("\\d{1,5}")) {
            int port = Integer.parseInt(text);
            if (port >= min && port <= MAX_PORT) {
                return port;
            }
        }
        throw new TypeConversionException("'" + text + "' is not a valid port; use " + min + " to " + MAX_PORT);
    }
}
