package io.pulsefeed.cli.disk;

import io.pulsefeed.admin.state.Disk;
import io.pulsefeed.cli.doctor.ExternalProgram;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** The disk of a database on this machine: that of Docker's data, else that of the home directory, where the embedded stack is. */
final class DatabaseDisk {

    private static final Pattern LOCAL =
            Pattern.compile("jdbc:postgresql:(//(localhost|127\\.0\\.0\\.1|\\[::1])?[:/].*|[^/].*)");

    private DatabaseDisk() {}

    /** @return empty for a database on another machine, whose disk is not known */
    static Optional<Disk> of(String jdbcUrl) {
        if (!LOCAL.matcher(jdbcUrl).matches()) {
            return Optional.empty();
        }
        Path place = ExternalProgram.output("docker", "info", "--format", "{{.DockerRootDir}}")
                .map(Path::of)
                .filter(Files::exists)
                .orElse(Path.of(System.getProperty("user.home")));
        try {
            FileStore store = Files.getFileStore(place);
            return Optional.of(new Disk("database", store.getTotalSpace(), store.getUsableSpace()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
