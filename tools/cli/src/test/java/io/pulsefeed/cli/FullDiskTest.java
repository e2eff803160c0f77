package io.pulsefeed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.cli.EveryCommand.Ended;
import io.pulsefeed.testing.NotChecked;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Writing to a disk without space: {@code /dev/full}, or a small file system. */
@EnabledOnOs(OS.LINUX)
class FullDiskTest {

    @TempDir
    private Path folder;

    /** A stream that hides errors must not hide a truncated result. */
    @Test
    void failsIfStandardOutputCannotBeWritten() throws Exception {
        Path err = folder.resolve("err");
        Process command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "generate-completion")
                .redirectOutput(new File("/dev/full"))
                .redirectError(err.toFile())
                .start();

        assertThat(command.waitFor()).isEqualTo(1);
        assertThat(err).hasContent("pulsefeed: standard output cannot be written: No space left on device");
    }

    /** Skipped without the permission to mount a file system. */
    @Test
    void theDemoNamesAFullHome() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        if (run("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", home.toString()) != 0) {
            NotChecked.skip("a full home of the demo", "this user cannot mount a file system; run the tests as root");
        }
        try {
            Ended ended = new EveryCommand(folder).run(List.of("demo", "--home", home.toString()));

            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.err())
                    .isEqualTo("pulsefeed: the home directory " + home
                            + " is not writable (No space left on device). Make it writable for this user, or choose"
                            + " another one with --home.\n");
        } finally {
            run("umount", home.toString());
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
