package io.pulsefeed.deployment.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.Checkout;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The image's recipe, the compose file and the build speak of the same versions. */
class ImageTest {

    private final String recipe = Checkout.text("Dockerfile");
    private final String pom = Checkout.text("pom.xml");

    private static String find(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern).isTrue();
        return found.group(1);
    }

    private static String setting(String name) {
        return find(Checkout.text(Settings.EXAMPLE), "(?m)^#?" + name + "=(.+)$");
    }

    @ParameterizedTest
    @ValueSource(strings = {"KAFKA_IMAGE", "MAVEN_IMAGE"})
    void theRecipeBuildsOnTheImagesOfTheSettings(String name) {
        assertThat(find(recipe, "(?m)^ARG " + name + "=(.+)$")).isEqualTo(setting(name));
        assertThat(recipe).contains("FROM ${" + name + "} AS ");
    }

    @Test
    void theBrokerIsOfTheVersionThatThePluginsAreTestedWith() {
        assertThat(setting("KAFKA_IMAGE")).endsWith(":" + find(pom, "<kafka.version>(.+)</kafka.version>"));
    }

    @Test
    void theImageHasTheVersionOfTheProduct() {
        assertThat(setting("PULSEFEED_IMAGE"))
                .endsWith(":" + find(pom, "<artifactId>pulsefeed</artifactId>\\s+<version>(.+)</version>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {".env", "secrets/", ".git", "**/target"})
    void theBuildDoesNotSeeSecretsNorWhatWasBuiltBefore(String ignored) {
        assertThat(Checkout.text(".dockerignore").lines()).contains(ignored);
    }

    @ParameterizedTest
    @ValueSource(strings = {".env", "secrets/"})
    void gitDoesNotSeeSecrets(String ignored) {
        assertThat(Checkout.text(".gitignore").lines()).contains(ignored);
    }
}
