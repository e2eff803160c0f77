package io.pulsefeed.article.extract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.article.date.ArticleDate;
import io.pulsefeed.testing.EvaluationData;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Compares the dates of saved pages with the labeled days, in the zone of each page. */
class DatesDataTest {

    private static final double TARGET_F1 = 0.90;

    @Test
    void findsPublicationDays() throws IOException {
        Path folder = EvaluationData.require("article/dates", "publication days of the shared pages");
        JsonNode pages =
                new ObjectMapper().readTree(folder.resolve("dates.json").toFile());
        ArticleExtractor extractor = new ArticleExtractor(Clock.systemUTC());
        int right = 0;
        int wrong = 0;
        int missing = 0;
        for (Map.Entry<String, JsonNode> page : pages.properties()) {
            ArticleDate date = extractor
                    .extract(PageInput.of(
                            read(folder.resolve("html/" + page.getKey() + ".html.gz")),
                            "text/html",
                            url(page.getValue().path("url").asText())))
                    .date();
            String day = page.getValue().path("date").asText();
            if (date == null) {
                missing++;
            } else if (date.localDay().toString().equals(day)) {
                right++;
            } else {
                wrong++;
            }
        }
        double f1 = 2.0 * right / (2 * right + wrong + missing);
        System.out.printf(
                Locale.ROOT,
                "publication days: %d right, %d wrong, %d without a date, F1 %.3f%n",
                right,
                wrong,
                missing,
                f1);
        assertThat(f1).isGreaterThanOrEqualTo(TARGET_F1);
    }

    private static byte[] read(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return in.readAllBytes();
        }
    }

    private static URI url(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException invalid) {
            return URI.create("https://page.example/");
        }
    }
}
