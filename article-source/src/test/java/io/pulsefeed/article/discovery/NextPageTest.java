package io.pulsefeed.article.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextPageTest {

    private static Optional<URI> find(String first, String links, int number) {
        return NextPage.find(
                ("<html><body>" + links + "</body></html>").getBytes(StandardCharsets.UTF_8),
                "text/html; charset=utf-8",
                URI.create(first),
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
            """)
    void findsTheNextPage(String first, String href, String label) {
        assertThat(find(first, "<a href='" + href + "'>" + label + "</a>", 2))
                .contains(URI.create(first).resolve(href.startsWith("?") ? first + href : href));
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
}
