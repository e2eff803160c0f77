package io.pulsefeed.article.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArticleSourceConnectorConfigTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"Mozilla/5.0 (+https://a.example)", "Pulsefeed", "Pulsefeed/1", "My bot/1 https://a.example"})
    void rejectsUserAgentsThatDoNotIdentifyTheClient(String agent) {
        assertThatThrownBy(() -> new ArticleSourceConnectorConfig(Map.of("user.agent", agent)))
                .hasMessageContaining("user.agent");
    }

    @Test
    void everyKeyHasFormFields() {
        for (ConfigKey key :
                ArticleSourceConnectorConfig.DEFINITION.configKeys().values()) {
            assertThat(key.group).as(key.name).isNotNull();
            assertThat(key.displayName).as(key.name).isNotBlank();
            assertThat(key.documentation).as(key.name).isNotBlank().doesNotContain("<", "&");
            assertThat(key.name.matches(".*(key|token|secret|password)$"))
                    .as(key.name)
                    .isEqualTo(key.type == Type.PASSWORD);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy:3128",
                "http://proxy",
                "https://proxy:3128",
                "http://user:s3cret@proxy:3128",
                "http://proxy:1/x"
            })
    void rejectsProxiesThatAreNotHostAndPort(String proxy) {
        assertThatThrownBy(() -> new ArticleSourceConnectorConfig(Map.of("http.proxy.url", proxy)))
                .hasMessageContaining("http.proxy");
    }

    @Test
    void doesNotShowTheProxyPassword() {
        ArticleSourceConnectorConfig config = new ArticleSourceConnectorConfig(
                Map.of("http.proxy.url", "http://proxy:3128", "http.proxy.user", "u", "http.proxy.password", "s3cret"));
        assertThat(config.network().toString()).doesNotContain("s3cret");
    }
}
