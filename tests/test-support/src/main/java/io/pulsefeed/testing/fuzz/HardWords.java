package io.pulsefeed.testing.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Syntax and values that are difficult for parsers of any format. */
final class HardWords {

    private static final List<String> TEXTS = List.of(
            "\u0000",
            "\uFFFF",
            "\uFFFE",
            "\uFEFF",
            "\u0091",
            "\u0130",
            "\u0660",
            "\u00ad\u200b",
            "\ud83d\ude80",
            "\n",
            "\r",
            "\t",
            " ",
            ",",
            ".",
            ":",
            ";",
            "=",
            "-",
            "/",
            "\\",
            "\"",
            "'",
            "{",
            "}",
            "[",
            "]",
            "{}",
            "[]",
            "\"\"",
            "\\u0000",
            "\\ud800",
            "\"a\":",
            "%00",
            "null",
            "true",
            "NaN",
            "Infinity",
            "0",
            "-0",
            "-1",
            "1",
            "0.1",
            "00",
            "65536",
            "2147483648",
            "-2147483649",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "18446744073709551616",
            "99999999999999999999999999999999999999999",
            "1e5",
            "1E400",
            "1e-400",
            "1e99999",
            "1e999999999",
            "-1e-999999999",
            "1e99999999999",
            "2026-07-07T23:59:60.9999999Z",
            "-999999999-01-01T00:00:00Z",
            "+999999999-12-31T23:59:59Z",
            "0000-00-00");

    /** Bytes that are not UTF-8: an unpaired surrogate, an overlong NUL, a byte that never occurs, a truncated character. */
    private static final List<byte[]> NOT_UTF8 = List.of(
            new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            new byte[] {(byte) 0xC0, (byte) 0x80},
            new byte[] {(byte) 0xFF},
            new byte[] {(byte) 0xF0, (byte) 0x9F});

    static final List<byte[]> ALL = all();

    private HardWords() {}

    private static List<byte[]> all() {
        List<byte[]> words = new ArrayList<>(NOT_UTF8);
        TEXTS.forEach(text -> words.add(text.getBytes(StandardCharsets.UTF_8)));
        return List.copyOf(words);
    }
}
