package io.pulsefeed.commons.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class ConfigKeyTest {

    private enum Policy {
        FAIL,
        SKIP_ALL
    }

    private static final EnumChoice<Policy> POLICY = EnumChoice.of(Policy.class);

    private final ConfigDef definition = new ConfigDef();

    @Test
    void numbersTheKeysOfAGroupInOrder() {
        key("a").addTo(definition, "One");
        key("b").addTo(definition, "Two");
        key("c").addTo(definition, "One");

        assertThat(definition.configKeys().get("a").orderInGroup).isEqualTo(1);
        assertThat(definition.configKeys().get("b").orderInGroup).isEqualTo(1);
        assertThat(definition.configKeys().get("c").orderInGroup).isEqualTo(2);
    }

    @Test
    void joinsTheLinesOfItsDocumentation() {
        key("a").documentedAs("""
                First line
                   second line.
                """)
                .addTo(definition, "One");

        assertThat(definition.configKeys().get("a").documentation).isEqualTo("First line second line.");
    }

    @Test
    void keyWithoutDocumentationOrDisplayNameIsRefused() {
        assertThatThrownBy(() -> ConfigKey.of("a", Type.STRING).displayedAs("A").addTo(definition, "One"))
                .hasMessageContaining("a has no documentation");
        assertThatThrownBy(
                        () -> ConfigKey.of("a", Type.STRING).documentedAs("A.").addTo(definition, "One"))
                .hasMessageContaining("a has no display name");
    }

    @Test
    void enumKeyParsesAndOffersItsChoices() {
        ConfigKey.of("policy", POLICY, Policy.FAIL)
                .displayedAs("Policy")
                .documentedAs("Policy.")
                .addTo(definition, "One");

        assertThat(POLICY.get(config(Map.of()), "policy")).isEqualTo(Policy.FAIL);
        assertThat(POLICY.get(config(Map.of("policy", "skip-all")), "policy")).isEqualTo(Policy.SKIP_ALL);
        assertThat(POLICY.validValues("policy", Map.of())).containsExactly("fail", "skip-all");
        assertThatThrownBy(() -> config(Map.of("policy", "FAIL")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value FAIL for configuration policy: must be one of fail, skip-all");
    }

    private AbstractConfig config(Map<String, String> properties) {
        return new AbstractConfig(definition, properties, false);
    }

    private static ConfigKey key(String name) {
        return ConfigKey.of(name, Type.STRING).displayedAs(name).documentedAs(name + ".");
    }
}
