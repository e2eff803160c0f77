package io.pulsefeed.article.fetch;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;

/** Reads a response body up to a limit, counted after decompression. */
final class BodyReader {

    private static final int BLOCK_SIZE = 32 << 10;

    private BodyReader() {}

    /** @param truncated true if the body is longer than the limit */
    record Body(byte[] bytes, boolean truncated) {}

    static Body read(InputStream in, ContentCoding coding, int limit) throws IOException {
        try {
            return read(coding.decode(in, BLOCK_SIZE), limit);
        } catch (ZipException | EOFException e) {
            throw new IOException("invalid " + coding.label() + " body (" + e.getMessage() + ")", e);
        }
    }

    /** Decompresses {@code body} if it is a gzip file, such as {@code sitemap.xml.gz}. */
    static Body gunzip(byte[] body, int limit) throws IOException {
        boolean gzip = body.length > 2 && body[0] == 0x1F && body[1] == (byte) 0x8B;
        return gzip ? read(new ByteArrayInputStream(body), ContentCoding.GZIP, limit) : new Body(body, false);
    }

    private static Body read(InputStream in, int limit) throws IOException {
        List<byte[]> blocks = new ArrayList<>();
        int total = 0;
        while (total < limit) {
            byte[] block = in.readNBytes(Math.min(BLOCK_SIZE, limit - total));
            if (block.length == 0) {
                return new Body(join(blocks, total), false);
            }
            blocks.add(block);
            total += block.length;
        }
        return new Body(join(blocks, total), in.read() >= 0);
    }

    private static byte[] join(List<byte[]> blocks, int total) {
        byte[] all = new byte[total];
        int at = 0;
        for (byte[] block : blocks) {
            System.arraycopy(block, 0, all, at, block.length);
            at += block.length;
        }
        return all;
    }
}
