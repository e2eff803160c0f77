package io.pulsefeed.article.date;

import io.pulsefeed.article.date.DateCandidate.Rank;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/** Finds dates in the visible text of a page. */
final class VisibleDates {

    private static final int MAX_TEXT = 200;
    private static final int MAX_SHORT_TEXT = 90;
    private static final int MAX_DATELINE = 40;
    private static final int MAX_LABEL = 60;
    private static final Pattern DATELINE = Pattern.compile(
            "(?:(?!(?:On|In|Since|Until|From|By|As|Am|Im|Seit|Bis|Vom|Le|Depuis|El|Il|Em|Dal|Op|Den|Od|W)\\b)\\p{Lu}[\\p{L}.'-]{1,30}"
                    + "|[\\s,(/|\u2013\u2014-])*");

    private final ElementNames names;
    private final Predicate<Element> outside;
    private final BiConsumer<Rank, String> found;
    private String previousText = "";

    VisibleDates(ElementNames names, Predicate<Element> outside, BiConsumer<Rank, String> found) {
        this.names = names;
        this.outside = outside;
        this.found = found;
    }

    void read(Document document) {
        document.body().forEachNode(node -> {
            if (node instanceof Element element) {
                readNamed(element);
            } else if (node instanceof TextNode text && !text.isBlank()) {
                readText(text);
            }
        });
    }

    private void readNamed(Element element) {
        ElementNames.Meaning meaning = names.of(element);
        if (!meaning.dated() && !meaning.updated()) {
            return;
        }
        String text = PageText.of(element, MAX_TEXT);
        if (text.length() < MAX_TEXT
                && PageText.hasDigit(text)
                && DateText.isPossible(text)
                && !outside.test(element)) {
            boolean updated = DateLabels.isUpdated(text) || meaning.updated() && !meaning.dated();
            found.accept(updated ? Rank.UPDATED_TEXT : meaning.published() ? Rank.NAMED_PUBLISHED : Rank.NAMED, text);
        }
    }

    private void readText(TextNode node) {
        String text = node.getWholeText();
        int start = 0;
        while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        String line = DateParser.plain(text.substring(start, Math.min(text.length(), start + MAX_TEXT)))
                .strip();
        int at = PageText.hasDigit(line) ? DateText.indexOf(line) : -1;
        @Nullable Rank rank = at < 0 ? null : rank(line, line.substring(0, at), node);
        if (rank != null) {
            found.accept(rank, line);
        }
        previousText = line;
    }

    private @Nullable Rank rank(String line, String start, TextNode node) {
        String label = previousText.length() < MAX_LABEL && !PageText.hasDigit(previousText) ? previousText : "";
        boolean isShort = line.length() <= MAX_SHORT_TEXT;
        boolean labeled = DateLabels.isPublished(isShort ? line : start) || DateLabels.isPublished(label);
        if (!labeled && (DateLabels.isUpdated(line) || DateLabels.isUpdated(label))) {
            return Rank.UPDATED_TEXT;
        }
        @Nullable Element parent = node.parent();
        if (parent != null && outside.test(parent)) {
            return labeled ? Rank.OUTSIDE_LABELED : isShort ? Rank.OUTSIDE : null;
        }
        return labeled ? Rank.LABELED : isShort || isDateline(start) ? Rank.SHORT : null;
    }

    /** True for the start of "London, 30 November 2026 - The ..", but not of "On 30 November 2026 the ..". */
    private static boolean isDateline(String start) {
        return start.length() < MAX_DATELINE && DATELINE.matcher(start).matches();
    }
}
