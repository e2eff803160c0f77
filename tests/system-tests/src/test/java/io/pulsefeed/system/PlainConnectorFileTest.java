package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The connector files for workers without config providers agree with those of the compose stack. */
class PlainConnectorFileTest {

    private static final Map<String, Set<String>> TO_REPLACE = Map.of(
            "article-source", Set.of("user.agent"),
            "emotibit-source", Set.of(),
            "kraken-source", Set.of(),
            "timescale-cryptoviz", Set.of("connection.url", "connection.password"),
            "timescale-emotibit", Set.of("connection.url", "connection.password"));

    static Stream<String> names() {
        return Checkout.connectorFiles().stream()
                .map(file -> file.getFileName().toString().replace(".json", ""));
    }

    @ParameterizedTest
    @MethodSource("names")
    void isDerivedFromTheFileOfTheStack(String name) throws IOException {
        Path file = Checkout.path("connect-config/plain/" + name + ".json");
        String derived = PlainConnectorFile.derive(name);
        if (Boolean.getBoolean("plain.update")) {
            Files.writeString(file, derived);
            return;
        }

        assertThat(file)
                .as(
                        "%s differs from connect-config/connectors; create it again with: mvn -pl :system-tests -am verify"
                                + " -Dtest=PlainConnectorFileTest -Dplain.update=true -DskipITs"
                                + " -Dsurefire.failIfNoSpecifiedTests=false",
                        file)
                .hasContent(derived.strip());
    }

    @ParameterizedTest
    @MethodSource("names")
    void leavesOnlyTheUsersDecisionsOpen(String name) throws JsonProcessingException {
        JsonNode config = new ObjectMapper()
                .readTree(Checkout.text("connect-config/plain/" + name + ".json"))
                .required("config");
        Set<String> open = new TreeSet<>();
        config.properties().forEach(entry -> {
            assertThat(entry.getValue().asText()).as(entry.getKey()).doesNotContain("${");
            if (entry.getValue().asText().contains(PlainConnectorFile.TO_REPLACE)) {
                open.add(entry.getKey());
            }
        });

        assertThat(open).isEqualTo(TO_REPLACE.get(name));
    }

    @Test
    void hasNoFileWithoutItsOriginal() {
        List<String> plain = Checkout.files("connect-config/plain", ".json").stream()
                .map(file -> file.getFileName().toString().replace(".json", ""))
                .toList();

        assertThat(plain).containsExactlyElementsOf(names().toList());
    }
}
