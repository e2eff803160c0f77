package io.pulsefeed.deployment.matrix;

import io.pulsefeed.deployment.process.PropertiesFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An installed Java.
 *
 * @param version feature version, such as 17
 */
record Java(Path home, int version) {

    /** The Java of the tests. */
    static Java current() {
        return new Java(
                Path.of(System.getProperty("java.home")), Runtime.version().feature());
    }

    /** The newest Java of another version in the folder that contains {@link #current}. */
    static Optional<Java> other() {
        Java current = current();
        try (Stream<Path> homes =
                Files.list(current.home().toRealPath().resolveSibling("").normalize())) {
            return homes.flatMap(home -> in(home).stream())
                    .filter(java -> java.version() != current.version() && java.version() >= 17)
                    .max(Comparator.comparingInt(Java::version));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty unless the folder is a complete installation: some contain only files of the distribution. */
    private static Optional<Java> in(Path home) {
        Path release = home.resolve("release");
        if (!Files.isRegularFile(release) || !Files.isExecutable(home.resolve("bin/java"))) {
            return Optional.empty();
        }
        String version =
                PropertiesFile.read(release).getProperty("JAVA_VERSION", "0").replace("\"", "");
        return Optional.of(new Java(home, Runtime.Version.parse(version).feature()));
    }
}
