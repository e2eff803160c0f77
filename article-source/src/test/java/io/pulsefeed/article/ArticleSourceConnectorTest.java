package io.pulsefeed.article;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.article.config.ArticleSourceConnectorConfig;
import io.pulsefeed.article.site.ConfiguredSites;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;

class ArticleSourceConnectorTest {

    private static final Path CONFIG = Path.of("..", "connect-config");

    private static Map<String, String> config(int sites) {
        List<String> list = new ArrayList<>();
        for (int i = 0; i < sites; i++) {
            list.add("{\"name\":\"S" + i + "\",\"discovery\":[{\"type\":\"feed\",\"url\":\"https://s" + i
                    + ".example/rss\"}]}");
        }
        return new HashMap<>(Map.of("sites", "[" + String.join(",", list) + "]"));
    }

    private static List<Map<String, String>> tasks(Map<String, String> config, int max) {
        ArticleSourceConnector connector = new ArticleSourceConnector();
        connector.start(config);
        return connector.taskConfigs(max);
    }

    @Test
    void assignsEachSiteToOneTaskWithoutIdleTasks() {
        assertThat(tasks(config(3), 10)).hasSize(3);
        List<Map<String, String>> two = tasks(config(5), 2);
        assertThat(two).hasSize(2).isEqualTo(tasks(config(5), 2));
        List<String> names = new ArrayList<>();
        two.forEach(task -> names.addAll(
                ConfiguredSites.of(new ArticleSourceConnectorConfig(task)).names()));
        assertThat(names).containsExactlyInAnyOrder("S0", "S1", "S2", "S3", "S4");
    }

    @Test
    void reportsErrorOnInvalidKey() {
        Map<String, String> config = config(1);
        config.put("sites", "[{\"name\":\"A\"}]");
        List<ConfigValue> wrong = new ArticleSourceConnector()
                .validate(config).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .toList();
        assertThat(wrong).singleElement().satisfies(value -> {
            assertThat(value.name()).isEqualTo("sites");
            assertThat(value.errorMessages().get(0)).contains("site 'A'").contains("discovery");
        });
    }

    @Test
    void requiresModelFilesForOnnxEngine() {
        Map<String, String> config = config(1);
        config.put("sentiment.engine", "onnx");
        config.put("sentiment.onnx.model", "/models/finbert.onnx");
        config.put("sentiment.onnx.labels", "neutral,positive,negative");

        assertThat(invalidKeys(config)).containsExactly("sentiment.onnx.vocabulary");
        config.put("sentiment.onnx.labels", "good,bad,neutral");
        assertThat(invalidKeys(config)).containsExactly("sentiment.onnx.labels");
    }

    private static List<String> invalidKeys(Map<String, String> config) {
        return new ArticleSourceConnector()
                .validate(config).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .map(ConfigValue::name)
                        .toList();
    }

    @Test
    void shippedExampleIsValid() throws Exception {
        JsonNode example = new ObjectMapper()
                .readTree(CONFIG.resolve("connectors/article-source.json").toFile());
        Map<String, String> config = new HashMap<>();
        example.get("config")
                .properties()
                .forEach(entry -> config.put(entry.getKey(), entry.getValue().asText()));
        assertThat(config.get("sites.path")).isEqualTo("${env:PULSEFEED_ARTICLE_SITES}");
        config.put("sites.path", CONFIG.resolve("sites/crypto-news.json").toString());
        config.put(
                "user.agent",
                config.get("user.agent").replace("${env:PULSEFEED_CONTACT_URL}", "https://pulsefeed.io/contact"));
        assertThat(new ArticleSourceConnector().validate(config).configValues())
                .allSatisfy(value -> assertThat(value.errorMessages()).isEmpty());
        assertThat(tasks(config, 10)).hasSize(5);
    }

    @Test
    void reportsVersion() {
        assertThat(new ArticleSourceConnector().version()).matches("\\d+\\.\\d+.*");
    }
}
