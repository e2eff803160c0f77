package io.pulsefeed.deployment.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.simulators.news.NewsSimulator;
import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The files that docker-compose.simulators.yml puts in the place of others say the same, for simulated sites. */
class SimulatedSourcesTest {

    private static final int FIRST_PORT = 8090;

    private final ObjectMapper json = new ObjectMapper();

    private JsonNode read(String file) throws IOException {
        return json.readTree(Checkout.path(file).toFile());
    }

    @Test
    void theSimulatedArticleSourceIsTheRealOneThatMayVisitPrivateAddresses() throws IOException {
        ObjectNode simulated = (ObjectNode) read("connect-config/simulated/article-source.json");
        JsonNode allowed = ((ObjectNode) simulated.get("config")).remove("allow.private.addresses");
        assertThat(allowed.asText()).isEqualTo("true");
        assertThat((JsonNode) simulated).isEqualTo(read("connect-config/connectors/article-source.json"));
    }

    @Test
    void theSitesAreThoseOfTheSimulator() throws IOException {
        JsonNode sites = read("connect-config/simulated/sites.json");
        for (int i = 0; i < sites.size(); i++) {
            String host = "simulators:" + (FIRST_PORT + i);
            assertThat(sites.get(i).get("name").asText()).isEqualTo(NewsSimulator.name(i));
            assertThat(sites.get(i).at("/discovery/0/url").asText()).isEqualTo("http://" + host + "/feed.xml");
            assertThat(sites.get(i).at("/allowedHosts/0").asText()).isEqualTo(host);
        }
        assertThat(sites).hasSize(5);
    }
}
