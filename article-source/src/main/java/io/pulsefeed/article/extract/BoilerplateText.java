package io.pulsefeed.article.extract;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Detects boilerplate lines inside the article text: labels, calls to follow or subscribe, links to other articles. The phrases
 * are not specific to a site and cover several languages.
 */
final class BoilerplateText {

    private static final int MAX_LABEL_LENGTH = 60;
    private static final int MAX_CALL_LENGTH = 400;

    private static final Set<String> LABELS = Set.of(
            "advertisement",
            "advertising",
            "advert",
            "ad",
            "sponsored",
            "sponsored content",
            "story continues below advertisement",
            "article continues below advertisement",
            "story continues",
            "continue reading",
            "read more",
            "share",
            "share this",
            "share this article",
            "share this story",
            "tweet",
            "print",
            "email",
            "comments",
            "comment",
            "leave a comment",
            "loading",
            "back to top",
            "click here",
            "learn more",
            "related",
            "related articles",
            "related stories",
            "related posts",
            "recommended",
            "more",
            "see also",
            "read also",
            "read next",
            "up next",
            "watch",
            "watch now",
            "subscribe",
            "sign up",
            "follow us",
            "close",
            "menu",
            "search",
            "skip",
            "dont miss",
            "most read",
            "most popular",
            "trending",
            "you may also like",
            "you might also like",
            "recommended for you",
            "join the conversation",
            "photo gallery",
            "anzeige",
            "werbung",
            "mehr zum thema",
            "lesen sie auch",
            "teilen",
            "publicité",
            "à lire aussi",
            "lire aussi",
            "partager",
            "publicidad",
            "compartir",
            "lea también",
            "pubblicità",
            "leggi anche",
            "condividi",
            "publicidade",
            "leia também",
            "compartilhar",
            "reklama",
            "реклама",
            "читайте также",
            "поделиться",
            "iklan",
            "baca juga",
            "advertentie",
            "lees ook",
            "reklam",
            "annons",
            "annonse",
            "広告",
            "関連記事",
            "广告",
            "광고");

    private static final List<String> REFERENCES = List.of(
            "read more",
            "read also",
            "also read",
            "see also",
            "related",
            "more",
            "watch",
            "read next",
            "recommended",
            "don't miss",
            "lesen sie auch",
            "à lire aussi",
            "lire aussi",
            "lea también",
            "leia também",
            "leggi anche",
            "baca juga",
            "lees ook",
            "читайте также",
            "关联",
            "see more",
            "view more",
            "must read");

    private static final Pattern CALL = Pattern.compile(
            "^(follow|like|find) (us|me|him|her|them|our|\\w{2,20}) on (twitter|facebook|instagram|x\\b|linkedin|telegram)"
                    + "|^(follow|subscribe to|sign up (for|to)|join|get) (our|the|your) .{0,80}"
                    + "(newsletter|inbox|channel|podcast|twitter|facebook|telegram|instagram|updates|alerts)"
                    + "|^(subscribe|sign up) (now|here|today)\\b"
                    + "|\\bfollow (him|her|them|us|me) on (twitter|facebook|instagram|x\\b|linkedin)"
                    + "|^follow .{1,60} on (twitter|facebook|instagram|telegram)"
                    + "|\\b(subscribe to|sign up (for|to)) (our|the|[\\w.' ’]{2,30}) (daily |weekly |free |morning |email )?"
                    + "(newsletter|podcast|mailing list)s?\\b"
                    + "|^(click|tap) here (to|for) "
                    + "|^(copyright )?(©|\\(c\\)) ?\\d{4}"
                    + "|^all rights reserved"
                    + "|^have a (news )?tip\\?|^got a (news )?tip\\?"
                    + "|^if you (enjoyed|liked) this (article|post|story)"
                    + "|^this (article|story|post) (was )?originally (appeared|published)"
                    + "|^tell us what you think"
                    + "|^(filed under|tags|tagged|categories|posted in|topics)\\s?:",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private BoilerplateText() {}

    static boolean matches(Block paragraph) {
        String text = paragraph.text;
        if (text.length() <= MAX_LABEL_LENGTH && LABELS.contains(lettersOnly(text))) {
            return true;
        }
        if (text.startsWith("<") && text.endsWith(">")) {
            return true;
        }
        return text.length() <= MAX_CALL_LENGTH && CALL.matcher(text).find() || isReference(paragraph);
    }

    /** True for "Related: ..." followed only by a link. */
    private static boolean isReference(Block paragraph) {
        int colon = paragraph.text.indexOf(':');
        if (colon < 0 || colon > 20 || paragraph.linkChars < (paragraph.chars - colon - 1) * 0.8) {
            return false;
        }
        return REFERENCES.contains(paragraph.text.substring(0, colon).strip().toLowerCase(Locale.ROOT));
    }

    private static String lettersOnly(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isLetter(c)) {
                out.append(Character.toLowerCase(c));
            } else if (Character.isWhitespace(c) && out.length() > 0 && out.charAt(out.length() - 1) != ' ') {
                out.append(' ');
            }
        }
        return out.toString().strip();
    }
}
