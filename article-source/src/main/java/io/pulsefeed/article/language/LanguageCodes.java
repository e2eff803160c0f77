package io.pulsefeed.article.language;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** ISO 639 codes of the names that pages use for languages: codes of two or three letters, names, and codes of countries. */
final class LanguageCodes {

    private static final Map<String, String> CODES = new HashMap<>();

    static {
        for (Locale locale : Locale.getAvailableLocales()) {
            if (locale.getLanguage().length() == 3) {
                CODES.put(locale.getLanguage(), locale.getLanguage());
            }
        }
        for (String code : Locale.getISOLanguages()) {
            Locale locale = Locale.forLanguageTag(code);
            CODES.put(locale.getISO3Language(), code);
            CODES.put(locale.getDisplayLanguage(Locale.ENGLISH).toLowerCase(Locale.ROOT), code);
            CODES.put(locale.getDisplayLanguage(locale).toLowerCase(Locale.ROOT), code);
            CODES.put(code, code);
        }
        // Bokmal and Nynorsk share a profile.
        put("no", "nb", "nn", "nob", "nno");
        put("he", "iw");
        put("id", "in");
        put("yi", "ji");
        // Older codes of three letters.
        put("de", "ger");
        put("fr", "fre");
        put("zh", "chi");
        put("cs", "cze", "cz");
        put("nl", "dut");
        put("el", "gre", "gr");
        put("fa", "per");
        put("ro", "rum");
        put("sk", "slo");
        // Countries, which are a common mistake.
        put("ja", "jp");
        put("zh", "cn", "hk");
        put("uk", "ua");
        put("da", "dk");
        put("vi", "vn");
        put("en", "us", "gb");
        CODES.keySet().removeAll(Set.of("und", "mul", "zxx"));
    }

    private LanguageCodes() {}

    private static void put(String code, String... names) {
        for (String name : names) {
            CODES.put(name, code);
        }
    }

    /** @return null if {@code name} is not that of a language */
    static @Nullable String find(String name) {
        return CODES.get(name.toLowerCase(Locale.ROOT));
    }
}
