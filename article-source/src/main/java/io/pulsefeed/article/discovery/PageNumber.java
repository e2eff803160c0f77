package io.pulsefeed.article.discovery;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The number that the URL of a later page adds to that of the first page: 2 in {@code /story/2}, {@code /story-2.html} or
 * {@code /story?page=2}.
 *
 * @param isAmbiguous true if the URL may be that of another article: content management systems add {@code -2} to the name of a second
 *     article with the same title
 */
record PageNumber(int value, boolean isAmbiguous) {

    private static final String EXTENSIONS = "\\.(?:s?html?|php|aspx?|jsp|cfm|do)";

    /** What is after the path of the first page. Names that end with {@code -part-2} are those of other articles. */
    private static final Pattern SUFFIX = Pattern.compile(
            "(?<separator>[/_,.-])(?<word>(?:page|pg|p|seite|pagina|strona|sida|index|(?<=/)(?:part|teil))[/_.-]?)?(?<number>\\d{1,3})(?:"
                    + EXTENSIONS + ")?");

    private static final Pattern EXTENSION = Pattern.compile("\\.[A-Za-z]{2,5}$");

    /** The number of the first page in its own path. The numbers of parts and of other segments are those of articles. */
    private static final Pattern OWN_SUFFIX = Pattern.compile(
            "[/_,.-](?:page|pg|seite|pagina|strona|sida)[/_.-]?([01])(?=" + EXTENSIONS + "$|$)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern PARAMETER = Pattern.compile(
            "(?:page|pg|p|pageno|pagenum|pagenumber|page_no|page_num|currentpage|seite|pagina|strona|part)=(\\d{1,3})",
            Pattern.CASE_INSENSITIVE);

    /** {@code ?p=1} is an article in WordPress. */
    private static final Pattern OWN_PARAMETER = Pattern.compile("(?!p=|part=).*=[01]", Pattern.CASE_INSENSITIVE);

    private static final Pattern WHOLE_SUFFIX = Pattern.compile(
            "(?:/|_)(?:page/)?(?:all|alle|alles|full|single-?page|komplettansicht)(?:" + EXTENSIONS + ")?");

    private static final Pattern WHOLE_PARAMETER = Pattern.compile(
            "(?:page|p|seite|pagina|view|show|single_?page|view_?all|one_?page)(?:=(?:all|alle|full|single|true|1))?",
            Pattern.CASE_INSENSITIVE);

    /** Whether {@code url} is that of the first page with a mark of all pages, such as {@code /story?page=all}. */
    static boolean isWhole(URI url, URI first) {
        List<String> others = new ArrayList<>(parameters(url));
        String path = path(url);
        String firstPath = path(first);
        if (path.equals(firstPath)) {
            boolean isMarked = others.removeIf(parameter -> numberIn(parameter) < 0
                    && WHOLE_PARAMETER.matcher(parameter).matches());
            return isMarked && others.equals(parameters(first));
        }
        String stem = stem(firstPath);
        return others.equals(parameters(first))
                && path.startsWith(stem)
                && WHOLE_SUFFIX.matcher(path.substring(stem.length())).matches();
    }

    /** @return null if {@code url} is not that of the first page with a number */
    static @Nullable PageNumber of(URI url, URI first) {
        String path = path(url);
        String firstPath = path(first);
        if (path.equals(firstPath)) {
            return inParameters(parameters(url), parameters(first));
        }
        return parameters(url).equals(parameters(first))
                ? inPath(path, OWN_SUFFIX.matcher(firstPath).replaceFirst(""))
                : null;
    }

    /** The number in the URL of the first page, 0 or 1; -1 if there is none. */
    static int own(URI first) {
        Matcher path = OWN_SUFFIX.matcher(path(first));
        if (path.find()) {
            return Integer.parseInt(path.group(1));
        }
        return parameters(first).stream()
                .filter(parameter -> OWN_PARAMETER.matcher(parameter).matches())
                .mapToInt(PageNumber::numberIn)
                .max()
                .orElse(-1);
    }

    /** {@code /story/2}, {@code /story-2.html}, {@code /story.html/2}, {@code /story/2.html}. */
    private static @Nullable PageNumber inPath(String path, String first) {
        String stem = stem(first);
        if (!path.startsWith(stem)) {
            return null;
        }
        String start = path.startsWith(first) ? first : stem;
        Matcher suffix = SUFFIX.matcher(path.substring(start.length()));
        if (!suffix.matches()) {
            return null;
        }
        boolean isAmbiguous = suffix.group("separator").equals("-") && suffix.group("word") == null;
        return new PageNumber(Integer.parseInt(suffix.group("number")), isAmbiguous);
    }

    private static String stem(String path) {
        Matcher extension = EXTENSION.matcher(path);
        return extension.find() ? path.substring(0, extension.start()) : path;
    }

    /** The same parameters, and one with the number. The first page may have one with its own number. */
    private static @Nullable PageNumber inParameters(List<String> parameters, List<String> first) {
        List<String> others = new ArrayList<>(parameters);
        for (String parameter : parameters) {
            int number = numberIn(parameter);
            if (number >= 0 && others.remove(parameter)) {
                List<String> firstOthers = new ArrayList<>(first);
                if (!others.equals(firstOthers)) {
                    firstOthers.removeIf(own -> OWN_PARAMETER.matcher(own).matches() && numberIn(own) >= 0);
                }
                if (others.equals(firstOthers)) {
                    return new PageNumber(number, false);
                }
                others = new ArrayList<>(parameters);
            }
        }
        return null;
    }

    /** @return -1 if it is not the number of a page */
    private static int numberIn(String parameter) {
        Matcher matcher = PARAMETER.matcher(parameter);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
    }

    private static List<String> parameters(URI url) {
        return url.getRawQuery() == null ? List.of() : List.of(url.getRawQuery().split("&"));
    }

    /** Decoded: sites do not agree on the case of percent-encoded bytes. */
    private static String path(URI url) {
        String path = url.getPath() == null ? "" : url.getPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
