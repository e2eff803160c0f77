package io.pulsefeed.article.date;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Element;

/** Interprets class and id of elements. Caches the result per name, because the names of a page repeat. */
final class ElementNames {

    private static final List<String> PUBLISHED = List.of(
            "publish",
            "pubdate",
            "dateposted",
            "postdate",
            "entrydate",
            "articledate",
            "postedon",
            "datepubli",
            "datecreated",
            "publie",
            "veroeffentlicht");
    private static final List<String> UPDATED =
            List.of("updat", "modif", "lastmod", "lastedit", "revised", "revision", "aktualis", "misajour");
    private static final Set<String> DATED = Set.of(
            "date",
            "datum",
            "fecha",
            "datetime",
            "dateline",
            "time",
            "timeago",
            "timedata",
            "timestamp",
            "posted",
            "byline",
            "created",
            "meta",
            "postmeta",
            "entrymeta",
            "info",
            "infos",
            "submitted",
            "zeit",
            "day");
    private static final Set<String> OUTSIDE = Set.of(
            "comment",
            "comments",
            "commentlist",
            "kommentar",
            "kommentare",
            "related",
            "sidebar",
            "widget",
            "recent",
            "popular",
            "footer",
            "menu",
            "nav",
            "navi",
            "navigation",
            "teaser",
            "teasers",
            "latest",
            "most",
            "recommended",
            "more",
            "trending",
            "similar",
            "archive",
            "archives",
            "calendar",
            "ticker",
            "carousel",
            "slider",
            "newsletter",
            "reply",
            "replies",
            "tweet",
            "tweets",
            "twitter",
            "breaking",
            // The toolbar of the Internet Archive.
            "ipp");
    /** The footer of an entry belongs to the article. */
    private static final Set<String> ENTRY = Set.of("post", "entry", "article");

    private static final String[] OTHER_ATTRIBUTES = {"id", "itemprop", "property"};

    private final Map<String, Meaning> cache = new HashMap<>();

    /**
     * @param published the element contains a publication date
     * @param updated it contains the time of the last change
     * @param dated it contains a date
     * @param outside its content is not part of the article
     */
    record Meaning(boolean published, boolean updated, boolean dated, boolean outside) {

        static final Meaning NONE = new Meaning(false, false, false, false);
    }

    Meaning of(Element element) {
        if (element.attributesSize() == 0) {
            return Meaning.NONE;
        }
        String names = element.attr("class");
        for (String attribute : OTHER_ATTRIBUTES) {
            String value = element.attr(attribute);
            names = value.isEmpty() ? names : names + ' ' + value;
        }
        return names.isEmpty() ? Meaning.NONE : cache.computeIfAbsent(names, ElementNames::read);
    }

    private static Meaning read(String names) {
        StringBuilder letters = new StringBuilder(names.length());
        StringBuilder word = new StringBuilder();
        String previous = "";
        boolean dated = false;
        boolean outside = false;
        for (int i = 0; i <= names.length(); i++) {
            char c = i == names.length() ? ' ' : names.charAt(i);
            boolean isCamel = i > 0 && Character.isUpperCase(c) && Character.isLowerCase(names.charAt(i - 1));
            if ((!Character.isLetter(c) || isCamel) && word.length() > 0) {
                String lower = word.toString().toLowerCase(Locale.ROOT);
                letters.append(lower);
                dated |= DATED.contains(lower) || lower.endsWith("date");
                outside |= OUTSIDE.contains(lower) && !ENTRY.contains(previous);
                previous = Character.isWhitespace(c) ? "" : lower;
                word.setLength(0);
            }
            if (Character.isLetter(c)) {
                word.append(c);
            }
        }
        String all = letters.toString();
        boolean published = PUBLISHED.stream().anyMatch(all::contains);
        return new Meaning(
                published,
                UPDATED.stream().anyMatch(all::contains),
                published || dated,
                outside && !published && !dated);
    }
}
