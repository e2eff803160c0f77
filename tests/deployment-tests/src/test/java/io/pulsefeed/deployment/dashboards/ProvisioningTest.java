package io.pulsefeed.deployment.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProvisioningTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String FOLDER = "monitoring/grafana/provisioning";

    private static Map<String, JsonNode> sources() throws IOException {
        JsonNode file = YAML.readTree(Checkout.text(FOLDER + "/datasources/pulsefeed.yml"));
        assertThat(file.path("apiVersion").asInt()).isEqualTo(1);
        Map<String, JsonNode> sources = new HashMap<>();
        file.path("datasources")
                .forEach(source -> sources.put(source.path("uid").asText(), source));
        return sources;
    }

    @Test
    void givesTheSourcesTheUidsOfTheDashboards() throws IOException {
        assertThat(sources()).containsOnlyKeys(Panel.PROMETHEUS, Panel.DATABASE);
        assertThat(sources().get(Panel.PROMETHEUS).path("url").asText()).isEqualTo("http://prometheus:9090");
        assertThat(sources().get(Panel.PROMETHEUS).path("isDefault").asBoolean())
                .isTrue();
        assertThat(sources().get(Panel.DATABASE).path("url").asText()).isEqualTo("timescaledb:5432");
    }

    @Test
    void readsTheDatabaseAsTheRoleThatCannotWriteWithThePasswordFromItsFile() throws IOException {
        JsonNode database = sources().get(Panel.DATABASE);

        assertThat(database.path("user").asText()).isEqualTo("grafana_reader");
        assertThat(database.path("secureJsonData").path("password").asText())
                .isEqualTo("$__file{/run/secrets/grafana_password}");
    }

    @Test
    void readsDashboardsFromAFolderAndKeepsThemAsTheyAreInTheTree() throws IOException {
        JsonNode provider = YAML.readTree(Checkout.text(FOLDER + "/dashboards/pulsefeed.yml"))
                .path("providers")
                .path(0);

        assertThat(provider.path("type").asText()).isEqualTo("file");
        assertThat(provider.path("allowUiUpdates").asBoolean(true)).isFalse();
        assertThat(provider.path("options").path("path").asText()).isEqualTo("/var/lib/grafana/dashboards");
    }
}
