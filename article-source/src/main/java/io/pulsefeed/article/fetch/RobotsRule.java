package io.pulsefeed.article.fetch;

import java.nio.charset.StandardCharsets;

/**
 * One path pattern of a robots.txt in two forms. The reference parser compares percent-encoded characters literally; RFC 9309,
 * section 2.2.2, treats {@code %62} and {@code b} as equal. If the two results differ, the stricter one applies.
 *
 * @param written the pattern, percent-encoded where a URL requires it
 * @param decoded the pattern with unreserved characters decoded and all others encoded, except {@code *} and a final {@code $}
 */
record RobotsRule(boolean allow, String written, String decoded) {

    private static final String UNRESERVED = "-._~";
    /** Characters that are always percent-encoded in a URL. */
    private static final String ILLEGAL = "\"<>[]\\^`{|}";

    private static final String DIGITS = "0123456789ABCDEF";

    /** @param path with one character per byte of the file */
    static RobotsRule of(boolean allow, String path) {
        String written = written(path, true);
        String decoded = decoded(written, true);
        return new RobotsRule(allow, written, decoded.equals(written) ? written : decoded);
    }

    /** The path, parameters and query of a URL, extracted as in the reference parser. */
    static String pathOf(String url) {
        int start = url.startsWith("//") ? 2 : 0;
        int early = indexOfAny(url, start);
        int scheme = url.indexOf("://", start);
        int from = scheme < 0 || early >= 0 && early < scheme ? early : indexOfAny(url, scheme + 3);
        int hash = url.indexOf('#', start);
        if (from < 0 || hash >= 0 && hash < from) {
            return "/";
        }
        String path = url.substring(from, hash < 0 ? url.length() : hash);
        return written(path.charAt(0) == '/' ? path : "/" + path, false);
    }

    private static int indexOfAny(String url, int from) {
        for (int i = from; i < url.length(); i++) {
            if ("/?;".indexOf(url.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    /** Whether {@code path} starts with {@code pattern}, or matches it completely if the pattern ends with {@code $}. */
    static boolean matches(String pattern, String path) {
        boolean whole = pattern.endsWith("$");
        int end = whole ? pattern.length() - 1 : pattern.length();
        int at = 0;
        for (int from = 0; ; ) {
            int star = pattern.indexOf('*', from);
            int to = star < 0 ? end : star;
            int length = to - from;
            if (to == end && whole) {
                int last = path.length() - length;
                return last >= at && (from > 0 || last == 0) && path.regionMatches(last, pattern, from, length);
            }
            at = from == 0 ? path.regionMatches(0, pattern, 0, length) ? 0 : -1 : find(path, at, pattern, from, length);
            if (at < 0 || to == end) {
                return at >= 0;
            }
            at += length;
            from = to + 1;
        }
    }

    private static int find(String path, int at, String pattern, int from, int length) {
        for (int i = at; i <= path.length() - length; i++) {
            if (path.regionMatches(i, pattern, from, length)) {
                return i;
            }
        }
        return -1;
    }

    private static String written(String path, boolean encode) {
        StringBuilder out = new StringBuilder(path.length() + 8);
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (isEscape(path, i)) {
                out.append('%').append(Character.toUpperCase(path.charAt(++i)));
                out.append(Character.toUpperCase(path.charAt(++i)));
            } else if (c <= ' ' || ILLEGAL.indexOf(c) >= 0 || c >= 128 && encode) {
                escape(out, c);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** @param pattern false for the path of a URL, where {@code *} and {@code $} are literal characters */
    static String decoded(String written, boolean pattern) {
        String bytes = new String(written.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        StringBuilder out = new StringBuilder(bytes.length() + 8);
        for (int i = 0; i < bytes.length(); i++) {
            char c = bytes.charAt(i);
            if (isEscape(bytes, i)) {
                char meant = (char) Integer.parseInt(bytes, i + 1, i + 3, 16);
                if (isUnreserved(meant)) {
                    out.append(meant);
                } else {
                    out.append(bytes, i, i + 3);
                }
                i += 2;
            } else if (c == '*' && !pattern
                    || c == '$' && !(pattern && i == bytes.length() - 1)
                    || c == '%'
                    || c >= 128) {
                escape(out, c);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean isUnreserved(char c) {
        return c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
    }

    private static void escape(StringBuilder out, char octet) {
        out.append('%').append(DIGITS.charAt(octet >> 4)).append(DIGITS.charAt(octet & 15));
    }

    private static boolean isEscape(String text, int at) {
        return text.charAt(at) == '%'
                && at + 2 < text.length()
                && isHex(text.charAt(at + 1))
                && isHex(text.charAt(at + 2));
    }

    private static boolean isHex(char c) {
        return c < 128 && Character.digit(c, 16) >= 0;
    }
}
