package io.pulsefeed.cli.options;

import java.net.URI;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses the address of an HTTP server, such as {@code http://localhost:9090}. */
public final class HttpUrlConverter implements ITypeConverter<URI> {

    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final int MAX_PORT = 65_535;

    @Override
    public URI convert(String text) {
        try {
            URI url = URI.create(text);
            if (SCHEMES.contains(String.valueOf(url.getScheme()))
                    && url.getHost() != null
                    && url.getPort() <= MAX_PORT) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // Reported below.
        }
        throw new TypeConversionException("'" + text + "' is not a valid URL; use for example http://localhost:9090");
    }
}
