package io.pulsefeed.simulators.news;

import java.time.Instant;
import java.util.List;

/**
 * A generated article.
 *
 * @param number from 1 on, in order of publication
 * @param coin the coin that it is about, also its tag
 */
public record NewsArticle(int number, String title, List<String> paragraphs, String coin, Instant published) {

    /** The path under which a site serves it. */
    public String path() {
        return "/a/" + number;
    }

    String summary() {
        return paragraphs.get(0);
    }
}
