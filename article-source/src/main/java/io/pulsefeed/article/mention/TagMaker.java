package io.pulsefeed.article.mention;

import io.pulsefeed.article.extract.ExtractedArticle;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Makes the {@code tags} of a record: mentions first, then topics, then the page's and the feed's own keywords. */
public final class TagMaker {

    private static final int TAGS_MAX = 20;
    private static final int TAG_LENGTH_MAX = 64;

    /** Lower case, without repeats, at most 20 of at most 64 characters, in a stable order. */
    public List<String> tags(ExtractedArticle article, List<Mention> mentions, List<String> feedCategories) {
        Set<String> tags = new LinkedHashSet<>();
        for (Mention mention : mentions) {
            tags.add(mention.slug());
            tags.add(mention.ticker());
        }
        for (String keyword : feedCategories) {
            tags.add(keyword.strip().toLowerCase(Locale.ROOT));
        }
        return tags.stream()
                .filter(tag -> !tag.isEmpty() && tag.length() <= TAG_LENGTH_MAX)
                .limit(TAGS_MAX)
                .toList();
    }
}
