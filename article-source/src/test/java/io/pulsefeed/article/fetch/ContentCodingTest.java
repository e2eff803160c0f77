package io.pulsefeed.article.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentCodingTest {

    private static final byte[] TEXT = "An article. ".repeat(500).getBytes(StandardCharsets.UTF_8);

    private static final String BROTLI_TEXT = "G28X+CUACpjDagGcuME9HgAA";
    private static final String BROTLI_ZEROS =
            "y///P/gnAOKxQCD3/o///3/wTwDEYRGA7v0f////4J8AiMMCAN37P/7//8E/ARCHBQC693/8//+DfwIgDgsAdO//+P"
                    + "//B/8EQBwWAOje//H//w/+CYA4LADQvf/L//8//BMAcVgAoHv/Bw==";

    @ParameterizedTest
    @CsvSource({
        "gzip,GZIP",
        "x-gzip,GZIP",
        "DEFLATE,DEFLATE",
        "br,BR",
        "identity,IDENTITY",
        "'',IDENTITY",
        "aws-chunked,IDENTITY",
        "'aws-chunked, gzip',GZIP"
    })
    void readsHeader(String header, ContentCoding coding) {
        assertThat(ContentCoding.of(header)).contains(coding);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "gzip, gzip", "br, gzip", "compress"})
    void rejectsUnknownCodings(String header) {
        assertThat(ContentCoding.of(header)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void inflatesBothFormatsOfDeflate(boolean raw) throws IOException {
        assertThat(read(deflate(raw), 1 << 20).bytes()).isEqualTo(TEXT);
    }

    @Test
    void limitsDecodedSize() throws IOException {
        BodyReader.Body body = read(deflate(false), 100);

        assertThat(body.truncated()).isTrue();
        assertThat(body.bytes()).hasSize(100);
    }

    @Test
    void decodesBrotli() throws IOException {
        assertThat(brotli(BROTLI_TEXT, 1 << 20).bytes()).isEqualTo(TEXT);
    }

    /** 106 bytes that stand for 64 MiB. */
    @Test
    void limitsDecodedSizeOfBrotli() throws IOException {
        BodyReader.Body body = brotli(BROTLI_ZEROS, 1 << 20);

        assertThat(body.truncated()).isTrue();
        assertThat(body.bytes()).hasSize(1 << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"G28X+CUACpjDagGcuMECHgAA", "G28X+CUACpjDagGc", "PGh0bWw+PGJvZHk+", "", "/////w=="})
    void reportsDamagedBrotli(String body) {
        assertThatThrownBy(() -> brotli(body, 1 << 20)).isInstanceOf(IOException.class);
    }

    private static BodyReader.Body brotli(String body, int limit) throws IOException {
        return BodyReader.read(new ByteArrayInputStream(Base64.getDecoder().decode(body)), ContentCoding.BR, limit);
    }

    private static byte[] deflate(boolean raw) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, new Deflater(6, raw))) {
            out.write(TEXT);
        }
        return bytes.toByteArray();
    }

    private static BodyReader.Body read(byte[] body, int limit) throws IOException {
        return BodyReader.read(new ByteArrayInputStream(body), ContentCoding.DEFLATE, limit);
    }
}
