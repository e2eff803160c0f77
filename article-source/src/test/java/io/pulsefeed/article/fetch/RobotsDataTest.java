package io.pulsefeed.article.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.article.DataFiles;
import io.pulsefeed.testing.EvaluationData;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RobotsDataTest {

    @Test
    void matchesReferenceParser() throws Exception {
        Path folder = EvaluationData.require("article/robots", "the shared robots.txt cases");
        JsonNode cases = new ObjectMapper()
                .readTree(folder.resolve("google-robotstxt-cases.json").toFile());
        List<String> wrong = new ArrayList<>();
        for (JsonNode one : cases) {
            byte[] body = one.get("robots").asText().getBytes(StandardCharsets.UTF_8);
            RobotsTxt robots = RobotsTxt.parse(
                    "http://foo.bar/robots.txt", body, one.get("agent").asText());
            if (robots.allows(one.get("url").asText()) != one.get("allowed").asBoolean()) {
                wrong.add(one.toString());
            }
        }
        System.out.printf(
                Locale.ROOT,
                "robots.txt cases with the decision of the reference parser: %d of %d%n",
                cases.size() - wrong.size(),
                cases.size());
        assertThat(cases).isNotEmpty();
        assertThat(wrong).isEmpty();
    }

    @Test
    void parsesRealRobotsFiles() {
        Path folder = EvaluationData.require("article/robots/crawler-commons", "the shared real robots.txt files");
        Path files = folder;
        assertThat(decide(
                        files, "wildcards.txt", "pulsefeed", "/gp/cart/x", "/news/1", "/gp/customer-reviews/common/du"))
                .containsExactly(false, true, false);
        for (String bom : List.of("robots-with-utf8-bom.txt", "robots-with-utf16be-bom.txt")) {
            assertThat(decide(files, bom, "pulsefeed", "/profile", "/a/output/print", "/a"))
                    .as(bom)
                    .containsExactly(false, false, true);
        }
        assertThat(decide(files, "directive-typos-robots.txt", "bot1", "/desallow/", "/dissalow/", "/a"))
                .containsExactly(false, false, true);
        for (String agent : List.of("bot2", "bot3", "bot4")) {
            assertThat(decide(files, "directive-typos-robots.txt", agent, "/desallow/"))
                    .as(agent)
                    .containsExactly(true);
        }
        assertThat(decide(files, "directive-typos-robots.txt", "bot4", "/useragent-no-colon/"))
                .containsExactly(false);
        assertThat(decide(files, "extensions-group-merging.txt", "yourbot", "/private/", "/login/", "/news"))
                .containsExactly(false, false, true);
        assertThat(decide(files, "rfc9309-example-rule-group-merging.txt", "examplebot", "/foo", "/baz", "/qux"))
                .containsExactly(false, false, true);
        assertThat(decide(files, "merge-rules.txt", "wget", "/foo/bar", "/tmp/bar", "/ckh/bar"))
                .containsExactly(true, false, true);
        assertThat(decide(files, "malformed-path.txt", "pulsefeed", "/wiki/Wikipedia_talk%3Mediation_Committee/", "/"))
                .containsExactly(false, true);
        assertThat(robots(files, "astore.amazon.com-robots.txt", "pulsefeed").crawlDelay())
                .hasSeconds(5);
        assertThat(robots(files, "relative-sitemap-robots.txt", "pulsefeed").sitemaps())
                .containsExactly("http://www.example.com/sitemap.xml");
        assertThat(robots(files, "sitemap-robots.txt", "pulsefeed").sitemaps())
                .containsExactly(
                        "http://domain.com/sitemap.xml",
                        "http://domain.com/dir/my-sitemap.xml",
                        "http://domain.com/dir/MixedCased-sitemap.xml");
    }

    private static List<Boolean> decide(Path folder, String file, String agent, String... paths) {
        RobotsTxt robots = robots(folder, file, agent);
        return List.of(paths).stream()
                .map(path -> robots.allows("http://www.example.com" + path))
                .toList();
    }

    private static RobotsTxt robots(Path folder, String file, String agent) {
        return RobotsTxt.parse("http://www.example.com/robots.txt", DataFiles.read(folder.resolve(file)), agent);
    }
}
