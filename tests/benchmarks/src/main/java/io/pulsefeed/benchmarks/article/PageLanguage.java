package io.pulsefeed.benchmarks.article;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The language of a saved page, for results by language: the declared one, or the one with the most function words. */
final class PageLanguage {

    static final String UNKNOWN = "und";

    private static final Pattern DECLARED =
            Pattern.compile("<html[^>]{0,500}\\blang\\s?=\\s?[\"']?([A-Za-z]{2,3})", Pattern.CASE_INSENSITIVE);
    private static final Pattern WORD = Pattern.compile("(?U)\\b\\p{L}{2,6}\\b");
    private static final int MIN_WORDS = 20;

    private static final Map<String, Set<String>> FUNCTION_WORDS = new LinkedHashMap<>();

    static {
        FUNCTION_WORDS.put("en", Set.of("the", "and", "that", "with", "this", "from", "have", "which", "was", "for"));
        FUNCTION_WORDS.put("de", Set.of("der", "und", "das", "nicht", "mit", "auch", "eine", "ist", "sich", "von"));
        FUNCTION_WORDS.put("fr", Set.of("les", "des", "une", "dans", "est", "pour", "qui", "avec", "sur", "cette"));
        FUNCTION_WORDS.put("es", Set.of("los", "las", "del", "una", "por", "para", "con", "como", "pero", "esta"));
        FUNCTION_WORDS.put("pl", Set.of("nie", "jest", "oraz", "przez", "się", "tego", "jako", "przy", "ich", "dla"));
        FUNCTION_WORDS.put("it", Set.of("che", "della", "sono", "nel", "alla", "anche", "gli", "dei", "questo", "per"));
    }

    private PageLanguage() {}

    static String of(String html) {
        Matcher declared = DECLARED.matcher(html);
        if (declared.find()) {
            return declared.group(1).toLowerCase(Locale.ROOT);
        }
        Matcher words = WORD.matcher(html.toLowerCase(Locale.ROOT));
        Map<String, Integer> counts = new LinkedHashMap<>();
        while (words.find()) {
            FUNCTION_WORDS.forEach((language, list) -> {
                if (list.contains(words.group())) {
                    counts.merge(language, 1, Integer::sum);
                }
            });
        }
        return counts.entrySet().stream()
                .filter(count -> count.getValue() >= MIN_WORDS)
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(UNKNOWN);
    }
}
