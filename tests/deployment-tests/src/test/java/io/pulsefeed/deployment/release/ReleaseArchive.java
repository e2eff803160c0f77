package io.pulsefeed.deployment.release;

import io.pulsefeed.deployment.process.Command;
import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The release archive of this checkout, unpacked where every user can read it.
 *
 * @param folder of the test; contains the archive and a directory that an unprivileged user can write
 * @param root of the unpacked archive
 */
record ReleaseArchive(Path folder, Path archive, Path root) {

    private static final String NOBODY = "65534";
    private static final Duration LIMIT = Duration.ofMinutes(6);

    static ReleaseArchive build() throws IOException {
        Path folder = Files.createTempDirectory("release");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path archive = build(folder);
        Command.of("tar", "-xzf", archive.toString(), "-C", folder.toString()).succeed(folder.resolve("tar.log"));
        try (Stream<Path> entries = Files.list(folder)) {
            Path root = entries.filter(Files::isDirectory).findFirst().orElseThrow();
            return new ReleaseArchive(folder, archive, root);
        }
    }

    /** The path of the archive that the script writes into {@code out}. */
    static Path build(Path out) {
        return Path.of(Command.of(Checkout.path("packaging/release/build").toString(), out.toString())
                .succeed(out.resolve("build.log"))
                .strip());
    }

    /** Runs a shell command in the unpacked archive, without Maven and, if this JVM is root's, as an unprivileged user. */
    Command.Ended run(String shellCommand) {
        List<String> words = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            words.addAll(List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"));
        }
        words.addAll(List.of("sh", "-c", "cd '" + root + "' && " + shellCommand));
        return Command.of(words)
                .withOnly(
                        Map.of("JAVA_HOME", System.getProperty("java.home"), "PATH", "/usr/bin:/bin", "TERM", "xterm"))
                .run(folder.resolve("run.log"), LIMIT);
    }

    void delete() throws IOException {
        Command.of("rm", "-rf", folder.toString()).run();
    }
}
