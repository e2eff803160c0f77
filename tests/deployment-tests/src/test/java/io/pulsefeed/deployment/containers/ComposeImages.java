package io.pulsefeed.deployment.containers;

import io.pulsefeed.testing.Checkout;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.testcontainers.utility.DockerImageName;

/** The images of the compose file. */
final class ComposeImages {

    private static final String FILE = "docker-compose.yml";

    private ComposeImages() {}

    static DockerImageName kafka() {
        return named("KAFKA_IMAGE").asCompatibleSubstituteFor("apache/kafka");
    }

    static DockerImageName timescaledb() {
        return named("TIMESCALEDB_IMAGE").asCompatibleSubstituteFor("postgres");
    }

    /** The environment variable, else the default in the file, as Compose resolves it. */
    private static DockerImageName named(String variable) {
        String set = System.getenv(variable);
        if (set != null && !set.isBlank()) {
            return DockerImageName.parse(set);
        }
        Matcher standard = Pattern.compile("\\$\\{" + variable + ":-([^}]+)}").matcher(Checkout.text(FILE));
        if (!standard.find()) {
            throw new AssertionError(FILE + " has no image variable " + variable);
        }
        return DockerImageName.parse(standard.group(1));
    }
}
