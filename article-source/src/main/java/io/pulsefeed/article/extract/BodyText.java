package io.pulsefeed.article.extract;

import java.util.ArrayList;
import java.util.List;

/** Makes the text of an article from the paragraphs of its box: leaves out what is no part of what the author says. */
final class BodyText {

    private static final double LINK_LIST = 0.8;
    private static final int LEAD_IN_MAX = 60;

    private final List<String> titles;

    /** @param titles the page's own headings, left out of the text */
    BodyText(List<String> titles) {
        this.titles = titles.stream()
                .map(BodyText::letters)
                .filter(title -> !title.isEmpty())
                .toList();
    }

    List<Block> choose(List<Block> paragraphs) {
        boolean[] kept = new boolean[paragraphs.size()];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = !isOut(paragraphs.get(i));
        }
        dropDatelines(paragraphs, kept);
        dropOrphans(paragraphs, kept);
        List<Block> chosen = new ArrayList<>();
        for (int i = 0; i < kept.length; i++) {
            if (kept[i]) {
                chosen.add(paragraphs.get(i));
            }
        }
        return chosen;
    }

    private boolean isOut(Block paragraph) {
        return paragraph.tag().equals("h1")
                || paragraph.linkDensity() > LINK_LIST
                || titles.contains(letters(paragraph.text))
                || Furniture.is(paragraph);
    }

    /** Only above the first running text: further down, a line with a date is part of the story. */
    private static void dropDatelines(List<Block> paragraphs, boolean[] kept) {
        for (int i = 0; i < kept.length; i++) {
            kept[i] &= !Dateline.is(paragraphs.get(i).text);
            if (kept[i] && paragraphs.get(i).prose > 0) {
                return;
            }
        }
    }

    /** A heading or lead-in whose list of links is left out goes with it; so does a heading with nothing under it. */
    private static void dropOrphans(List<Block> paragraphs, boolean[] kept) {
        boolean followed = false;
        for (int i = kept.length - 1; i >= 0; i--) {
            Block paragraph = paragraphs.get(i);
            boolean nextIsOut = i + 1 < kept.length && !kept[i + 1];
            if (kept[i] && paragraph.isHeading() && (!followed || nextIsOut)) {
                kept[i] = false;
            } else if (kept[i] && nextIsOut && isLeadIn(paragraph)) {
                kept[i] = false;
            }
            followed |= kept[i] && !paragraph.isHeading();
        }
    }

    private static boolean isLeadIn(Block paragraph) {
        return paragraph.chars < LEAD_IN_MAX && paragraph.text.endsWith(":");
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
