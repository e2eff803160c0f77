package io.pulsefeed.article.fetch;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lenient URL parsing: normalizes URLs of feeds and pages to ones that {@link URI} accepts. */
public final class Urls {

    private static final int MAX_LENGTH = 2_048;
    private static final String IDNA_DEVIATIONS = "\u00DF\u1E9E\u03C2\u200C\u200D";
    private static final String LEGAL = "-._~:/?#[]@!$&'()*+,;=%";

    private Urls() {}

    /** Empty if {@code text} is not an absolute URL. Scheme and host are converted to lower case; the path is never empty. */
    public static Optional<URI> parse(@Nullable String text) {
        return resolve(null, text);
    }

    /** Resolves {@code reference} against {@code base}. Empty if the result is not an absolute URL. */
    public static Optional<URI> resolve(@Nullable URI base, @Nullable String reference) {
        String text = reference == null ? "" : reference.strip();
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(escape(text));
            if (!uri.isAbsolute()) {
                if (base == null) {
                    return Optional.empty();
                }
                // URI.resolve drops the last path segment for "?x=1" (RFC 2396); RFC 3986 keeps it.
                uri = text.startsWith("?") ? new URI(withoutQuery(base) + escape(text)) : base.resolve(uri);
            }
            return uri.isOpaque() ? Optional.of(uri) : Optional.of(normalize(uri));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Host and port, without the scheme's default port. Rate limits apply per host key. */
    public static String hostKey(URI url) {
        String host = url.getHost();
        return url.getPort() < 0 ? host : host + ":" + url.getPort();
    }

    /** Scheme, host and port: the scope of one robots.txt. */
    public static String origin(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority();
    }

    /** The path with its query, never empty. */
    public static String pathAndQuery(URI url) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    private static String withoutQuery(URI base) {
        String text = base.toString();
        int end = text.indexOf('?') >= 0 ? text.indexOf('?') : text.indexOf('#');
        return end < 0 ? text : text.substring(0, end);
    }

    private static URI normalize(URI uri) throws URISyntaxException {
        URI clean = uri.normalize();
        if (clean.getHost() == null) {
            return clean;
        }
        String scheme = clean.getScheme().toLowerCase(Locale.ROOT);
        String lower = clean.getHost().toLowerCase(Locale.ROOT);
        // The same host: rate limits and robots.txt apply per host.
        String host = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        boolean defaultPort = clean.getPort() < 0
                || clean.getPort() == 80 && scheme.equals("http")
                || clean.getPort() == 443 && scheme.equals("https");
        StringBuilder out = new StringBuilder(scheme).append("://");
        if (clean.getRawUserInfo() != null) {
            out.append(clean.getRawUserInfo()).append('@');
        }
        out.append(host);
        if (!defaultPort) {
            out.append(':').append(clean.getPort());
        }
        String path = clean.getRawPath() == null || clean.getRawPath().isEmpty() ? "/" : clean.getRawPath();
        // Dot segments above the root are removed (RFC 3986, section 5.2.4); URI keeps them.
        while (path.startsWith("/../") || path.equals("/..")) {
            path = path.length() > 3 ? path.substring(3) : "/";
        }
        out.append(path);
        if (clean.getRawQuery() != null) {
            out.append('?').append(clean.getRawQuery());
        }
        if (clean.getRawFragment() != null) {
            out.append('#').append(clean.getRawFragment());
        }
        return new URI(out.toString());
    }

    /** Percent-encodes illegal characters and converts an internationalized host name to ASCII. */
    private static String escape(String text) {
        int authority = text.indexOf("://");
        int hostFrom = text.startsWith("//") ? 2 : authority > 0 && authority < 10 ? authority + 3 : -1;
        int hostTo = hostFrom < 0 ? 0 : endOfAuthority(text, hostFrom);
        StringBuilder out = new StringBuilder(text.length() + 16);
        if (hostFrom >= 0) {
            String host = text.substring(hostFrom, hostTo);
            out.append(text, 0, hostFrom).append(isAscii(host) ? host : ascii(host));
        }
        boolean fragment = false;
        for (int i = hostTo; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            boolean bracket = c == '[' || c == ']';
            boolean secondHash = c == '#' && fragment;
            fragment |= c == '#';
            if (c == '%' && !isEscape(text, i)) {
                out.append("%25");
            } else if (!bracket && !secondHash && c < 128 && (Character.isLetterOrDigit(c) || LEGAL.indexOf(c) >= 0)) {
                out.append((char) c);
            } else if (c != '\n' && c != '\r' && c != '\t') {
                encode(out, c);
            }
        }
        return out.toString();
    }

    /** Java implements IDNA 2003. Characters that IDNA 2008 maps differently are rejected, because browsers use another host. */
    private static String ascii(String host) {
        if (host.indexOf('@') >= 0 || host.chars().anyMatch(c -> IDNA_DEVIATIONS.indexOf(c) >= 0)) {
            throw new IllegalArgumentException("ambiguous internationalized host name");
        }
        return IDN.toASCII(host);
    }

    private static int endOfAuthority(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if ("/?#".indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    private static boolean isEscape(String text, int at) {
        return at + 2 <= text.length() && hex(text.charAt(at)) && hex(text.charAt(at + 1));
    }

    private static boolean hex(char c) {
        return Character.digit(c, 16) >= 0 && c < 128;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    private static void encode(StringBuilder out, int codePoint) {
        for (byte b : new String(Character.toChars(codePoint)).getBytes(StandardCharsets.UTF_8)) {
            out.append('%').append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
        }
    }
}
