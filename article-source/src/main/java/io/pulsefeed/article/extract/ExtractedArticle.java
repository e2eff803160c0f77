package io.pulsefeed.article.extract;

import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * What could be read of an article. Text is NFC, free of control characters, lone surrogates and invisible characters.
 *
 * @param title null when neither the feed nor the page has one
 * @param text the body, one line per paragraph; null when no body could be had
 * @param summary plain text, not yet cut to {@code summary.max.chars}; null when unknown
 * @param published null when no source gave a believable date
 * @param canonical the address that the page itself calls its own, only when absolute, of the same site and not a section
 *     front; else null. Not yet normalised.
 * @param keywords the page's own keywords as written, in order, without repeats
 * @param candidate which source the text came from: {@code selector}, {@code dom}, {@code dom-wide}, {@code json-ld},
 *     {@code feed}, {@code summary}, {@code none}, or {@code challenge} for a page that asks for proof of being human
 */
public record ExtractedArticle(
        String title,
        String text,
        String summary,
        Instant published,
        URI canonical,
        List<String> keywords,
        String candidate) {
    public ExtractedArticle {
        keywords = keywords == null ? List.of() : List.copyOf(keywords);
    }
}
