package io.pulsefeed.deployment.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.Checkout;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dockerfile, compose settings and pom use the same versions. */
class ImageTest {

    private final String dockerfile = Checkout.text("Dockerfile");
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
    void dockerfileUsesTheBaseImagesOfTheSettings(String name) {
        assertThat(find(dockerfile, "(?m)^ARG " + name + "=(.+)$")).isEqualTo(setting(name));
        assertThat(dockerfile).contains("FROM ${" + name + "} AS ");
    }

    @Test
    void brokerImageHasTheTestedKafkaVersion() {
        assertThat(setting("KAFKA_IMAGE")).endsWith(":" + find(pom, "<kafka.version>(.+)</kafka.version>"));
    }

    @Test
    void imageHasTheProjectVersion() {
        assertThat(setting("PULSEFEED_IMAGE"))
                .endsWith(":" + find(pom, "<artifactId>pulsefeed</artifactId>\\s+<version>(.+)</version>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {".env", "secrets/", ".git", "**/target"})
    void dockerBuildIgnoresSecretsAndBuildOutput(String ignored) {
        assertThat(Checkout.text(".dockerignore").lines()).contains(ignored);
    }

    @ParameterizedTest
    @ValueSource(strings = {".env", "secrets/"})
    void gitIgnoresSecrets(String ignored) {
        assertThat(Checkout.text(".gitignore").lines()).contains(ignored);
    }
}
