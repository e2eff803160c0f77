package io.pulsefeed.admin.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pulsefeed.admin.FailureCause;
import io.pulsefeed.testing.NotChecked;
import io.pulsefeed.testing.TestDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server with a tablespace on a small file system. Skipped without the permission to mount one. */
class DatabaseSpaceIT {

    @TempDir
    private Path folder;

    private Path small;

    @BeforeEach
    void mount() throws Exception {
        small = Files.createDirectory(folder.resolve("small"));
        if (run("mount", "-t", "tmpfs", "-o", "size=512k,mode=0700", "tmpfs", small.toString()) != 0) {
            NotChecked.skip(
                    "a full disk of the database", "this user cannot mount a file system; run the tests as root");
        }
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "--lazy", small.toString());
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Test
    void reportsAFullDisk() throws IOException {
        try (TestDatabase server = TestDatabase.startPlainPostgres()) {
            server.execute("CREATE TABLESPACE small LOCATION '" + small + "'");
            DatabaseLogin login = new DatabaseLogin(server.url(), server.user(), server.password());
            assertThat(DatabaseSpace.error(login)).isEmpty();

            String url =
                    server.url() + (server.url().contains("?") ? "&" : "?") + "options=-c%20temp_tablespaces=small";
            assertThat(DatabaseSpace.error(new DatabaseLogin(url, server.user(), server.password())))
                    .hasValueSatisfying(error -> assertThat(error)
                            .startsWith("ERROR: could not write to file")
                            .endsWith("No space left on device"));

            server.execute("CREATE TABLE filled (text text) TABLESPACE small");
            Throwable failure = catchThrowable(
                    () -> server.execute("INSERT INTO filled SELECT repeat('x', 900) FROM generate_series(1, 2000)"));
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace, true));
            assertThat(FailureCause.of(trace.toString()))
                    .contains("could not extend file")
                    .contains("No space left on device");
        }
    }
}
