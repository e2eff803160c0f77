package io.pulsefeed.article.extract;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns the bytes of a page or feed into text: byte order mark, HTTP charset, XML prolog or HTML meta in the first 1,024
 * bytes, UTF-8 when it decodes cleanly, windows-1252.
 */
public final class TextDecoder {

    private static final int DECLARATION_WINDOW = 1024;
    private static final Pattern CHARSET_PARAMETER =
            Pattern.compile("charset\\s{0,8}=\\s{0,8}[\"']?([A-Za-z0-9_.:-]{1,40})", Pattern.CASE_INSENSITIVE);
    private static final Pattern XML_ENCODING =
            Pattern.compile("<\\?xml[^>]{0,200}?encoding\\s{0,8}=\\s{0,8}[\"']([A-Za-z0-9_.:-]{1,40})");
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private TextDecoder() {}

    /**
     * @param contentType the HTTP header, or null
     * @return never null; bytes that the charset does not know become U+FFFD, and U+0080..U+009F, which no text means,
     *     are read as windows-1252
     */
    public static String decode(byte[] body, String contentType) {
        int mark = markLength(body);
        Charset charset = mark > 0 ? markedCharset(body) : declaredCharset(body, contentType);
        if (mark > 0 || charset != null) {
            return repairControls(decode(body, mark, charset));
        }
        try {
            return repairControls(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(body))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return repairControls(decode(body, 0, WINDOWS_1252));
        }
    }

    private static String decode(byte[] body, int from, Charset charset) {
        return new String(body, from, body.length - from, charset);
    }

    private static int markLength(byte[] b) {
        if (b.length >= 3 && b[0] == (byte) 0xEF && b[1] == (byte) 0xBB && b[2] == (byte) 0xBF) {
            return 3;
        }
        if (b.length >= 4 && b[0] == 0 && b[1] == 0 && b[2] == (byte) 0xFE && b[3] == (byte) 0xFF) {
            return 4;
        }
        if (b.length >= 2 && b[0] == (byte) 0xFF && b[1] == (byte) 0xFE) {
            return b.length >= 4 && b[2] == 0 && b[3] == 0 ? 4 : 2;
        }
        return b.length >= 2 && b[0] == (byte) 0xFE && b[1] == (byte) 0xFF ? 2 : 0;
    }

    private static Charset markedCharset(byte[] b) {
        return switch (markLength(b)) {
            case 3 -> StandardCharsets.UTF_8;
            case 4 -> Charset.forName(b[0] == 0 ? "UTF-32BE" : "UTF-32LE");
            default -> b[0] == (byte) 0xFE ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
        };
    }

    private static Charset declaredCharset(byte[] body, String contentType) {
        Charset charset = find(CHARSET_PARAMETER, contentType == null ? "" : contentType);
        if (charset != null) {
            return charset;
        }
        Charset wide = unmarkedUtf16(body);
        if (wide != null) {
            return wide;
        }
        String head = new String(body, 0, Math.min(body.length, DECLARATION_WINDOW), StandardCharsets.ISO_8859_1);
        Charset xml = find(XML_ENCODING, head);
        charset = xml != null ? xml : find(CHARSET_PARAMETER, metaTags(head));
        // A declaration that could be read byte by byte is not true when it names a two-byte coding (HTML standard,
        // 13.2.3.3).
        return charset != null && charset.name().startsWith("UTF-16") ? StandardCharsets.UTF_8 : charset;
    }

    /** {@code <?} or {@code <h} in UTF-16 without a mark shows by its zero bytes. */
    private static Charset unmarkedUtf16(byte[] b) {
        if (b.length < 4) {
            return null;
        }
        if (b[0] == '<' && b[1] == 0 && b[2] != 0 && b[3] == 0) {
            return StandardCharsets.UTF_16LE;
        }
        return b[0] == 0 && b[1] == '<' && b[2] == 0 && b[3] != 0 ? StandardCharsets.UTF_16BE : null;
    }

    private static String metaTags(String head) {
        StringBuilder tags = new StringBuilder();
        String lower = head.toLowerCase(Locale.ROOT);
        for (int at = lower.indexOf("<meta"); at >= 0; at = lower.indexOf("<meta", at + 5)) {
            int end = lower.indexOf('>', at);
            tags.append(head, at, end < 0 ? head.length() : end).append('\n');
        }
        return tags.toString();
    }

    private static Charset find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            return null;
        }
        try {
            Charset charset = Charset.forName(matcher.group(1));
            // What calls itself Latin-1 or ASCII is windows-1252 on the web (WHATWG Encoding, 4.2).
            return charset.equals(StandardCharsets.ISO_8859_1) || charset.equals(StandardCharsets.US_ASCII)
                    ? WINDOWS_1252
                    : charset;
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }

    /** Reads U+0080..U+009F, which numeric references bring in as well, as windows-1252. */
    public static String repairControls(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80 && c <= 0x9F) {
                if (out == null) {
                    out = new StringBuilder(text);
                }
                String meant = new String(new byte[] {(byte) c}, WINDOWS_1252);
                out.setCharAt(i, meant.charAt(0));
            }
        }
        return out == null ? text : out.toString();
    }
}
