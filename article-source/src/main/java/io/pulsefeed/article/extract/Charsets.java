package io.pulsefeed.article.extract;

import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Charsets by the labels that pages use. Many labels mean a larger charset than their name says (WHATWG Encoding, section 4.2). */
final class Charsets {

    static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private static final Map<String, String> LARGER = Map.ofEntries(
            Map.entry("iso-8859-1", "windows-1252"),
            Map.entry("us-ascii", "windows-1252"),
            Map.entry("iso-8859-9", "windows-1254"),
            Map.entry("iso-8859-11", "x-windows-874"),
            Map.entry("tis-620", "x-windows-874"),
            Map.entry("gb2312", "GB18030"),
            Map.entry("gbk", "GB18030"),
            Map.entry("x-gbk", "GB18030"),
            Map.entry("big5", "Big5-HKSCS"),
            Map.entry("shift_jis", "windows-31j"),
            Map.entry("x-sjis", "windows-31j"),
            Map.entry("euc-kr", "x-windows-949"),
            Map.entry("ks_c_5601-1987", "x-windows-949"),
            Map.entry("iso-8859-8-i", "ISO-8859-8"));

    private Charsets() {}

    /** @return null if {@code label} is unknown */
    static @Nullable Charset find(String label) {
        try {
            String lower = label.toLowerCase(Locale.ROOT);
            Charset charset = Charset.forName(LARGER.getOrDefault(lower, label));
            @Nullable String larger = LARGER.get(charset.name().toLowerCase(Locale.ROOT));
            return larger == null ? charset : Charset.forName(larger);
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }

    /** True for charsets that are not supersets of ASCII. */
    static boolean isWide(Charset charset) {
        return charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32");
    }
}
