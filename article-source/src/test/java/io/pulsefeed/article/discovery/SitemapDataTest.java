package io.pulsefeed.article.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.article.DataFiles;
import io.pulsefeed.testing.EvaluationData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class SitemapDataTest {

    @Test
    void findsEntriesInEverySitemap() throws Exception {
        Path folder = EvaluationData.require("article/sitemaps", "entries of the shared sitemaps");
        for (Path file : DataFiles.list(folder)) {
            if (!file.endsWith("LICENSE")) {
                ParsedFeed feed = FeedParser.parse(
                        body(file), null, URI.create("http://www.example.com/sitemap.xml"), ZoneOffset.UTC);
                System.out.println(folder.relativize(file) + ": " + feed.format() + ", "
                        + feed.entries().size() + " entries");
                assertThat(feed.entries())
                        .as(file + " " + feed.problem())
                        .filteredOn(entry -> entry.link() != null)
                        .isNotEmpty();
            }
        }
    }

    private static byte[] body(Path file) throws IOException {
        byte[] bytes = DataFiles.read(file);
        return file.toString().endsWith(".gz")
                ? new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes()
                : bytes;
    }
}
