package io.pulsefeed.article.extract;

import java.util.ArrayList;
import java.util.List;

/** Removes paragraphs that are not part of the article text: titles, datelines, link lists and boilerplate lines. */
final class ParagraphFilter {

    private static final double MIN_LINK_LIST_DENSITY = 0.8;
    private static final int MAX_LEAD_IN_LENGTH = 60;

    private final List<String> titles;

    /** @param titles titles and headings of the page, which are removed from the text */
    ParagraphFilter(List<String> titles) {
        this.titles = titles.stream()
                .map(ParagraphFilter::letters)
                .filter(title -> !title.isEmpty())
                .toList();
    }

    List<Block> filter(List<Block> paragraphs) {
        boolean[] kept = new boolean[paragraphs.size()];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = !isExcluded(paragraphs.get(i));
        }
        dropDatelines(paragraphs, kept);
        dropOrphans(paragraphs, kept);
        List<Block> selected = new ArrayList<>();
        for (int i = 0; i < kept.length; i++) {
            if (kept[i]) {
                selected.add(paragraphs.get(i));
            }
        }
        return selected;
    }

    private boolean isExcluded(Block paragraph) {
        return paragraph.tag().equals("h1")
                || paragraph.linkDensity() > MIN_LINK_LIST_DENSITY
                || titles.contains(letters(paragraph.text))
                || BoilerplateText.matches(paragraph);
    }

    /** Only before the first running text: later lines with a date are part of the article. */
    private static void dropDatelines(List<Block> paragraphs, boolean[] kept) {
        for (int i = 0; i < kept.length; i++) {
            kept[i] &= !Dateline.matches(paragraphs.get(i).text);
            if (kept[i] && paragraphs.get(i).prose > 0) {
                return;
            }
        }
    }

    /** Removes headings and lead-ins whose link list was removed, and headings without text after them. */
    private static void dropOrphans(List<Block> paragraphs, boolean[] kept) {
        boolean followed = false;
        for (int i = kept.length - 1; i >= 0; i--) {
            Block paragraph = paragraphs.get(i);
            boolean nextIsExcluded = i + 1 < kept.length && !kept[i + 1];
            if (kept[i] && paragraph.isHeading() && (!followed || nextIsExcluded)) {
                kept[i] = false;
            } else if (kept[i] && nextIsExcluded && isLeadIn(paragraph)) {
                kept[i] = false;
            }
            followed |= kept[i] && !paragraph.isHeading();
        }
    }

    private static boolean isLeadIn(Block paragraph) {
        return paragraph.chars < MAX_LEAD_IN_LENGTH && paragraph.text.endsWith(":");
    }

    private static String letters(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (Character.isLetterOrDigit(text.charAt(i))) {
                out.append(Character.toLowerCase(text.charAt(i)));
            }
        }
        return out.toString();
    }
}
