package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.source.SourceConnector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The configuration tables in {@code docs} are generated from the code; {@code -Dreference.update=true} writes them. */
class ConfigReferenceTest {

    private static final String BEGIN = "<!-- reference:begin -->";
    private static final String END = "<!-- reference:end -->";

    static Stream<Connector> connectors() {
        return Stream.concat(pluginConnectors(SourceConnector.class), pluginConnectors(SinkConnector.class));
    }

    private static <C extends Connector> Stream<Connector> pluginConnectors(Class<C> kind) {
        return ServiceLoader.load(kind).stream()
                .filter(provider -> provider.type().getName().startsWith("io.pulsefeed."))
                .map(ServiceLoader.Provider::get);
    }

    @ParameterizedTest
    @MethodSource("connectors")
    void pageMatchesTheConfigDef(Connector connector) throws IOException {
        String name = "docs/" + moduleOf(connector) + ".md";
        Path page = Checkout.path(name);
        String committed = Files.readString(page);
        if (committed.isBlank()) {
            System.out.println("NOT CHECKED: the reference in " + name + ", because the page is empty");
        }
        assumeFalse(committed.isBlank(), "the page is empty");
        assertThat(committed).as("markers in " + name).containsSubsequence(BEGIN, END);
        String generated = committed.substring(0, committed.indexOf(BEGIN) + BEGIN.length())
                + "\n"
                + ConfigReference.toMarkdown(connector.config())
                + committed.substring(committed.indexOf(END));
        if (Boolean.getBoolean("reference.update")) {
            Files.writeString(page, generated);
            return;
        }

        assertThat(committed)
                .as(
                        "%s differs from the code; regenerate it with: mvn -pl :system-tests -am verify -Dtest=ConfigReferenceTest"
                                + " -Dreference.update=true -DskipITs -Dsurefire.failIfNoSpecifiedTests=false",
                        name)
                .isEqualTo(generated);
    }

    @ParameterizedTest
    @MethodSource("connectors")
    void everyKeyHasWhatAFormNeeds(Connector connector) {
        List<String> incomplete = connector.config().configKeys().values().stream()
                .filter(key -> key.group == null
                        || key.displayName == null
                        || key.displayName.equals(key.name)
                        || key.documentation == null
                        || key.documentation.isBlank()
                        || key.documentation.matches(".*[<&].*"))
                .map(key -> key.name)
                .toList();
        assertThat(incomplete).isEmpty();
    }

    private static String moduleOf(Connector connector) {
        return connector
                .getClass()
                .getSimpleName()
                .replaceFirst("Connector$", "")
                .replace("EmotiBit", "Emotibit")
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(java.util.Locale.ROOT);
    }
}
