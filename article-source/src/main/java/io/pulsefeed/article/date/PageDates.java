package io.pulsefeed.article.date;

import io.pulsefeed.article.date.DateCandidate.Rank;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jspecify.annotations.Nullable;

/**
 * The candidates for the date of a page. Markup is searched only if the page has no exact date in its JSON-LD, and visible text
 * only if the markup has no date. Reads the document as long as candidates are requested.
 */
public final class PageDates {

    private static final int MAX_PER_RANK = 8;
    private static final int MAX_LABEL = 60;
    private static final int MAX_SCRIPT = 1 << 20;

    private static final Pattern SCRIPT_DATE = Pattern.compile(
            "(?:[Pp]ubl(?:ished|ish|ication)?(?:At|_at|Date|_date|Time|_time)|[Pp]ub_?[Dd]ate|[Dd]ate_?[Pp]ubli(?:shed|cation)"
                    + "|[Ff]irst_?[Pp]ublished(?:At|_at|Date)?|displayDate|datePosted|[Pp]ost_?[Dd]ate|[Pp]ublishingDate)"
                    + "\\\\{0,3}[\"']?\\s{0,3}[:=]\\s{0,3}\\\\{0,3}[\"']?([^\"'<>{}\\\\;]{6,40})");

    /** Seconds or milliseconds. */
    private static final Pattern UNIX_TIME = Pattern.compile("\\d{10}(?:\\d{3})?");

    private final Document document;
    private final ElementNames names = new ElementNames();
    private final Map<Rank, List<DateCandidate>> candidates = new EnumMap<>(Rank.class);
    private final Map<String, String> published = new HashMap<>();
    private final List<Element> scripts = new ArrayList<>();
    private @Nullable PageRegions regions;
    private boolean isMarkupRead;
    private boolean isTextRead;

    private PageDates(Document document) {
        this.document = document;
    }

    /**
     * @param selector of the configuration
     * @param jsonLdPublished empty if the page has none
     * @param jsonLdModified empty if the page has none
     */
    public static PageDates of(
            Document document, @Nullable String selector, String jsonLdPublished, String jsonLdModified) {
        PageDates dates = new PageDates(document);
        Element selected = selector == null ? null : document.selectFirst(selector);
        if (selected != null) {
            dates.add(Rank.SELECTOR, machineDate(selected), true);
        }
        dates.add(Rank.JSON_LD, jsonLdPublished, false);
        dates.add(Rank.UPDATED_META, jsonLdModified, false);
        return dates;
    }

    List<DateCandidate> of(Rank rank) {
        switch (rank.where()) {
            case MARKUP -> readMarkup();
            case SCRIPTS -> readScripts();
            case TEXT -> readText();
            case DATA -> {}
            default -> throw new IllegalStateException(rank.where().toString());
        }
        return candidates.getOrDefault(rank, List.of());
    }

    DateOrder order() {
        return document.childrenSize() == 0
                ? DateOrder.UNKNOWN
                : DateOrder.of(document.child(0).attr("lang"));
    }

    private void add(Rank rank, String text, boolean visible) {
        List<DateCandidate> list = candidates.computeIfAbsent(rank, key -> new ArrayList<>());
        if (!text.isBlank() && list.size() < MAX_PER_RANK) {
            list.add(new DateCandidate(text.strip(), visible));
        }
    }

    /** The machine-readable date of an element, or its text if there is none. */
    private static String machineDate(Element element) {
        for (String attribute : new String[] {"datetime", "content", "data-datetime", "title"}) {
            if (DateText.isPossible(element.attr(attribute))) {
                return element.attr(attribute);
            }
        }
        String datetime = element.attr("datetime");
        if (UNIX_TIME.matcher(element.attr("data-timestamp")).matches()) {
            return element.attr("data-timestamp");
        }
        return datetime.isBlank() ? PageText.of(element, DateText.MAX_LENGTH) : datetime;
    }

    private boolean isOutside(Element element) {
        if (regions == null) {
            regions = new PageRegions(document, names);
        }
        return regions.isOutside(element);
    }

