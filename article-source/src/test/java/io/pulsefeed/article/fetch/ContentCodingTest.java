package io.pulsefeed.article.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentCodingTest {

    private static final byte[] TEXT = "An article. ".repeat(500).getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @CsvSource({
        "gzip,GZIP",
        "x-gzip,GZIP",
        "DEFLATE,DEFLATE",
        "identity,IDENTITY",
        "'',IDENTITY",
        "aws-chunked,IDENTITY",
        "'aws-chunked, gzip',GZIP"
    })
    void readsHeader(String header, ContentCoding coding) {
        assertThat(ContentCoding.of(header)).contains(coding);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "gzip, gzip", "compress"})
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
