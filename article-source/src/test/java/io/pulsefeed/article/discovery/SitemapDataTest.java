package io.pulsefeed.article.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class SitemapDataTest {

    @Test
    void readsEntriesOfEverySharedSitemap() throws Exception {
        Optional<Path> folder = SharedData.folder("article/sitemaps", "entries of the shared sitemaps");
        assumeTrue(folder.isPresent());
        for (Path file : SharedData.files(folder.get())) {
            if (!file.endsWith("LICENSE")) {
                ParsedFeed feed = FeedParser.parse(
                        body(file), null, URI.create("http://www.example.com/sitemap.xml"), ZoneOffset.UTC);
                System.out.println(folder.get().relativize(file) + ": " + feed.format() + ", "
                        + feed.entries().size() + " entries");
                assertThat(feed.entries())
                        .as(file + " " + feed.problem())
                        .filteredOn(entry -> entry.link() != null)
                        .isNotEmpty();
            }
        }
    }

    private static byte[] body(Path file) throws IOException {
        byte[] bytes = SharedData.read(file);
        return file.toString().endsWith(".gz")
                ? new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes()
                : bytes;
    }
}
