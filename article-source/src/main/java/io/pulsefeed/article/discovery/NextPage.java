package io.pulsefeed.article.discovery;

import io.pulsefeed.article.fetch.Urls;
import io.pulsefeed.article.record.CanonicalUrl;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * Finds the next page of an article that is split over several pages. A link counts if it is labeled as the next page, and its URL is that
 * of the first page with the number of the page: {@code rel=next} alone often leads to the next article.
 */
public final class NextPage {

    private static final int MAX_LABEL = 30;

    private static final String PAGE =
            "page|seite|pagina|página|sida|side\\b|sivu|strona|strana|stránka|sayfa|oldal|halaman"
                    + "|trang|страница|сторінка|σελίδα|صفحة|صفحه|עמוד|पृष्ठ|หน้า|页|頁|ページ|페이지";

    private static final Pattern PAGE_WORD = Pattern.compile(PAGE, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern NUMBER = Pattern.compile(
            "[\\[(]?(?:(?:" + PAGE + "|part|teil|partie|parte|часть|第) ?)?(\\p{Nd}{1,3}) ?(?:页|頁|ページ|페이지|쪽)?"
                    + "(?: ?(?:/|of|von|de|di|sur|van|av|z|из) ?\\p{Nd}{1,3})?[\\])]?",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern NEXT = Pattern.compile(
            "next|weiter|nächste|fortsetzung|suivant|siguiente|próxim|avanti|successiva|volgende|dalej|następn|nästa|neste|næste"
                    + "|seuraava|další|ďalši|következő|următoarea|sonraki|continu|επόμεν|далее|следующ|наступн|дальше|次|下一?[页頁]"
                    + "|다음|التالي|بعدی|הבא|अगला|ถัดไป|tiếp|selanjutnya|berikutnya|^[»›→>]+$",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern WHOLE = Pattern.compile(
            "(?:view|show|read|see)? ?(?:all|full|whole|entire)(?: article| story)?|(?:view |read )?(?:all pages|(?:as |on |in )?"
                    + "(?:a |one |1 )?(?:single |one )page)|(?:artikel |alles )?auf einer seite(?: lesen| anzeigen)?|alle seiten"
                    + "|lire sur une (?:seule )?page|tout afficher|ver todo|(?:leer )?en una (?:sola )?página"
                    + "|pagina unica|全文|阅读全文|在本页阅读全文|全文表示",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private NextPage() {}

    /**
     * The link of a page to page {@code number} of the same article.
     *
     * @param body of the page before it
     * @param url of that page
     * @param first URL of the first page
     * @param number from 2
     */
    public static Optional<URI> find(byte[] body, @Nullable String contentType, URI url, URI first, int number) {
        if (Urls.pathAndQuery(first).equals("/")) {
            return Optional.empty();
        }
        Document page = HtmlLinks.parse(body, contentType, url);
        URI base = HtmlLinks.base(page, url);
        List<Element> links = page.select("a[href], link[href]");
        URI start = URI.create(CanonicalUrl.of(first));
        URI previous = URI.create(CanonicalUrl.of(url));
        return numbers(previous, start, number)
                .flatMap(value -> links.stream()
                        .flatMap(link -> Urls.resolve(base, link.attr("href"))
                                .flatMap(target -> onSite(target, start))
                                .filter(target ->
                                        !target.equals(previous) && isLinked(link, target, start, value, number))
                                .stream()))
                .findFirst();
    }

    /** Whether {@code url} is that of a later page: servers redirect requests for pages that they do not have. */
    public static boolean isPage(URI url, URI first) {
        URI start = URI.create(CanonicalUrl.of(first));
        return onSite(url, start)
                .filter(target -> PageNumber.of(target, start) != null)
                .isPresent();
    }

    /** The link of the first page to a page with the whole article. */
    public static Optional<URI> findWhole(byte[] body, @Nullable String contentType, URI url, URI first) {
        Document page = HtmlLinks.parse(body, contentType, url);
        URI base = HtmlLinks.base(page, url);
        URI start = URI.create(CanonicalUrl.of(first));
        return page.select("a[href]").stream()
                .filter(link -> WHOLE.matcher(label(link)).matches())
                .flatMap(link -> Urls.resolve(base, link.attr("href")).stream())
                .flatMap(target -> onSite(target, start).stream())
                .filter(target -> PageNumber.isWhole(target, start))
                .findFirst();
    }

    /** Numbers that the URL of page {@code number} may have: some sites number pages from zero. */
    private static Stream<Integer> numbers(URI previous, URI first, int number) {
        PageNumber before = PageNumber.of(previous, first);
        if (before != null) {
            return Stream.of(before.value() + 1);
        }
        int own = PageNumber.own(first);
        return own < 0 ? Stream.of(number, number - 1) : Stream.of(own + number - 1);
    }

    /** The same page at the origin of the first page. Links often have the other scheme, or the host with or without www. */
    private static Optional<URI> onSite(URI target, URI first) {
        boolean isWeb = "https".equals(target.getScheme()) || "http".equals(target.getScheme());
        if (!isWeb
                || target.getHost() == null
                || target.getRawUserInfo() != null
                || target.getPort() != first.getPort()
                || !withoutWww(target).equals(withoutWww(first))) {
            return Optional.empty();
        }
        return Urls.parse(Urls.origin(first) + Urls.pathAndQuery(target)).map(url -> URI.create(CanonicalUrl.of(url)));
    }

    private static String withoutWww(URI url) {
        String host = url.getHost() == null ? "" : url.getHost();
        return host.startsWith("www.") ? host.substring(4) : host;
    }

    /**
     * @param value the number that the URL has
     * @param number the number that the label may have
     */
    private static boolean isLinked(Element link, URI target, URI first, int value, int number) {
        PageNumber found = PageNumber.of(target, first);
        if (found == null || found.value() != value) {
            return false;
        }
        String label = label(link);
        Matcher numbered = NUMBER.matcher(label);
        if (numbered.matches()) {
            return Integer.parseInt(numbered.group(1)) == number;
        }
        boolean isNext = hasRelNext(link)
                || link.nameIs("a")
                        && label.length() <= MAX_LABEL
                        && NEXT.matcher(label).find();
        return isNext
                && (!found.isAmbiguous()
                        || label.length() <= MAX_LABEL
                                && PAGE_WORD.matcher(label).find());
    }

    private static boolean hasRelNext(Element link) {
        return (' ' + link.attr("rel").toLowerCase(Locale.ROOT) + ' ').contains(" next ");
    }

    private static String label(Element link) {
        return Stream.of(
                        link.text(),
                        link.attr("aria-label"),
                        link.attr("title"),
                        link.select("img[alt]").attr("alt"))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }
}
