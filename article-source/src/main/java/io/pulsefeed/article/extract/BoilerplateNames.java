package io.pulsefeed.article.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Element;

/** Detects boilerplate elements (navigation, sharing, comments, ...) from their class, id and role. */
final class BoilerplateNames {

    /** Typical boilerplate name, which some sites also use for the article container. */
    static final int LIKELY = 1;
    /** Boilerplate name that is not used for article containers. */
    static final int SURE = 2;

    /** Name of an image container. */
    static final int IMAGE = 4;

    private static final Set<String> SURE_WORDS = Set.of(
            "comment",
            "comments",
            "disqus",
            "respond",
            "footer",
            "popup",
            "modal",
            "cookie",
            "cookies",
            "consent",
            "gdpr",
            "sidebar",
            "related",
            "newsletter",
            "nav",
            "navbar",
            "recommended",
            "taboola",
            "outbrain",
            "rules",
            "cta",
            "livefyre",
            "commentlist");

    private static final Set<String> LIKELY_WORDS = Set.of(
            "share",
            "sharing",
            "sharebar",
            "sharedaddy",
            "social",
            "socials",
            "addthis",
            "addtoany",
            "sharethis",
            "relatedposts",
            "recirc",
            "recirculation",
            "recommendations",
            "recommends",
            "trending",
            "popular",
            "newsletters",
            "subscribe",
            "subscription",
            "signup",
            "optin",
            "mailchimp",
            "promo",
            "promos",
            "promotion",
            "promoted",
            "sponsor",
            "sponsored",
            "advert",
            "advertisement",
            "advertising",
            "ad",
            "ads",
            "adsense",
            "banner",
            "breadcrumb",
            "breadcrumbs",
            "navigation",
            "menu",
            "overlay",
            "login",
            "register",
            "paywall",
            "byline",
            "bylines",
            "author",
            "authors",
            "bio",
            "tags",
            "taglist",
            "tagcloud",
            "caption",
            "credit",
            "credits",
            "copyright",
            "pagination",
            "pager",
            "toolbar",
            "tools",
            "widget",
            "widgets",
            "teaser",
            "teasers",
            "masthead",
            "timestamp",
            "dateline",
            "rating",
            "ratings",
            "poll",
            "skip",
            "noprint",
            "hidden",
            "hide",
            "disclaimer",
            "gallery",
            "slideshow",
            "carousel",
            "player",
            "toc",
            "print");

    /** Elements that are shown on hover. */
    private static final Set<String> FLOATING_WORDS =
            Set.of("tooltip", "tooltiptext", "rollover", "popover", "flyout", "dropdown", "hovercard");

    private static final Set<String> IMAGE_WORDS = Set.of(
            "image",
            "images",
            "img",
            "imgtop",
            "photo",
            "photos",
            "picture",
            "pic",
            "figure",
            "thumb",
            "thumbnail",
            "media",
            "wp");

    /** In a name such as {@code content-with-sidebar}, the words describe neighboring elements. */
    private static final Set<String> NEIGHBOR_WORDS = Set.of("with", "has", "no");

    /** In {@code content-sidebar-wrap} and {@code main-nav}, the boilerplate word is ambiguous. */
    private static final Set<String> CONTENT_WORDS = Set.of("content", "main", "article", "page", "body", "story");

    /** An embedded social network post is part of the article. */
    private static final Set<String> NETWORK_WORDS = Set.of("social", "related");

    private static final List<String> PHRASES = List.of(
            "read more",
            "more from",
            "more on",
            "also like",
            "see also",
            "read also",
            "up next",
            "next up",
            "sign up",
            "most read",
            "most viewed",
            "latest news",
            "post meta",
            "entry meta",
            "article meta",
            "post tags",
            "you may",
            "table of contents",
            "jump to",
            "follow us",
            "around the web",
            "call to action");

    private static final Set<String> ROLES =
            Set.of("navigation", "complementary", "dialog", "contentinfo", "banner", "search");

    private BoilerplateNames() {}

    /** @return the bitwise OR of {@link #LIKELY}, {@link #SURE} and {@link #IMAGE}, or 0 */
    static int classify(Element element) {
        if (element.attributesSize() == 0) {
            return 0;
        }
        int flags = ROLES.contains(element.attr("role")) ? LIKELY : 0;
        String names = element.className();
        // WordPress adds the tags and categories of an article to its class names.
        if (!names.isEmpty() && !names.contains("hentry")) {
            flags |= classifyNames(names);
        }
        String id = element.id();
        return id.isEmpty() ? flags : flags | classifyNames(id);
    }

    private static int classifyNames(String names) {
        int flags = 0;
        for (String name : names.split(" ")) {
            flags |= classifyName(words(name));
        }
        return flags;
    }

    private static int classifyName(List<String> words) {
        int flags = 0;
        boolean embed = false;
        int sure = SURE | LIKELY;
        for (String word : words) {
            if (NEIGHBOR_WORDS.contains(word)) {
                return 0;
            }
            embed |= word.equals("embed");
            sure = CONTENT_WORDS.contains(word) ? LIKELY : sure;
        }
        for (String word : words) {
            if (embed && NETWORK_WORDS.contains(word)) {
                continue;
            }
            if (SURE_WORDS.contains(word)) {
                flags |= sure;
            } else if (LIKELY_WORDS.contains(word) || FLOATING_WORDS.contains(word)) {
                flags |= LIKELY;
            }
            if (IMAGE_WORDS.contains(word)) {
                flags |= IMAGE;
            }
        }
        return words.size() > 1 && hasPhrase(words) ? flags | LIKELY : flags;
    }

    private static boolean hasPhrase(List<String> words) {
        String whole = ' ' + String.join(" ", words) + ' ';
        for (String phrase : PHRASES) {
            int at = whole.indexOf(phrase);
            if (at > 0 && whole.charAt(at - 1) == ' ' && whole.charAt(at + phrase.length()) == ' ') {
                return true;
            }
        }
        return false;
    }

    /** For inline elements, only hidden elements and elements shown on hover are boilerplate. */
    static boolean isFloating(Element element) {
        if (element.attributesSize() == 0) {
            return false;
        }
        if (isHidden(element)) {
            return true;
        }
        String names = element.className();
        return !names.isEmpty() && words(names).stream().anyMatch(FLOATING_WORDS::contains);
    }

    static boolean isHidden(Element element) {
        if (element.attributesSize() == 0) {
            return false;
        }
        if (element.hasAttr("hidden") || element.attr("aria-hidden").equals("true")) {
            return true;
        }
        String style = element.attr("style");
        if (style.isEmpty()) {
            return false;
        }
        String plain = style.replace(" ", "").toLowerCase(Locale.ROOT);
        return plain.contains("display:none") || plain.contains("visibility:hidden");
    }

    /** Splits {@code articleBody-wrapper_2} into article, body, wrapper, 2. */
    static List<String> words(String name) {
        List<String> words = new ArrayList<>(4);
        int start = 0;
        for (int i = 1; i <= name.length(); i++) {
            boolean edge = i == name.length()
                    || !Character.isLetterOrDigit(name.charAt(i))
                    || (Character.isUpperCase(name.charAt(i)) && Character.isLowerCase(name.charAt(i - 1)));
            if (edge) {
                int from = start;
                while (from < i && !Character.isLetterOrDigit(name.charAt(from))) {
                    from++;
                }
                if (from < i) {
                    words.add(name.substring(from, i).toLowerCase(Locale.ROOT));
                }
                start = i;
            }
        }
        return words;
    }
}
