package io.pulsefeed.article.extract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PageDetailsTest {

    @Test
    void readsJsonLd() {
        PageDetails details = Pages.read(
                        "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"x\","
                                + "\"author\":[{\"name\":\"By A. Writer\"},{\"name\":\"by: B. Other\"}],\"image\":{\"url\":\"/i.jpg\"},"
                                + "\"articleSection\":\"Markets\",\"isAccessibleForFree\":\"False\"}</script>")
                .details();

        assertThat(details.author()).isEqualTo("A. Writer, B. Other");
        assertThat(details.image()).isEqualTo("https://news.example.com/i.jpg");
        assertThat(details.section()).isEqualTo("Markets");
        assertThat(details.isPaywalled()).isTrue();
    }

    @Test
    void readsMetaTags() {
        PageDetails details = Pages.read(
                        "<meta property=article:author content=https://facebook.example/a>"
                                + "<meta name=author content='A. Writer'><meta property=og:image content=https://a.example/i.jpg>"
                                + "<meta property=article:section content=Policy><meta property=article:content_tier content=free>")
                .details();

        assertThat(details).isEqualTo(new PageDetails("A. Writer", "https://a.example/i.jpg", "Policy", false));
    }

    @Test
    void missingDetailsAreNull() {
        assertThat(Pages.read("<p>x").details()).isEqualTo(PageDetails.NONE);
        assertThat(Pages.read("<meta property=og:image content='data:image/png;base64,x'>")
                        .details())
                .isEqualTo(PageDetails.NONE);
    }
}
