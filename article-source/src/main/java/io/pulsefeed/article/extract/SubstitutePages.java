package io.pulsefeed.article.extract;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;

/** Detects pages that servers return with status 200 instead of an article: bot challenges, consent pages, and "page not found". */
final class SubstitutePages {

    /** They have less text than this. */
    private static final int MAX_TEXT = 1_500;
    /** Of a challenge with a longer title, which can also be that of an article: "Consent rules for exchanges". */
    private static final int MAX_TEXT_OF_LONG_TITLE = 500;

    private static final int MAX_FURTHER_WORDS = 2;
    private static final int MAX_CHALLENGE_PAGE = 50_000;
    private static final int MAX_CHALLENGE_PARAGRAPHS = 5;
    private static final int MAX_TITLE_OF_MISSING = 80;

    private static final List<String> CHALLENGE_TITLES = List.of(
            "just a moment",
            "attention required",
            "access denied",
            "are you a robot",
            "verify you are human",
            "please wait",
            "checking your browser",
            "ddos-guard",
            "pardon our interruption",
            "security check",
            "captcha",
            "bot verification",
            "before you continue",
            "cookie consent",
            "consent",
            "we value your privacy",
            "your privacy choices");

    private static final List<String> CHALLENGE_MARKERS = List.of(
            "cf-challenge",
            "challenge-platform",
            "cf_chl_",
            "g-recaptcha",
            "h-captcha",
            "hcaptcha",
            "px-captcha",
            "captcha-delivery",
            "_incapsula_resource",
            "cf-turnstile");

    private static final Pattern MISSING_TITLE = Pattern.compile(
            "(?:error |http )?404(?!\\w).*|.*\\b404 (?:error|not found)\\b.*|.*(?:"
                    + "\\b(?:page|article|story|content|file) (?:was |is |could |can)?(?:not be|not|no longer)"
                    + " (?:found|available|exists?)\\b"
                    + "|\\bpage (?:doesn't|does not) exist\\b"
                    + "|\\bseite (?:wurde )?nicht gefunden\\b|\\bpage (?:introuvable|non trouv\u00e9e)|\\bp\u00e1gina no encontrada\\b"
                    + "|\\bp\u00e1gina n\u00e3o encontrada\\b|\\bpagina non trovata\\b|\\bpagina niet gevonden\\b"
                    + "|\\bnie znaleziono strony\\b|\\bsayfa bulunamad|\\bhalaman tidak ditemukan\\b"
                    + "|\u0441\u0442\u0440\u0430\u043d\u0438\u0446\u0430 \u043d\u0435 \u043d\u0430\u0439\u0434\u0435\u043d\u0430"
                    + "|\u30da\u30fc\u30b8\u304c\u898b\u3064\u304b\u308a\u307e\u305b\u3093|\u9875\u9762\u4e0d\u5b58\u5728"
                    + "|\u627e\u4e0d\u5230\u9875\u9762|\u9801\u9762\u4e0d\u5b58\u5728|\u627e\u4e0d\u5230\u9801\u9762"
                    + "|\ud398\uc774\uc9c0\ub97c \ucc3e\uc744 \uc218 \uc5c6).*",
            Pattern.UNICODE_CHARACTER_CLASS);

    private SubstitutePages() {}

    /** @return null if the page can be an article */
    static @Nullable TextSource find(Document document, String html, PageMeta meta) {
        if (meta.kind() != PageKind.OTHER) {
            return null;
        }
        String title = document.title().strip().toLowerCase(Locale.ROOT).replace('\u2019', '\'');
        boolean isMarked = isChallengeTitle(title) || hasChallengeMarker(document, html);
        String heading = meta.headings.isEmpty() ? "" : meta.headings.get(0).toLowerCase(Locale.ROOT);
        boolean isMissing = isMissingTitle(title) || isMissingTitle(heading.replace('\u2019', '\''));
        if (!isMarked && !isMissing) {
            return null;
        }
        int textLength = document.body().text().length();
        int limit = isMarked && !isShortChallengeTitle(title) && !hasChallengeMarker(document, html)
                ? MAX_TEXT_OF_LONG_TITLE
                : MAX_TEXT;
        if (textLength >= limit) {
            return null;
        }
        return isMarked ? TextSource.CHALLENGE : TextSource.MISSING;
    }

    /** True for the title of a page that does not exist. */
    static boolean isMissingTitle(String title) {
        return title.length() <= MAX_TITLE_OF_MISSING
                && MISSING_TITLE.matcher(title).matches();
    }

    private static boolean isChallengeTitle(String title) {
        return CHALLENGE_TITLES.stream().anyMatch(title::startsWith);
    }

    private static boolean isShortChallengeTitle(String title) {
        String head = title.split(" [|\u2013\u2014-] ", 2)[0];
        return CHALLENGE_TITLES.stream()
                .anyMatch(known -> head.startsWith(known) && words(head) <= words(known) + MAX_FURTHER_WORDS);
    }

    private static int words(String text) {
        return text.split("\\s+").length;
    }

    private static boolean hasChallengeMarker(Document document, String html) {
        return html.length() < MAX_CHALLENGE_PAGE
                && document.select("p").size() < MAX_CHALLENGE_PARAGRAPHS
                && CHALLENGE_MARKERS.stream().anyMatch(html::contains);
    }
}
