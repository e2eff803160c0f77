package io.pulsefeed.article.extract;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jsoup.nodes.Element;

/** What class and id names say about a box, in the languages of most news sites. One name can be of several kinds. */
enum NameKind {
    CONTENT,
    COMMENT,
    SHARE,
    RELATED,
    NAVIGATION,
    FOOTER,
    ADVERT,
    BYLINE,
    IMAGE,
    SUBSCRIBE,
    SIDE,
    OVERLAY,
    HEADER,
    LEAD,
    TAGS,
    EMBED,
    /** An unambiguous name of furniture, without a word for content or embedded posts in the same name. */
    FURNITURE;

    private static final Set<String> UNAMBIGUOUS = Set.of(
            ("comment comments commentlist disqus respond kommentar kommentare comentarios commentaires commenti komentarze"
                            + " footer sidebar related relatedposts recommended recommendations taboola outbrain trending newsletter"
                            + " nav navbar navigation menu breadcrumb breadcrumbs pagination cookie cookies consent gdpr popup modal"
                            + " share sharing social teaser teasers widget advert advertisement advertising ad ads adsense banner werbung"
                            + " anzeige publicidad promo signup subscribe subscription login register paywall tags tagcloud author bio"
                            + " byline cta sponsored caption credit masthead")
                    .split(" "));

    /** In {@code content-with-sidebar}, the words after these describe neighboring boxes. */
    private static final Set<String> NEIGHBOR_WORDS = Set.of("with", "has", "no");

    private static final int MIN_STEM_WORD = 7;

    /** Results by the names of an element, which the pages of a site repeat. */
    private static final Map<String, Integer> RECENT = new ConcurrentHashMap<>();

    private static final int MAX_RECENT = 5_000;
    private static final int MAX_RECENT_LENGTH = 100;

    /** Whole words of names. */
    private static final Map<String, Integer> WORDS = new HashMap<>();
    /** Parts of words that are too long to occur by chance. */
    private static final Map<String, Integer> STEMS = new LinkedHashMap<>();

    static {
        words(
                CONTENT,
                "article content entry post story body text main page artikel beitrag inhalt nota noticia cuerpo"
                        + " contenido corps texte contenu artykul tresc articolo testo corpo texto richtext markdown prose paragraph"
                        + " paragraphs copy single blog editorial detail fulltext postcontent entrycontent rte");
        words(
                COMMENT,
                "comment comments reply replies respond response responses discussion disqus kommentar kommentare"
                        + " comentario comentarios commentaire commentaires commenti komentarz komentarze comentarii reacties reaktionen"
                        + " livefyre leserbriefe forum thread threads guestbook");
        words(
                SHARE,
                "share sharing shares sharebar social socials addthis addtoany sharethis sharedaddy teilen compartir"
                        + " partager condividi udostepnij compartilhar facebook twitter whatsapp pinterest follow shariff likes like");
        words(
                RELATED,
                "related relatedposts recommended recommendation recommendations recirc recirculation more similar"
                        + " also popular trending outbrain taboola teaser teasers plista next prev previous latest recent most see"
                        + " promo promos relacionadas relacionados relacionada verwandt verwandte aehnliche empfehlung empfehlungen"
                        + " lesen mehr voir lire aussi leggi powiazane podobne interesar archive archiv upnext crosslinks suggestions"
                        + " feed loop list grid cards card topstories widgets read");
        words(
                NAVIGATION,
                "nav navbar navigation menu menus breadcrumb breadcrumbs toc pager pagination skip tabs tab sitemap"
                        + " subnav topnav links linklist toolbar tools sections");
        words(FOOTER, "footer foot copyright imprint impressum colophon bottom legal disclaimer credits");
        words(
                ADVERT,
                "ad ads adv advert adverts advertisement advertising adsense sponsor sponsored sponsors banner banners"
                        + " anzeige anzeigen werbung publicidad pub publicite reklama dfp affiliate promotion promoted commercial gpt");
        words(
                BYLINE,
                "byline bylines author authors autor autoren auteur autore date dateline time timestamp meta published"
                        + " bio avatar profile info posted writer vcard datum fecha postmeta details infos reporter contributor");
        words(
                IMAGE,
                "caption captions credit image images img photo photos picture pic pics figure gallery slideshow carousel"
                        + " media bild bilder bildunterschrift foto fotos galerie galeria video videos player thumb thumbnail legend"
                        + " legende copyright slider swiper epigrafe");
        words(
                SUBSCRIBE,
                "newsletter newsletters subscribe subscription signup paywall login register optin abo mailchimp"
                        + " donate donation membership cta piano premium gate regwall account user signin support abonnement");
        words(
                SIDE,
                "sidebar aside widget rail right left column col box infobox secondary margin sticky factbox panel"
                        + " callout pullquote side marginal kasten module");
        words(
                OVERLAY,
                "cookie cookies consent gdpr popup modal overlay dialog alert notice warning browser tooltip dropdown"
                        + " lightbox flyout popover hidden hide noprint print offscreen sr invisible message error");
        words(HEADER, "header head masthead top hero logo brand title headline heading kopf titel kicker branding");
        words(
                LEAD,
                "lead intro summary standfirst subtitle deck dek abstract vorspann excerpt description subhead"
                        + " subheadline teasertext chapo chapeau bajada entradilla sommario lede subtitulo copete zajawka");
        words(
                TAGS,
                "tag tags taglist tagcloud keywords keyword categories category topics topic schlagworte etiquetas rubrik");
        words(EMBED, "embed embedded tweet quote blockquote instagram bq oembed");
        stems(CONTENT, "article content entrytext posttext storybody artikel beitrag");
        stems(COMMENT, "comment kommentar comentari");
        stems(SHARE, "sharing socialmedia");
        stems(RELATED, "related recommend trending teaser");
        stems(NAVIGATION, "navigation breadcrumb");
        stems(FOOTER, "footer copyright");
        stems(ADVERT, "advert sponsor");
        stems(BYLINE, "author byline");
        stems(IMAGE, "caption gallery slideshow");
        stems(SUBSCRIBE, "newsletter subscri paywall");
        stems(SIDE, "sidebar");
        stems(OVERLAY, "cookie consent");
    }

