package io.pulsefeed.stack.database;

import com.sun.security.auth.module.UnixSystem;
import io.pulsefeed.stack.StackException;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * PostgreSQL's data directory, and its preparation between {@code initdb} and the first start. The library initializes it with
 * {@code trust} authentication. Roles, passwords and the database are created in single-user mode before a port is open, so that no other
 * user of the machine can log in without a password.
 */
final class DataDirectory {

    private static final String ACCESS =
            """
            # Generated at every start. Allows local connections with a password only.
            host all all 127.0.0.1/32 scram-sha-256
            """;

    private final Path folder;
    private final String password;

    DataDirectory(Path folder, String password) {
        this.folder = folder;
        this.password = password;
    }

    Path data() {
        return folder.resolve("data");
    }

    private Path preparedMarker() {
        return folder.resolve("prepared");
    }

    static boolean runsAsRoot() {
        return !System.getProperty("os.name").startsWith("Windows") && new UnixSystem().getUid() == 0;
    }

    /** Deletes a data directory whose preparation was interrupted. The server has never run on it, so it holds no data. */
    void deleteIfIncomplete() throws IOException {
        if (Files.exists(preparedMarker()) || Files.notExists(data())) {
            return;
        }
        try (Stream<Path> inside = Files.walk(data())) {
            for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /** A server opens only data of its own major version, and reports a different one in its log only. */
    void checkVersion() throws IOException {
        Path versionFile = data().resolve("PG_VERSION");
        String needed = majorVersion();
        if (Files.exists(versionFile) && !Files.readString(versionFile).strip().equals(needed)) {
            throw new StackException("The data in " + data() + " was written by PostgreSQL "
                    + Files.readString(versionFile).strip() + ", but this build contains PostgreSQL " + needed
                    + ". Choose another home with --home, or migrate the data with pg_dump of the old version.");
        }
    }

    private static String majorVersion() throws IOException {
        try (InputStream in = DataDirectory.class.getResourceAsStream("/local-stack.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            String version = properties.getProperty("postgresql.version");
            return version.substring(0, version.indexOf('.'));
        }
    }

    /** The library calls this after {@code initdb} and before it starts the server. */
    void prepare() {
        try {
            Files.writeString(data().resolve("pg_hba.conf"), ACCESS);
            if (Files.notExists(preparedMarker())) {
                runSingleUser("ALTER ROLE postgres PASSWORD '" + password + "'\n"
                        + "CREATE ROLE pulsefeed LOGIN PASSWORD '" + password + "'\n"
                        + "CREATE DATABASE pulsefeed OWNER pulsefeed\n");
                Files.createFile(preparedMarker());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the database was created", e);
        }
    }

    private void runSingleUser(String statements) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(postgres().toString(), "--single", "-D", data().toString(), "postgres"));
        Path output = folder.resolve("prepare.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().write(statements.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String result = process.waitFor() + " " + Files.readString(output);
        // Single-user mode exits with 0 even if a statement fails.
        if (!result.startsWith("0 ") || result.contains("ERROR:")) {
            throw new IllegalStateException("could not create the database: " + result.strip());
        }
        Files.delete(output);
    }

    private Path postgres() throws IOException {
        try (Stream<Path> files = Files.find(folder.resolve("program"), 3, (p, a) -> p.endsWith("bin/postgres"))) {
            return files.max(Comparator.comparing(DataDirectory::modified))
                    .orElseThrow(() -> new IllegalStateException("no postgres executable in " + folder));
        }
    }

    private static long modified(Path file) {
        try {
            return Files.getLastModifiedTime(file.getParent()).toMillis();
        } catch (IOException e) {
            return 0;
        }
    }
}
