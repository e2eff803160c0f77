package io.pulsefeed.article.extract;

import java.util.ArrayList;
import java.util.List;

/** Selects the title of an article from the titles of its page, without the name of the site. */
final class PageTitle {

    private static final String[] SEPARATORS = {
        " | ",
        " - ",
        " \u2013 ",
        " \u2014 ",
        " :: ",
        " \u00ab ",
        " \u00bb ",
        " \u2022 ",
        " \u00b7 ",
        " \u203a ",
        " \u2502 ",
        "\uff5c"
    };
    private static final int MIN_NAME_LENGTH = 3;

    private final String siteName;
    private final String host;

    /**
     * @param siteName {@code og:site_name}, or empty
     * @param host host name of the page
     */
    PageTitle(String siteName, String host) {
        this.siteName = BlockFeatures.letters(siteName);
        this.host = BlockFeatures.letters(host);
    }

    /**
     * The first usable one of the titles, in the order of the parameters. Each can be empty.
     *
     * @param openGraph {@code og:title}
     * @param headline the headline of JSON-LD
     * @param headings the {@code h1} elements
     * @param documentTitle the {@code title} element
     */
    String select(String openGraph, String headline, List<String> headings, String documentTitle) {
        String documentTail = BlockFeatures.letters(tail(documentTitle));
        List<String> known = new ArrayList<>(headings);
        known.add(headline);
        List<String> candidates = new ArrayList<>();
        candidates.add(withoutKnownName(openGraph, known));
        candidates.add(headline);
        candidates.addAll(headings);
        for (String candidate : candidates) {
            String letters = BlockFeatures.letters(candidate);
            if (!letters.isEmpty() && !isSiteName(candidate) && !letters.equals(documentTail)) {
                return candidate;
            }
        }
        String title = withoutKnownName(documentTitle, known);
        title = title.equals(documentTitle) ? withoutSiteName(documentTitle) : title;
        return PageMeta.firstOf(title, openGraph, headings.isEmpty() ? "" : headings.get(0));
    }

    /** Removes names of the site at the end and at the start, and any suffix if the rest is a heading of the page. */
    private String withoutKnownName(String title, List<String> headings) {
        String rest = title;
        for (int cut = lastSeparator(rest); cut > 0; cut = lastSeparator(rest)) {
            String head = rest.substring(0, cut).strip();
            boolean isHeading = headings.stream()
                    .anyMatch(heading -> BlockFeatures.letters(heading).equals(BlockFeatures.letters(head)));
            if (isHeading) {
                return isSiteName(head) ? rest : head;
            }
            if (!isSiteName(tail(rest)) || isSiteName(head)) {
                break;
            }
            rest = head;
        }
        int first = firstSeparator(rest);
        boolean hasPrefix = first > 0 && isSiteName(rest.substring(0, first));
        return hasPrefix ? withoutSeparator(rest.substring(first)) : rest;
    }

    /** True for {@code og:site_name}, for a part of the host name such as "Example" of www.example.com, and for a domain name. */
    private boolean isSiteName(String text) {
        String letters = BlockFeatures.letters(text);
        if (letters.isEmpty()) {
            return false;
        }
        String stripped = text.strip();
        int dot = stripped.lastIndexOf('.');
        boolean isDomain = dot > 0
                && dot + 2 < stripped.length()
                && stripped.indexOf(' ') < 0
                && stripped.substring(dot + 1).chars().allMatch(Character::isLetter);
        return letters.equals(siteName) || letters.length() >= MIN_NAME_LENGTH && host.contains(letters) || isDomain;
    }

    /** Removes the text after the last separator ("Headline | Site"), unless it is more than half of the title. */
    static String withoutSiteName(String title) {
        int cut = lastSeparator(title);
        return cut > 0 && cut >= title.length() / 2 ? title.substring(0, cut).strip() : title;
    }

    /** The text after the last separator, or an empty string. */
    private static String tail(String title) {
        int cut = lastSeparator(title);
        return cut < 0 ? "" : withoutSeparator(title.substring(cut));
    }

    private static String withoutSeparator(String text) {
        return text.strip().replaceFirst("^(?:\\S{1,2} |\uff5c)", "").strip();
    }

    private static int lastSeparator(String title) {
        int last = -1;
        for (String separator : SEPARATORS) {
            last = Math.max(last, title.lastIndexOf(separator));
        }
        return last;
    }

    private static int firstSeparator(String title) {
        int first = Integer.MAX_VALUE;
        for (String separator : SEPARATORS) {
            int at = title.indexOf(separator);
            first = at < 0 ? first : Math.min(first, at);
        }
        return first == Integer.MAX_VALUE ? -1 : first;
    }
}
