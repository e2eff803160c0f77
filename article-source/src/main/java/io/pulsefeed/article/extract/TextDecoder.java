package io.pulsefeed.article.extract;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the bytes of a page or feed. Charset detection, in this order: byte order mark, HTTP charset, XML prolog or HTML meta
 * tag, UTF-8 if the bytes are valid, windows-1252. A declaration is ignored if the bytes contradict it: if they are clearly UTF-8, or
 * declared as UTF-8 without a single valid character beyond ASCII.
 */
public final class TextDecoder {

    private static final int XML_WINDOW = 1024;
    /** The window of the HTML standard, which is enough for most pages. */
    private static final int FIRST_META_WINDOW = 1024;
    /** More than the HTML standard asks for; browsers read on until the end of the head, too. */
    private static final int META_WINDOW = 1 << 16;
    /** Text in another charset almost never has this many valid UTF-8 sequences and no invalid one. */
    private static final int MIN_UTF8_SEQUENCES = 8;

    private static final Pattern CHARSET_PARAMETER =
            Pattern.compile("charset\\s{0,8}=\\s{0,8}[\"']?([A-Za-z0-9_.:-]{1,40})", Pattern.CASE_INSENSITIVE);
    private static final Pattern XML_ENCODING =
            Pattern.compile("<\\?xml[^>]{0,200}?encoding\\s{0,8}=\\s{0,8}[\"']([A-Za-z0-9_.:-]{1,40})");

    private TextDecoder() {}

    /**
     * Decodes {@code body}. Invalid bytes become U+FFFD; U+0080..U+009F are decoded as windows-1252.
     *
     * @param contentType the HTTP header
     */
    public static String decode(byte[] body, @Nullable String contentType) {
        int bom = bomLength(body);
        if (bom > 0) {
            Charset charset = bomCharset(body);
            return repairControls(new String(body, bom, body.length - bom, charset));
        }
        @Nullable Charset wide = utf16WithoutBom(body);
        @Nullable Charset header = find(CHARSET_PARAMETER, contentType == null ? "" : contentType);
        boolean isWideHeader = header != null && Charsets.isWide(header);
        if (wide != null && (header == null || isWideHeader)) {
            return repairControls(new String(body, wide));
        }
        @Nullable Charset document = documentCharset(body);
        return header == null || isWideHeader && startsWithAscii(body)
                ? decode(body, document, null)
                : decode(body, header, document);
    }

    /**
     * @param declared null if the charset is unknown
     * @param other used if {@code declared} is not that of the text
     */
    private static String decode(byte[] body, @Nullable Charset declared, @Nullable Charset other) {
        if (declared != null && !declared.equals(StandardCharsets.UTF_8)) {
            // Servers add a default charset to the header; the document is then right.
            int minSequences = StandardCharsets.UTF_8.equals(other) ? 1 : MIN_UTF8_SEQUENCES;
            boolean isUtf8 = !Charsets.isWide(declared) && isUtf8(body, minSequences);
            return repairControls(new String(body, isUtf8 ? StandardCharsets.UTF_8 : declared));
        }
        Utf8 utf8 = Utf8.decode(body);
        if (declared == null ? utf8.isProbable() : utf8.isPlausible()) {
            return repairControls(utf8.text());
        }
        Charset fallback = other == null || other.equals(StandardCharsets.UTF_8) ? Charsets.WINDOWS_1252 : other;
        return repairControls(new String(body, fallback));
    }

    private static boolean startsWithAscii(byte[] body) {
        return body.length > 3 && body[0] > 0 && body[1] > 0 && body[2] > 0 && body[3] > 0;
    }

    private static int bomLength(byte[] b) {
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

    private static Charset bomCharset(byte[] b) {
        return switch (bomLength(b)) {
            case 3 -> StandardCharsets.UTF_8;
            case 4 -> Charset.forName(b[0] == 0 ? "UTF-32BE" : "UTF-32LE");
            default -> b[0] == (byte) 0xFE ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
        };
    }

    /** The charset of the XML prolog or of a meta tag. */
    private static @Nullable Charset documentCharset(byte[] body) {
        @Nullable Charset charset = find(XML_ENCODING, ascii(body, XML_WINDOW));
        if (charset == null) {
            charset = find(CHARSET_PARAMETER, metaTags(ascii(body, FIRST_META_WINDOW)));
            charset = charset == null ? find(CHARSET_PARAMETER, metaTags(ascii(body, META_WINDOW))) : charset;
        }
        // A UTF-16 declaration that is readable as ASCII is wrong (HTML standard, section 13.2.3.3).
        return charset != null && Charsets.isWide(charset) ? StandardCharsets.UTF_8 : charset;
    }

    private static String ascii(byte[] body, int length) {
        return new String(body, 0, Math.min(body.length, length), StandardCharsets.ISO_8859_1);
    }

    private static boolean isUtf8(byte[] body, int minSequences) {
        int sequences = 0;
        for (byte b : body) {
            sequences += (b & 0xC0) == 0xC0 ? 1 : 0;
        }
        return sequences >= minSequences && Utf8.decode(body).isValid();
    }

    /** Detects {@code <?} or {@code <h} in UTF-16 by the NUL bytes. */
    private static @Nullable Charset utf16WithoutBom(byte[] b) {
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
        int limit = lower.indexOf("<body");
        for (int at = lower.indexOf("<meta");
                at >= 0 && (limit < 0 || at < limit);
                at = lower.indexOf("<meta", at + 5)) {
            int end = lower.indexOf('>', at);
            tags.append(head, at, end < 0 ? head.length() : end).append('\n');
        }
        return tags.toString();
    }

    private static @Nullable Charset find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Charsets.find(matcher.group(1)) : null;
    }

    /** Replaces U+0080..U+009F, which numeric character references can contain, by their windows-1252 characters. */
    public static String repairControls(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80 && c <= 0x9F) {
                if (out == null) {
                    out = new StringBuilder(text);
                }
                String meant = new String(new byte[] {(byte) c}, Charsets.WINDOWS_1252);
                out.setCharAt(i, meant.charAt(0));
            }
        }
        return out == null ? text : out.toString();
    }
}
