package io.pulsefeed.article.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
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
            assertThat(key.name).doesNotMatch(".*(key|token|secret|password)$");
        }
    }
}
