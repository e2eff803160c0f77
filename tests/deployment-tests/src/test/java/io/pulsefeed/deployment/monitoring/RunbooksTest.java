package io.pulsefeed.deployment.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.testing.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whoever is woken by an alert is told what it costs, what to do, and where more is written. */
class RunbooksTest {

    private static final Set<String> SEVERITIES = Set.of("critical", "warning", "info");

    @Test
    void everyAlertSaysHowBadItIsAndWhatToDo() {
        assertThat(Rules.alerts()).hasSizeGreaterThanOrEqualTo(25).allSatisfy(alert -> {
            JsonNode labels = alert.rule().get("labels");
            assertThat(SEVERITIES).contains(labels.get("severity").asText());
            assertThat(labels.path("component").asText()).isNotBlank();
            JsonNode annotations = alert.rule().get("annotations");
            for (String name : List.of("summary", "impact", "action")) {
                assertThat(annotations.path(name).asText())
                        .as("%s of %s", name, alert)
                        .isNotBlank();
            }
            assertThat(annotations.path("runbook_url").asText()).isEqualTo("docs/runbooks/" + alert + ".md");
        });
    }

    @Test
    void everyAlertHasItsPageAndEveryPageItsAlert() {
        List<String> alerts =
                Rules.alerts().stream().map(Rules.Alert::name).sorted().toList();
        assertThat(alerts).doesNotHaveDuplicates();
        assertThat(Checkout.files("docs/runbooks", ".md").stream()
                        .map(RunbooksTest::name)
                        .filter(name -> !name.equals("README")))
                .containsExactlyInAnyOrderElementsOf(alerts);
    }

    @Test
    void everyPageIsComplete() throws Exception {
        for (Path file : Checkout.files("docs/runbooks", ".md")) {
            if (!name(file).equals("README")) {
                assertThat(Files.readString(file))
                        .startsWith("# " + name(file) + "\n")
                        .containsSubsequence("**What is lost.** ", "## Look here first", "## Fix it", "## Try it");
            }
        }
    }

    @Test
    void theIndexNamesEveryAlertWithItsSeverity() {
        String index = Checkout.text("docs/runbooks/README.md");
        for (Rules.Alert alert : Rules.alerts()) {
            String severity = alert.rule().at("/labels/severity").asText();
            assertThat(index).contains("| [" + alert + "](" + alert + ".md) | " + severity + " |");
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".md", "");
    }
}
