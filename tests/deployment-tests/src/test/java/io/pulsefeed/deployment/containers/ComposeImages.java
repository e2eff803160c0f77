package io.pulsefeed.deployment.containers;

import io.pulsefeed.testing.Checkout;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.testcontainers.utility.DockerImageName;

/** The images that the compose file runs, so that what is tested is what is deployed. */
final class ComposeImages {

    private static final String FILE = "docker-compose.yml";

    private ComposeImages() {}

    static DockerImageName kafka() {
        return named("KAFKA_IMAGE").asCompatibleSubstituteFor("apache/kafka");
    }

    static DockerImageName timescaledb() {
        return named("TIMESCALEDB_IMAGE").asCompatibleSubstituteFor("postgres");
    }

    /** As Compose does: the environment's value of the variable if there is one, else the default of the file. */
    private static DockerImageName named(String variable) {
        String set = System.getenv(variable);
        if (set != null && !set.isBlank()) {
            return DockerImageName.parse(set);
        }
        Matcher standard = Pattern.compile("\\$\\{" + variable + ":-([^}]+)}").matcher(Checkout.text(FILE));
        if (!standard.find()) {
            throw new AssertionError(FILE + " names no image by " + variable);
        }
        return DockerImageName.parse(standard.group(1));
    }
}
