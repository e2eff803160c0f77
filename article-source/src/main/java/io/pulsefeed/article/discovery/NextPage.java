package io.pulsefeed.article.discovery;

import io.pulsefeed.article.fetch.Urls;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * Finds the next page of an article that is split over several pages. A link counts if it is labeled as the next page, and its URL is that
 * of the first page with the number of the page: {@code rel=next} alone often leads to the next article.
 */
public final class NextPage {

    private static final int MAX_LABEL = 30;

    /** What stands before the number in a path, after the path of the first page. */
    private static final Pattern PATH_SUFFIX =
            Pattern.compile("[/_,.-](?:(?:page|pg|p|part|seite|teil|pagina|strona|sida)[/_.-]?)?(\\d{1,3})");

    private static final Pattern PARAMETER = Pattern.compile(
            "(?:page|pg|p|pageno|pagenum|pagenumber|page_no|page_num|currentpage|seite|pagina|strona|part)=(\\d{1,3})",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern EXTENSION = Pattern.compile("\\.[A-Za-z]{2,5}$");

    private static final Pattern LABEL = Pattern.compile(
            "(?:next|weiter|nächste|suivant|siguiente|próxima|avanti|successiva|volgende|dalej|następna|nästa|neste|далее|次)"
                    + "|^(?:page|seite|pagina|página|part|teil|strona)? ?\\d{1,3}$|^[»›→>]+$",
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
        Document page = HtmlLinks.parse(body, contentType, url);
        URI base = HtmlLinks.base(page, url);
        for (Element link : page.select("a[href], link[href]")) {
            Optional<URI> target = Urls.resolve(base, link.attr("href"));
            if (target.isPresent() && isPage(target.get(), first, number) && isLabeled(link)) {
                return target;
            }
        }
        return Optional.empty();
    }

    private static boolean isLabeled(Element link) {
        if ((' ' + link.attr("rel").toLowerCase(Locale.ROOT) + ' ').contains(" next ")) {
            return true;
        }
        String label = link.text().strip();
        String text = label.isEmpty() ? link.attr("aria-label").strip() : label;
        return link.nameIs("a")
                && text.length() <= MAX_LABEL
                && LABEL.matcher(text).find();
    }

    private static boolean isPage(URI target, URI first, int number) {
        if (!Urls.origin(target).equals(Urls.origin(first))) {
            return false;
        }
        String path = path(target);
        String firstPath = path(first);
        if (path.equals(firstPath)) {
            return isNumbered(parameters(target), parameters(first), number);
        }
        return parameters(target).equals(parameters(first)) && isNumbered(path, firstPath, number);
    }

    /** {@code /story/2}, {@code /story-2.html}, {@code /story.html/2}. */
    private static boolean isNumbered(String path, String first, int number) {
        Matcher extension = EXTENSION.matcher(first);
        if (extension.find() && path.endsWith(extension.group())) {
            String stem = first.substring(0, extension.start());
            int end = path.length() - extension.group().length();
            return path.startsWith(stem) && end > stem.length() && isNumber(path.substring(stem.length(), end), number);
        }
        return path.startsWith(first) && isNumber(path.substring(first.length()), number);
    }

    private static boolean isNumber(String suffix, int number) {
        Matcher matcher = PATH_SUFFIX.matcher(suffix);
        return matcher.matches() && Integer.parseInt(matcher.group(1)) == number;
    }

    /** The same parameters, and one with the number. The first page may have one with its own number. */
    private static boolean isNumbered(List<String> parameters, List<String> first, int number) {
        List<String> others = new ArrayList<>(parameters);
        boolean hasNumber = others.removeIf(parameter -> numberIn(parameter) == number);
        List<String> firstOthers = new ArrayList<>(first);
        if (!others.equals(firstOthers)) {
            firstOthers.removeIf(parameter -> numberIn(parameter) == 1);
        }
        return hasNumber && others.equals(firstOthers);
    }

    /** @return -1 if it is not the number of a page */
    private static int numberIn(String parameter) {
        Matcher matcher = PARAMETER.matcher(parameter);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
    }

    private static List<String> parameters(URI url) {
        return url.getRawQuery() == null ? List.of() : List.of(url.getRawQuery().split("&"));
    }

    private static String path(URI url) {
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
