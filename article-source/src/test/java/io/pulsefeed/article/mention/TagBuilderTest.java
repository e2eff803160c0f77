package io.pulsefeed.article.mention;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.article.extract.ExtractedArticle;
import io.pulsefeed.article.extract.PageDetails;
import io.pulsefeed.article.extract.PageKind;
import io.pulsefeed.article.extract.TextSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TagBuilderTest {

    private final TagBuilder builder = new TagBuilder();

    @Test
    void ordersCoinsTopicsKeywordsCategories() {
        List<String> tags = builder.tags(
                article("Miners and decentralized finance", List.of("Markets", " Bitcoin ")),
                List.of(new Mention("bitcoin", "btc")),
                List.of("News", "markets"));

        assertThat(tags).containsExactly("bitcoin", "btc", "mining", "defi", "markets", "news");
    }

    @Test
    void dropsBlankAndLongKeywords() {
        List<String> tags = builder.tags(article("x", List.of("a".repeat(65), "  ", "b".repeat(64))), List.of(), null);

        assertThat(tags).containsExactly("b".repeat(64));
    }

    @Test
    void returnsAtMost20Tags() {
        List<String> many = IntStream.range(0, 50).mapToObj(i -> "k" + i).toList();

        assertThat(builder.tags(article("x", many), List.of(), many))
                .hasSize(20)
                .startsWith("k0", "k1");
    }

    private static ExtractedArticle article(String title, List<String> keywords) {
        return new ExtractedArticle(
                title, null, null, null, null, null, PageKind.OTHER, PageDetails.NONE, keywords, TextSource.DOM);
    }
}
