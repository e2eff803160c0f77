package io.pulsefeed.article.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Truncated SHA-256 hashes. With 8 bytes, the probability of a collision among 4,000 articles is below 10^-12. */
public final class Hashes {

    private Hashes() {}

    /** The first 8 bytes. */
    public static long of(String text) {
        return ByteBuffer.wrap(sha256(text)).getLong();
    }

    /** The first 12 hexadecimal digits. */
    public static String hex12(String text) {
        return HexFormat.of().formatHex(sha256(text), 0, 6);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }
}
