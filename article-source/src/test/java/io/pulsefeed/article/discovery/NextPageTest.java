package io.pulsefeed.article.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextPageTest {

    private static Optional<URI> find(String first, String links, int number) {
        return find(first, first, links, number);
    }

    private static Optional<URI> find(String first, String url, String links, int number) {
        return NextPage.find(
                ("<html><body>" + links + "</body></html>").getBytes(StandardCharsets.UTF_8),
                "text/html; charset=utf-8",
                URI.create(url),
                URI.create(first),
                number);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            https://a.example/story         | /story/2                     | 2
            https://a.example/story/        | /story/2/                    | Next
            https://a.example/story         | /story/page/2                | Next page
            https://a.example/story         | /story?page=2                | 2
            https://a.example/story         | ?page=2                      | »
            https://a.example/s?id=7        | /s?id=7&page=2               | Weiter
            https://a.example/s?id=7        | /s?p=2&id=7                  | Page 2
            https://a.example/s?page=1      | /s?page=2                    | 2
            https://a.example/story.html    | /story-2.html                | Seite 2
            https://a.example/story.html    | /story,2.html                | następna
            https://a.example/story.html    | story_page_2.html            | Page suivante
            https://a.example/story.html    | /story.html/2                | 次のページ
            https://a.example/a/story-2024  | /a/story-2024/2              | Siguiente
            https://a.example/story/page/1  | /story/page/2                | Next
            https://a.example/s-page-1.html | /s-page-2.html               | 2
            https://a.example/s?p=7&page=0  | /s?p=7&page=1                | 2
            https://a.example/story         | /story/2.html                | Next
            https://a.example/story         | /story_2.shtml               | 下一页
            https://a.example/story.html    | /story/2                     | 2
            https://a.example/story         | /story?page=1                | 2
            https://a.example/story         | ?page=1                      | Next
            https://a.example/1/t9.html     | t9_1.html                    | 下一页
            https://a.example/story?utm_source=rss | /story/2              | 2
            https://a.example/story?utm_source=rss | /story?page=2         | الصفحة التالية
            https://a.example/story?utm_source=rss | /story/2?utm_source=rss | 2
            https://a.example/%d8%a7        | /%D8%A7/2                    | ٢
            https://a.example/story         | /story-2                     | Next page
            https://a.example/story         | /story-2                     | 2 of 5
            https://a.example/story/        | /story/2/                    | <img alt=Next>
            https://a.example/story?a=1     | /story?a=1&page=2#content    | [2]
            """)
    void findsTheNextPage(String first, String href, String label) {
        String target = href.replaceAll("#.*|[?&]utm_source=rss", "");
        assertThat(find(first, "<a href='" + href + "'>" + label + "</a>", 2))
                .contains(URI.create(first).resolve(target.startsWith("?") ? first + target : target));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            https://a.example/story    | /another-story       | Next
            https://a.example/story    | /story/3             | 3
            https://a.example/story    | /story/2             | The story of an exchange
            https://a.example/story    | https://b.example/story/2 | 2
            https://a.example/story    | /story/comments/2    | 2
            https://a.example/story    | /story-2024          | Next
            https://a.example/story    | /story?page=2&sort=a | 2
            https://a.example/s?id=7   | /s?id=8&page=2       | 2
            https://a.example/s?id=7   | /s?page=2            | 2
            https://a.example/story    | /story?id=2          | 2
            https://a.example/story    | /story               | Next
            https://a.example/story    | javascript:next(2)   | 2
            https://a.example/story    | /story?page=1        | 1
            https://a.example/story    | /story/3             | 2
            https://a.example/story    | /story/2             | 3
            https://a.example/recap    | /recap-2             | Next
            https://a.example/recap    | /recap-1             | <span rel=next>Next story</span>
            https://a.example/fall     | /fall-part-2         | Part 2
            https://a.example/news/1   | /news/2              | Next page
            https://a.example/?p=1     | /?p=2                | Next
            https://a.example/story?id=1 | /story?id=2        | 2
            https://a.example/story    | https://m.a.example/story/2       | 2
            https://a.example/story    | https://a.example:8443/story/2    | 2
            https://a.example/story    | https://u:p@a.example/story/2     | 2
            https://a.example/story    | https://a.example//b.example/2    | 2
            https://a.example/story    | https://b.example/?u=/story/2     | 2
            """)
    void ignoresOtherLinks(String first, String href, String label) {
        assertThat(find(first, "<a href='" + href + "'>" + label + "</a>", 2)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/story/2,true", "/another-story,false"})
    void checksTheUrlOfRelNext(String href, boolean isPage) {
        assertThat(find("https://a.example/story", "<link rel='nofollow next' href='" + href + "'>", 2)
                        .isPresent())
                .isEqualTo(isPage);
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example/story,http://www.a.example/story/2",
        "https://www.a.example/story,//a.example/story/2",
        "http://a.example/story,https://a.example:443/story/2"
    })
    void findsPagesWithTheOtherSchemeOrHostAtTheOriginOfTheFirstPage(String first, String href) {
        assertThat(find(first, "<a href='" + href + "'>2</a>", 2)).contains(URI.create(first + "/2"));
    }

    @Test
    void findsLaterPagesThatAreNumberedFromZero() {
        String first = "https://a.example/story";
        String links = "<a href=?page=0>1</a><a href=?page=1>2</a><a href=?page=2>3</a><a href=?page=3>4</a>";

        assertThat(find(first, links, 2)).contains(URI.create(first + "?page=1"));
        assertThat(find(first, first + "?page=1", links, 3)).contains(URI.create(first + "?page=2"));
        assertThat(find(first, first + "?page=3", links + "<a href=?page=3>Next</a>", 5))
                .isEmpty();
    }

    @Test
    void ignoresLinksToThePageItself() {
        String first = "https://a.example/story";

        assertThat(find(first, first + "/2", "<a href=/story/1>1</a><a href=/story/2 rel=next>Next</a>", 3))
                .isEmpty();
    }

    @Test
    void ignoresRelNextToAnArticleWithTheSameName() {
        assertThat(find("https://a.example/recap", "<link rel=next href=/recap-2>", 2))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            https://a.example/story      | /story?page=all           | View all           | true
            https://a.example/story.html | /story_all.html           | 全文               | true
            https://a.example/story      | /story/komplettansicht    | Auf einer Seite lesen | true
            https://a.example/s?id=7     | /s?id=7&singlepage=true   | Single page        | true
            https://a.example/story      | /story?page=all           | Comments           | false
            https://a.example/story      | /other/all                | View all           | false
            https://a.example/story      | /story?page=1             | View all           | false
            https://a.example/story      | /all                      | View all           | false
            https://a.example/s?id=7     | /s?page=all               | View all           | false
            """)
    void findsThePageWithTheWholeArticle(String first, String href, String label, boolean isFound) {
        URI url = URI.create(first);
        byte[] body =
                ("<html><body><a href='" + href + "'>" + label + "</a></body></html>").getBytes(StandardCharsets.UTF_8);

        assertThat(NextPage.findWhole(body, "text/html; charset=utf-8", url, url))
                .isEqualTo(isFound ? Optional.of(url.resolve(href)) : Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "https://www.a.example/story/2,true",
        "https://a.example/story,false",
        "https://a.example/,false",
        "https://a.example/other/2,false"
    })
    void identifiesLaterPages(String url, boolean isPage) {
        assertThat(NextPage.isPage(URI.create(url), URI.create("https://a.example/story?utm_source=rss")))
                .isEqualTo(isPage);
    }

    @Test
    void ignoresPagesOfTheHomePage() {
        assertThat(find("https://a.example/", "<a href=/page/2>Next</a>", 2)).isEmpty();
    }
}
