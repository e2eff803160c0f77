package io.pulsefeed.deployment.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.deployment.process.Command;
import io.pulsefeed.testing.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The jars of a Kafka Connect worker of any version, resolved by Maven as that version declares them. */
final class WorkerJars {

    private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(5);

    private WorkerJars() {}

    /** Downloads what is missing in Maven's repository. */
    static Path of(String version) {
        Path target = Checkout.path("tests/deployment-tests/target/workers");
        Path jars = target.resolve(version);
        if (!Files.exists(jars.resolve("connect-runtime-" + version + ".jar"))) {
            List<String> words = new ArrayList<>(List.of(System.getProperty("matrix.maven", "mvn"), "-q", "-B"));
            words.add("-f");
            words.add(Checkout.path("tests/deployment-tests/src/test/resources/matrix/worker.xml")
                    .toString());
            words.add("-Dworker.version=" + version);
            words.add("-Dworker.jars=" + jars);
            addOption(words, "-Dmaven.repo.local=", "matrix.repository");
            Command.Ended ended = Command.of(words).run(target.resolve(version + ".log"), DOWNLOAD_LIMIT);
            assertThat(ended.code()).as(ended.output()).isZero();
        }
        return jars;
    }

    /** Adds what the profile matrix passes from the build; a run without Maven has the defaults. */
    private static void addOption(List<String> words, String option, String property) {
        String value = System.getProperty(property);
        if (value != null && Files.exists(Path.of(value))) {
            words.add(option + value);
        }
    }
}
