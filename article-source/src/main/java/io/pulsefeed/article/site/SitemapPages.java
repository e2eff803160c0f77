package io.pulsefeed.article.site;

import io.pulsefeed.article.date.ArticleDate;
import io.pulsefeed.article.extract.ExtractedArticle;
import io.pulsefeed.article.extract.PageKind;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells articles from the other pages that a sitemap lists: sections, tags, authors, and pages about the site. */
final class SitemapPages {

    private static final int MIN_TEXT_LENGTH = 250;
    private static final char FIRST_HANGUL = '\uac00';
    private static final char LAST_HANGUL = '\ud7a3';

    private static final Pattern OTHER_PATH = Pattern.compile(
            "(?i)/?|.*/(?:tags?|topics?|categor(?:y|ies)|sections?|authors?|people|team|search|page/\\d+|archives?|subscribe|newsletters?)"
                    + "(?:/.*)?|(?:/[a-z]{2}(?:-[a-z]{2})?)?/(?:about(?:-us)?|contact(?:-us)?|imprint|impressum|privacy(?:-policy)?|terms.*"
                    + "|legal|cookies?(?:-policy)?|faq|help|jobs|careers|advertise.*|login|register|sitemap|home|index\\.\\w+)/?");

    private SitemapPages() {}

    /** In Latin letters: an ideograph stands for several. */
    private static int length(String text) {
        int ideographs = (int) text.chars().filter(Character::isIdeographic).count();
        int syllables = (int)
                text.chars().filter(c -> c >= FIRST_HANGUL && c <= LAST_HANGUL).count();
        return text.length() + (ideographs + syllables) * 2;
    }

    static boolean isArticle(ExtractedArticle page, URI url) {
        if (page.kind() == PageKind.ARTICLE) {
            return true;
        }
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        boolean isOther = OTHER_PATH.matcher(path).matches() && url.getRawQuery() == null;
        String text = page.text() == null ? "" : page.text();
        @Nullable ArticleDate date = page.date();
        return !isOther
                && length(text) >= MIN_TEXT_LENGTH
                && (date != null || page.kind() == PageKind.OPEN_GRAPH_ARTICLE);
    }
}
