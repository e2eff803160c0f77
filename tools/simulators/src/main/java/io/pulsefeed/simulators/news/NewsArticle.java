package io.pulsefeed.simulators.news;

import java.time.Instant;
import java.util.List;

/**
 * An article of the simulated newsroom.
 *
 * @param number from 1 on, in order of publication
 * @param coin the coin it is about, as its tag says
 */
public record NewsArticle(int number, String title, List<String> paragraphs, String coin, Instant published) {

    /** Where a site serves it. */
    public String path() {
        return "/a/" + number;
    }

    String summary() {
        return paragraphs.get(0);
    }
}
