package io.pulsefeed.article.extract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TextDecoderTest {

    private static final String TEXT = "na\u00efve \u201cquote\u201d \u20ac";
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    @Test
    void byteOrderMarkHasPriority() {
        assertThat(TextDecoder.decode(("\ufeff" + TEXT).getBytes(UTF_8), "text/html; charset=iso-8859-1"))
                .isEqualTo(TEXT);
        assertThat(TextDecoder.decode(("\ufeff" + TEXT).getBytes(UTF_16LE), null))
                .isEqualTo(TEXT);
        assertThat(TextDecoder.decode(("\ufeff" + TEXT).getBytes(UTF_16BE), null))
                .isEqualTo(TEXT);
        assertThat(TextDecoder.decode(("\ufeff" + TEXT).getBytes(Charset.forName("UTF-32BE")), null))
                .isEqualTo(TEXT);
    }

    @Test
    void headerHasPriorityOverDocument() {
        byte[] body = ("<meta charset=utf-8>" + TEXT).getBytes(WINDOWS);

        assertThat(TextDecoder.decode(body, "text/html; Charset=\"windows-1252\""))
                .endsWith(TEXT);
    }

    @Test
    void charsetOfDocumentReplacesDefaultOfServer() {
        byte[] html = ("<meta charset=utf-8>" + TEXT).getBytes(UTF_8);
        byte[] xml = ("<?xml version='1.0' encoding='utf-8'?><p>" + TEXT).getBytes(UTF_8);

        assertThat(TextDecoder.decode(html, "text/html; charset=ISO-8859-1")).endsWith(TEXT);
        assertThat(TextDecoder.decode(xml, "application/rss+xml; charset=windows-1251"))
                .endsWith(TEXT);
    }

    @Test
    void usesCharsetDeclaredInDocument() {
        Charset cyrillic = Charset.forName("windows-1251");
        String text = "\u0411\u0438\u0440\u0436\u0430";

        assertThat(TextDecoder.decode(
                        ("<meta http-equiv=x content='text/html; charset=windows-1251'>" + text).getBytes(cyrillic),
                        null))
                .endsWith(text);
        assertThat(TextDecoder.decode(
                        ("<?xml version='1.0' encoding='windows-1251'?>" + text).getBytes(cyrillic), "text/xml"))
                .endsWith(text);
    }

    @Test
    void ignoresCharsetInScripts() {
        byte[] body = ("<script>var x = 'charset=utf-16'</script>" + TEXT).getBytes(UTF_8);

        assertThat(TextDecoder.decode(body, "text/html")).endsWith(TEXT);
    }

    @Test
    void fallsBackToUtf8ThenWindows1252() {
        assertThat(TextDecoder.decode(TEXT.getBytes(UTF_8), null)).isEqualTo(TEXT);
        assertThat(TextDecoder.decode(TEXT.getBytes(WINDOWS), "text/html; charset=no-such-charset"))
                .isEqualTo(TEXT);
    }

    @Test
    void decodesLatin1AsWindows1252() {
        assertThat(TextDecoder.decode(TEXT.getBytes(WINDOWS), "text/html; charset=ISO-8859-1"))
                .isEqualTo(TEXT);
        assertThat(TextDecoder.decode(TEXT.getBytes(WINDOWS), "text/html; charset=us-ascii"))
                .isEqualTo(TEXT);
    }

    @Test
    void repairsWindows1252Quotes() {
        assertThat(TextDecoder.decode("isn\u0092t \u0093so\u0094".getBytes(UTF_8), "text/html; charset=utf-8"))
                .isEqualTo("isn\u2019t \u201cso\u201d");
    }

    @Test
    void detectsUtf16WithoutByteOrderMark() {
        assertThat(TextDecoder.decode(("<p>" + TEXT).getBytes(UTF_16LE), null)).endsWith(TEXT);
        assertThat(TextDecoder.decode(("<p>" + TEXT).getBytes(UTF_16BE), null)).endsWith(TEXT);
    }

    @Property(tries = 500)
    void neverThrows(@ForAll byte[] body, @ForAll String contentType) {
        assertThat(TextDecoder.decode(body, contentType)).isNotNull();
        assertThat(TextDecoder.decode(new String(body, ISO_8859_1).getBytes(ISO_8859_1), null))
                .isNotNull();
    }
}