    private static void words(NameKind kind, String words) {
        for (String word : words.split(" ")) {
            WORDS.merge(word, kind.bit(), (one, other) -> one | other);
        }
    }

    private static void stems(NameKind kind, String stems) {
        for (String stem : stems.split(" ")) {
            STEMS.merge(stem, kind.bit(), (one, other) -> one | other);
        }
    }

    int bit() {
        return 1 << ordinal();
    }

    /** The {@link #bit()}s of all kinds of the names of {@code element}. */
    static int of(Element element) {
        if (element.attributesSize() == 0) {
            return 0;
        }
        return ofNames(element.className()) | ofNames(element.id());
    }

    private static int ofNames(String names) {
        if (names.isEmpty()) {
            return 0;
        }
        Integer known = RECENT.get(names);
        if (known != null) {
            return known;
        }
        int kinds = 0;
        for (String name : names.split(" ")) {
            kinds |= ofName(BoilerplateNames.words(name));
        }
        return remember(names, kinds);
    }

    private static int ofName(List<String> words) {
        int kinds = 0;
        boolean isFurniture = false;
        for (String word : words) {
            if (NEIGHBOR_WORDS.contains(word)) {
                return 0;
            }
            kinds |= ofWord(word);
            isFurniture |= UNAMBIGUOUS.contains(word);
        }
        return isFurniture && (kinds & (CONTENT.bit() | EMBED.bit())) == 0 ? kinds | FURNITURE.bit() : kinds;
    }

    private static int ofWord(String word) {
        int kinds = WORDS.getOrDefault(word, 0);
        if (kinds != 0 || word.length() < MIN_STEM_WORD) {
            return kinds;
        }
        kinds = 0;
        for (Map.Entry<String, Integer> stem : STEMS.entrySet()) {
            kinds |= word.contains(stem.getKey()) ? stem.getValue() : 0;
        }
        return kinds;
    }

    private static int remember(String names, int kinds) {
        if (names.length() <= MAX_RECENT_LENGTH && RECENT.size() < MAX_RECENT) {
            RECENT.put(names, kinds);
        }
        return kinds;
    }
}