    private void readMarkup() {
        if (isMarkupRead) {
            return;
        }
        isMarkupRead = true;
        document.forEachNode(node -> {
            if (node instanceof Element element) {
                readElement(element);
            }
        });
        published.entrySet().stream()
                .sorted(Comparator.comparing(entry -> MetaDates.PUBLISHED.indexOf(entry.getKey())))
                .forEach(entry -> add(Rank.META, entry.getValue(), false));
    }

    private void readScripts() {
        readMarkup();
        scripts.forEach(this::readScript);
        scripts.clear();
    }

    private void readElement(Element element) {
        switch (element.normalName()) {
            case "meta" -> readMeta(element);
            case "script" -> scripts.add(element);
            case "time" -> readTime(element);
            default -> readMarked(element);
        }
    }

    private void readMeta(Element element) {
        String content = element.attr("content");
        if (content.isBlank()) {
            return;
        }
        for (String attribute : new String[] {"property", "name", "itemprop", "http-equiv"}) {
            String key = MetaDates.key(element.attr(attribute));
            @Nullable String known = attribute.equals("http-equiv") ? null : MetaDates.published(key);
            if (known != null) {
                published.putIfAbsent(known, content);
            } else if (MetaDates.UPDATED.contains(key)) {
                add(Rank.UPDATED_META, content, false);
            } else if (MetaDates.GENERIC.contains(key) && !attribute.equals("http-equiv")) {
                add(Rank.GENERIC_META, content, false);
            }
        }
    }

    private void readScript(Element element) {
        if (element.attr("type").toLowerCase(Locale.ROOT).contains("ld+json")) {
            return;
        }
        for (Node child : element.childNodes()) {
            if (child instanceof DataNode data && data.getWholeData().length() <= MAX_SCRIPT) {
                Matcher date = SCRIPT_DATE.matcher(data.getWholeData());
                if (date.find()) {
                    add(Rank.SCRIPT, date.group(1), false);
                }
            }
        }
    }

    private void readTime(Element element) {
        ElementNames.Meaning own = names.of(element);
        Element parent = element.parent();
        ElementNames.Meaning around = parent == null ? ElementNames.Meaning.NONE : names.of(parent);
        boolean updated = own.updated()
                || !own.published()
                        && (around.updated() && !around.published()
                                || DateLabels.isUpdated(PageText.before(element, MAX_LABEL))
                                || DateLabels.isUpdated(PageText.of(element, MAX_LABEL)));
        boolean marked = own.published() || around.published() || element.hasAttr("pubdate");
        add(
                isOutside(element) ? Rank.OUTSIDE_TIME : updated ? Rank.UPDATED_TIME : marked ? Rank.MARKED : Rank.TIME,
                machineDate(element),
                true);
    }

    /** Microdata, RDFa, and the titles of microformats. */
    private void readMarked(Element element) {
        ElementNames.Meaning meaning = names.of(element);
        if (!meaning.dated() && !meaning.updated()) {
            return;
        }
        boolean isProperty = element.hasAttr("itemprop") || element.hasAttr("property");
        boolean hasTitle = DateText.isPossible(element.attr("title"))
                || DateText.isPossible(element.attr("data-datetime"))
                || UNIX_TIME.matcher(element.attr("data-timestamp")).matches();
        if (meaning.published() && (isProperty || hasTitle)) {
            add(isOutside(element) ? Rank.OUTSIDE_TIME : Rank.MARKED, machineDate(element), true);
        } else if (meaning.updated() && (isProperty || hasTitle)) {
            add(Rank.UPDATED_TIME, machineDate(element), true);
        } else if (hasTitle && !meaning.updated()) {
            add(isOutside(element) ? Rank.OUTSIDE_TIME : Rank.TIME, machineDate(element), true);
        }
    }

    private void readText() {
        if (!isTextRead) {
            isTextRead = true;
            new VisibleDates(names, this::isOutside, (rank, text) -> add(rank, text, true)).read(document);
        }
    }
}
