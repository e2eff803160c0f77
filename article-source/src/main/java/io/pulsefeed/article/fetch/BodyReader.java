package io.pulsefeed.article.fetch;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads a body up to a limit that counts what comes out of decompression, and never more than a block beyond it. */
final class BodyReader {

    private static final int BLOCK = 32 << 10;

    private BodyReader() {}

    /** @param cut true when more was to come */
    record Body(byte[] bytes, boolean cut) {}

    static Body read(InputStream in, boolean gzip, int limit) throws IOException {
        try {
            return read(gzip ? new GZIPInputStream(in, BLOCK) : in, limit);
        } catch (ZipException | EOFException e) {
            throw new IOException("the gzip body is damaged (" + e.getMessage() + ")", e);
        }
    }

    /** Undoes gzip when {@code body} is a gzip file, as with {@code sitemap.xml.gz}. */
    static Body unwrap(byte[] body, int limit) throws IOException {
        boolean gzip = body.length > 2 && body[0] == 0x1F && body[1] == (byte) 0x8B;
        return gzip ? read(new ByteArrayInputStream(body), true, limit) : new Body(body, false);
    }

    private static Body read(InputStream in, int limit) throws IOException {
        List<byte[]> blocks = new ArrayList<>();
        int total = 0;
        while (total < limit) {
            byte[] block = in.readNBytes(Math.min(BLOCK, limit - total));
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
