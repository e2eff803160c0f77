package io.pulsefeed.article.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.brotli.dec.BrotliInputStream;
import org.jspecify.annotations.Nullable;

/** Content codings that are decoded. Only gzip is requested; some servers send others anyway. */
enum ContentCoding {
    IDENTITY,
    GZIP,
    DEFLATE,
    BR;

    private static final int ZLIB_METHOD = 8;

    /**
     * The coding of a response.
     *
     * @param header the {@code Content-Encoding}; {@code aws-chunked} is removed by the server but sometimes still named
     * @return empty if the body cannot be decoded, for example {@code zstd}, or several codings
     */
    static Optional<ContentCoding> of(@Nullable String header) {
        ContentCoding coding = IDENTITY;
        for (String name :
                (header == null ? "" : header).toLowerCase(Locale.ROOT).split(",")) {
            ContentCoding next =
                    switch (name.strip()) {
                        case "", "identity", "aws-chunked", "utf-8", "none" -> IDENTITY;
                        case "gzip", "x-gzip" -> GZIP;
                        case "deflate" -> DEFLATE;
                        case "br" -> BR;
                        default -> null;
                    };
            if (next == null || next != IDENTITY && coding != IDENTITY) {
                return Optional.empty();
            }
            coding = next == IDENTITY ? coding : next;
        }
        return Optional.of(coding);
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    InputStream decode(InputStream in, int bufferSize) throws IOException {
        return switch (this) {
            case IDENTITY -> in;
            case GZIP -> new GZIPInputStream(in, bufferSize);
            case DEFLATE -> inflate(in, bufferSize);
            case BR -> new BrotliInputStream(in, bufferSize);
        };
    }

    /** RFC 9110 requires the zlib format, but some servers send the raw one. */
    private static InputStream inflate(InputStream in, int bufferSize) throws IOException {
        PushbackInputStream raw = new PushbackInputStream(in, 1);
        int first = raw.read();
        if (first >= 0) {
            raw.unread(first);
        }
        boolean isZlib = (first & 0x0F) == ZLIB_METHOD && (first & 0x80) == 0;
        return new InflaterInputStream(raw, new Inflater(!isZlib), bufferSize);
    }
}
