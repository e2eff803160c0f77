package io.pulsefeed.article.extract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CharsetsTest {

    /** Characters that the named charset does not have, but the one that pages mean. */
    @ParameterizedTest
    @CsvSource({
        "gb2312,GBK,\u9555\u9b43",
        "gbk,GB18030,\u9555\u20ac",
        "big5,Big5-HKSCS,\u5497",
        "shift_jis,windows-31j,\u2460\u9ad9",
        "euc-kr,x-windows-949,\ub620\ubc29\uac01\ud558",
        "iso-8859-1,windows-1252,\u20ac\u2019",
        "latin1,windows-1252,\u20ac\u2019",
        "iso-8859-9,windows-1254,\u20ac\u015f",
        "tis-620,x-windows-874,\u20ac\u0e01",
        "iso-8859-8-i,ISO-8859-8,\u05d0\u05d1"
    })
    void decodesTheCharsetThatPagesMean(String label, Charset charset, String text) {
        byte[] body = ("<meta charset=" + label + "><p>" + text).getBytes(charset);

        assertThat(TextDecoder.decode(body, "text/html")).endsWith("<p>" + text);
        assertThat(TextDecoder.decode(body, "text/html; charset=" + label)).endsWith("<p>" + text);
    }

    @Test
    void unknownLabelIsIgnored() {
        assertThat(Charsets.find("no-such-charset")).isNull();
        assertThat(Charsets.find("..")).isNull();
    }

    @Test
    void textOfWindows1252DeclaredAsUtf8IsRead() {
        byte[] body = "caf\u00e9 \u201cquote\u201d \u20ac".getBytes(Charset.forName("windows-1252"));

        assertThat(TextDecoder.decode(body, "text/html; charset=utf-8"))
                .isEqualTo("caf\u00e9 \u201cquote\u201d \u20ac");
    }

    @Test
    void singleBytesOfAnotherCharsetDoNotDamageUtf8() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("\u00e9\u00e8\u00ea\u00e0 \u00e9\u00e8\u00ea\u00e0 ".getBytes(UTF_8));
        body.writeBytes("\u201ca\u201d \u00e9".getBytes(Charset.forName("windows-1252")));
        String expected = "\u00e9\u00e8\u00ea\u00e0 \u00e9\u00e8\u00ea\u00e0 \u201ca\u201d \ufffd";

        assertThat(TextDecoder.decode(body.toByteArray(), "text/html; charset=utf-8"))
                .isEqualTo(expected);
        assertThat(TextDecoder.decode("\u00e9\u00e8 \u20ac".getBytes(UTF_8), "text/html; charset=us-ascii"))
                .as("too short to contradict the declaration")
                .isNotEqualTo("\u00e9\u00e8 \u20ac");
    }
}
