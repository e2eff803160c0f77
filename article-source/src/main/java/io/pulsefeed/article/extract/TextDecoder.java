package io.pulsefeed.article.extract;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the bytes of a page or feed. Charset detection, in this order: byte order mark, HTTP charset, XML prolog or HTML meta
 * tag, UTF-8 if the bytes are valid, windows-1252. A meta tag is ignored if the bytes are clearly UTF-8.
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
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private TextDecoder() {}

    /**
     * Decodes {@code body}. Invalid bytes become U+FFFD; U+0080..U+009F are decoded as windows-1252.
     *
     * @param contentType the HTTP header
     */
    public static String decode(byte[] body, @Nullable String contentType) {
        int bom = bomLength(body);
        @Nullable Charset charset = bom > 0 ? bomCharset(body) : declaredCharset(body, contentType);
        if (bom > 0 || charset != null) {
            return repairControls(decode(body, bom, charset));
        }
        try {
            return repairControls(strictUtf8(body));
        } catch (CharacterCodingException invalidUtf8) {
            return repairControls(decode(body, 0, WINDOWS_1252));
        }
    }

    private static String decode(byte[] body, int from, Charset charset) {
        return new String(body, from, body.length - from, charset);
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

    private static @Nullable Charset declaredCharset(byte[] body, @Nullable String contentType) {
        Charset charset = find(CHARSET_PARAMETER, contentType == null ? "" : contentType);
        if (charset != null) {
            return charset;
        }
        Charset wide = utf16WithoutBom(body);
        if (wide != null) {
            return wide;
        }
        Charset xml = find(XML_ENCODING, ascii(body, XML_WINDOW));
        if (xml == null) {
            charset = find(CHARSET_PARAMETER, metaTags(ascii(body, FIRST_META_WINDOW)));
            charset = charset == null ? find(CHARSET_PARAMETER, metaTags(ascii(body, META_WINDOW))) : charset;
            boolean isOther = charset != null && !charset.equals(StandardCharsets.UTF_8);
            charset = isOther && isClearlyUtf8(body) ? StandardCharsets.UTF_8 : charset;
        } else {
            charset = xml;
        }
        // A UTF-16 declaration that is readable as ASCII is wrong (HTML standard, section 13.2.3.3).
        return charset != null && charset.name().startsWith("UTF-16") ? StandardCharsets.UTF_8 : charset;
    }

    private static String ascii(byte[] body, int length) {
        return new String(body, 0, Math.min(body.length, length), StandardCharsets.ISO_8859_1);
    }

    private static boolean isClearlyUtf8(byte[] body) {
        int sequences = 0;
        for (byte b : body) {
            sequences += (b & 0xC0) == 0xC0 ? 1 : 0;
        }
        if (sequences < MIN_UTF8_SEQUENCES) {
            return false;
        }
        try {
            strictUtf8(body);
            return true;
        } catch (CharacterCodingException other) {
            return false;
        }
    }

    private static String strictUtf8(byte[] body) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(body))
                .toString();
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
        if (!matcher.find()) {
            return null;
        }
        try {
            Charset charset = Charset.forName(matcher.group(1));
            // On the web, Latin-1 and ASCII labels mean windows-1252 (WHATWG Encoding, section 4.2).
            return charset.equals(StandardCharsets.ISO_8859_1) || charset.equals(StandardCharsets.US_ASCII)
                    ? WINDOWS_1252
                    : charset;
        } catch (IllegalArgumentException unknown) {
            return null;
        }
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
                String meant = new String(new byte[] {(byte) c}, WINDOWS_1252);
                out.setCharAt(i, meant.charAt(0));
            }
        }
        return out == null ? text : out.toString();
    }
}
