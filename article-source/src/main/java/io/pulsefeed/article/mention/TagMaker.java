package io.pulsefeed.article.mention;

import io.pulsefeed.article.extract.ExtractedArticle;
import io.pulsefeed.article.extract.TextCleaner;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Makes the {@code tags} of a record: coins first, then topics, then the page's and the feed's own keywords. */
public final class TagMaker {

    private static final int TAGS_MAX = 20;
    private static final int TAG_LENGTH_MAX = 64;
    private static final int TEXT_MAX = 2_000;

    /** Lower case, without repeats, at most 20 of at most 64 characters, in a stable order. */
    public List<String> tags(ExtractedArticle article, List<Mention> mentions, List<String> feedCategories) {
        Set<String> tags = new LinkedHashSet<>();
        for (Mention mention : mentions) {
            tags.add(mention.slug());
            tags.add(mention.ticker());
        }
        for (String part : new String[] {article.title(), article.summary(), article.text()}) {
            if (part != null) {
                tags.addAll(Topics.in(TextCleaner.cut(part, TEXT_MAX)));
            }
        }
        article.keywords().forEach(keyword -> add(tags, keyword));
        if (feedCategories != null) {
            feedCategories.forEach(category -> add(tags, category));
        }
        return tags.stream().limit(TAGS_MAX).toList();
    }

    /** What is longer than a tag may be is a sentence, and half a sentence is no tag. */
    private static void add(Set<String> tags, String keyword) {
        String tag = keyword == null ? "" : TextCleaner.line(keyword).toLowerCase(Locale.ROOT);
        if (!tag.isEmpty() && tag.length() <= TAG_LENGTH_MAX) {
            tags.add(tag);
        }
    }
}
