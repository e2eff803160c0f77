package io.pulsefeed.article.mention;

import io.pulsefeed.article.extract.ExtractedArticle;
import io.pulsefeed.article.extract.TextCleaner;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the {@code tags} of a record: coins, then topics, then keywords of the page and categories of the feed. */
public final class TagBuilder {

    private static final int MAX_TAGS = 20;
    private static final int MAX_TAG_LENGTH = 64;
    private static final int MAX_TEXT_LENGTH = 2_000;

    /** At most 20 distinct lower-case tags of at most 64 characters, in a stable order. */
    public List<String> tags(ExtractedArticle article, List<Mention> mentions, @Nullable List<String> feedCategories) {
        Set<String> tags = new LinkedHashSet<>();
        for (Mention mention : mentions) {
            tags.add(mention.slug());
            tags.add(mention.ticker());
        }
        for (String part : new String[] {article.title(), article.summary(), article.text()}) {
            if (part != null) {
                tags.addAll(TopicTags.of(TextCleaner.cut(part, MAX_TEXT_LENGTH)));
            }
        }
        article.keywords().forEach(keyword -> add(tags, keyword));
        if (feedCategories != null) {
            feedCategories.forEach(category -> add(tags, category));
        }
        return tags.stream().limit(MAX_TAGS).toList();
    }

    /** Longer keywords are dropped instead of truncated. */
    private static void add(Set<String> tags, String keyword) {
        String tag = keyword == null ? "" : TextCleaner.line(keyword).toLowerCase(Locale.ROOT);
        if (!tag.isEmpty() && tag.length() <= MAX_TAG_LENGTH) {
            tags.add(tag);
        }
    }
}
