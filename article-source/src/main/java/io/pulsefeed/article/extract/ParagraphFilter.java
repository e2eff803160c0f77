package io.pulsefeed.article.extract;

import java.util.List;
import java.util.Set;

/** Removes titles, which have their own field, and labels of advertisements from the selected paragraphs. */
final class ParagraphFilter {

    /** Labels of advertisements between two paragraphs, as letters. */
    private static final Set<String> LABELS = Set.of(
            "advertisement",
            "advertising",
            "storycontinuesbelowadvertisement",
            "articlecontinuesbelowadvertisement",
            "anzeige",
            "werbung",
            "publicit\u00e9",
            "publicidad",
            "pubblicit\u00e0",
            "publicidade",
            "reklama",
            "advertentie",
            "annons",
            "\u0440\u0435\u043a\u043b\u0430\u043c\u0430",
            "\u5e83\u544a",
            "\u5e7f\u544a");

    private static final int MAX_LABEL_LENGTH = 40;

    private final List<String> titles;

    /** @param titles titles and headings of the page, which are removed from the text */
    ParagraphFilter(List<String> titles) {
        this.titles = titles.stream()
                .map(BlockFeatures::letters)
                .filter(title -> !title.isEmpty())
                .toList();
    }

    /** The other paragraphs. */
    List<Block> filter(List<Block> paragraphs) {
        return paragraphs.stream()
                .filter(paragraph -> !isTitle(paragraph) && !isLabel(paragraph))
                .toList();
    }

    private static boolean isLabel(Block paragraph) {
        return paragraph.chars <= MAX_LABEL_LENGTH && LABELS.contains(BlockFeatures.letters(paragraph.text));
    }

    private boolean isTitle(Block paragraph) {
        return paragraph.tag().equals("h1") || titles.contains(BlockFeatures.letters(paragraph.text));
    }
}
