package io.pulsefeed.article.date;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words next to a visible date that tell which date it is, in the most common languages of {@link DateWords}. */
final class DateLabels {

    /** Whole words, as regular expressions. */
    private static final List<String> PUBLISHED_WORDS = List.of(
            "published",
            "posted",
            "submitted",
            "written",
            "publi\u00e9e?s?",
            "mis en ligne",
            "mise en ligne",
            "publicad[oa]",
            "pubblicat[oa]",
            "ver\u00f6ffentlicht",
            "erschienen",
            "erstellt",
            "eingestellt",
            "geplaatst",
            "gepubliceerd",
            "opublikowan[oa]",
            "dodan[oa]",
            "data publikacji",
            "publicerad",
            "publiceret",
            "udgivet",
            "publisert",
            "julkaistu",
            "zve\u0159ejn\u011bno",
            "publikov\u00e1no",
            "yay\u0131nlanma",
            "\u043e\u043f\u0443\u0431\u043b\u0438\u043a\u043e\u0432\u0430\u043d\\p{L}*",
            "\u043e\u043f\u0443\u0431\u043b\u0456\u043a\u043e\u0432\u0430\u043d\\p{L}*",
            "(?:date|datum|fecha|data)(?=\\s?:)");

    private static final List<String> UPDATED_WORDS = List.of(
            "updated?",
            "last (?:modified|edited|changed|update)",
            "modified",
            "edited",
            "revised",
            "aktualisiert",
            "ge\u00e4ndert",
            "letzte (?:\u00e4nderung|aktualisierung|bearbeitung)",
            "stand(?=\\s?:)",
            "mise? \u00e0 jour",
            "modifi\u00e9e?",
            "actualizad[oa]",
            "modificad[oa]",
            "aggiornat[oa]",
            "modificat[oa]",
            "atualizad[oa]",
            "bijgewerkt",
            "gewijzigd",
            "zaktualizowan[oa]",
            "aktualizov\u00e1no",
            "uppdaterad",
            "opdateret",
            "oppdatert",
            "p\u00e4ivitetty",
            "g\u00fcncelle\\p{L}*",
            "\u043e\u0431\u043d\u043e\u0432\u043b\u0435\u043d\\p{L}*",
            "\u043e\u043d\u043e\u0432\u043b\u0435\u043d\\p{L}*");

    /** Also precedes the time of the last change. */
    private static final Pattern BY = words(List.of("by"), "(?!)");

    private static final Pattern PUBLISHED = words(
            PUBLISHED_WORDS,
            "\u53d1\u5e03|\u767c\u5e03|\u516c\u958b|\u6295\u7a3f|\u63b2\u8f09|\uc785\ub825|\ub4f1\ub85d");
    private static final Pattern UPDATED = words(UPDATED_WORDS, "\u66f4\u65b0|\u4fee\u6539|\uc218\uc815");

    private DateLabels() {}

    /** @param ideographs words of languages without spaces */
    private static Pattern words(List<String> words, String ideographs) {
        return Pattern.compile(
                "(?<!\\p{L})(?:" + String.join("|", words) + ")(?!\\p{L})|" + ideographs,
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    static boolean isPublished(String text) {
        return PUBLISHED.matcher(text).find()
                || BY.matcher(text).find() && !UPDATED.matcher(text).find();
    }

    /** The end of the label of the publication date, if that of the last change precedes it; otherwise 0. */
    static int publishedAfterUpdated(String text) {
        Matcher updated = UPDATED.matcher(text);
        Matcher published = PUBLISHED.matcher(text);
        return updated.find() && published.find() && published.start() > updated.end() ? published.end() : 0;
    }

    /** False if the text has both labels: the publication date is usually the first one. */
    static boolean isUpdated(String text) {
        return UPDATED.matcher(text).find() && !PUBLISHED.matcher(text).find();
    }
}
