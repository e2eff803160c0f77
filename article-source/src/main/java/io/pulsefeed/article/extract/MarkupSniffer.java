package io.pulsefeed.article.extract;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Distinguishes HTML pages from PDFs, images and videos behind article links. */
final class MarkupSniffer {

    private static final int WINDOW = 512;

    private MarkupSniffer() {}

    static boolean isMarkup(byte[] body, @Nullable String contentType) {
        if (body.length == 0 || startsLikePdf(body)) {
            return false;
        }
        String type = contentType == null ? "" : contentType.strip().toLowerCase(Locale.ROOT);
        boolean isTextType = type.contains("html") || type.contains("xml") || type.startsWith("text/");
        return isTextType || (isUnspecified(type) && !looksBinary(body));
    }

    private static boolean isUnspecified(String type) {
        return type.isEmpty()
                || type.startsWith(";")
                || type.startsWith("application/octet-stream")
                || type.indexOf('/') < 0;
    }

    private static boolean startsLikePdf(byte[] body) {
        return body.length > 4 && body[0] == '%' && body[1] == 'P' && body[2] == 'D' && body[3] == 'F';
    }

    /** Detects NUL bytes that do not match UTF-16, and control characters. */
    private static boolean looksBinary(byte[] body) {
        int length = Math.min(body.length, WINDOW);
        int zeros = 0;
        int controls = 0;
        for (int i = 0; i < length; i++) {
            zeros += body[i] == 0 ? 1 : 0;
            controls += body[i] > 0 && body[i] < 9 || body[i] >= 14 && body[i] < 27 ? 1 : 0;
        }
        boolean utf16 = zeros > length / 3;
        return controls > length / 20 || (zeros > 2 && !utf16);
    }
}
