package io.pulsefeed.article.extract;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * A text decoded as UTF-8. Invalid bytes that are typographic characters of windows-1252, such as quotes, are decoded as these, because
 * sites copy texts of other sources into their pages. Other invalid bytes become U+FFFD.
 *
 * @param invalid number of invalid bytes or sequences
 */
record Utf8(String text, int invalid) {

    /** Of a text with invalid bytes: most of its characters beyond ASCII must be valid. */
    private static final int MIN_VALID_PER_INVALID = 4;

    static Utf8 decode(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.indexOf('\uFFFD') < 0 ? new Utf8(text, 0) : decodeInvalid(body);
    }

    private static Utf8 decodeInvalid(byte[] body) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(body);
        CharBuffer out = CharBuffer.allocate(body.length + 1);
        int invalid = 0;
        for (CoderResult result = decoder.decode(in, out, true);
                !result.isUnderflow();
                result = decoder.decode(in, out, true)) {
            byte first = in.get(in.position());
            out.put(result.length() == 1 ? typographic(first) : '\uFFFD');
            in.position(in.position() + result.length());
            invalid++;
        }
        return new Utf8(out.flip().toString(), invalid);
    }

    boolean isValid() {
        return invalid == 0;
    }

    /** False if no character beyond ASCII is valid: the text has another charset. */
    boolean isPlausible() {
        return isValid() || validCharacters() > 0;
    }

    /** True for a text in UTF-8 with a few errors. */
    boolean isProbable() {
        return isValid() || validCharacters() >= (long) invalid * MIN_VALID_PER_INVALID;
    }

    private long validCharacters() {
        return text.chars().filter(c -> c >= 0x80).count() - invalid;
    }

    /** Ellipsis, quotes, bullet and dashes. */
    private static char typographic(byte b) {
        int value = b & 0xFF;
        return value == 0x85 || value >= 0x91 && value <= 0x97
                ? new String(new byte[] {b}, Charsets.WINDOWS_1252).charAt(0)
                : '\uFFFD';
    }
}
