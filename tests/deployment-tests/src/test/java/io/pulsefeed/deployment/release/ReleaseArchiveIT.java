package io.pulsefeed.deployment.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.deployment.process.Command;
import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The release archive is complete and reproducible, and its demo runs with Java alone. */
@Tag("release")
class ReleaseArchiveIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENTER_ALTERNATE_SCREEN = "\u001b[?1049h";
    private static final String LEAVE_ALTERNATE_SCREEN = "\u001b[?1049l";
    private static final String CURSOR_POSITION = "\u001b\\[[0-9;]*H";
    private static final String CONTROL_SEQUENCES = "\u001b\\[[0-9;?]*[A-Za-z]";
    private static final int COLUMNS = 80;

    @TempDir
    private Path temporary;

    private static ReleaseArchive release;

    @BeforeAll
    static void build() throws IOException {
        release = ReleaseArchive.build();
    }

    @AfterAll
    static void delete() throws IOException {
        if (release != null) {
            release.delete();
        }
    }

    @Test
    void isReproducible() throws IOException {
        Path again = ReleaseArchive.build(temporary);

        assertThat(again.getFileName()).isEqualTo(release.archive().getFileName());
        assertThat(Files.mismatch(again, release.archive())).isEqualTo(-1);
    }

    @Test
    void listsTheChecksumOfEveryFile() throws IOException {
        Path root = release.root();
        assertThat(release.run("sha256sum --quiet -c SHA256SUMS").code()).isZero();
        List<String> listed = Files.readAllLines(root.resolve("SHA256SUMS")).stream()
                .map(line -> line.substring(line.indexOf("  ") + 2))
                .toList();
        try (var files = Files.walk(root)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> root.relativize(file).toString())
                            .filter(file -> !file.equals("SHA256SUMS")))
                    .containsExactlyInAnyOrderElementsOf(listed);
        }
        assertThat(listed)
                .contains("LICENSE", "NOTICE", "sbom/timescale-sink.json", "licenses/timescale-sink-third-party.txt");
    }

    @Test
    void assemblesTheImageOfTheCheckout() {
        Path fromArchive = temporary.resolve("archive");
        Path fromCheckout = temporary.resolve("checkout");
        Command.of(release.root().resolve("packaging/image/assemble").toString(), fromArchive.toString())
                .succeed(temporary.resolve("archive.log"));
        Command.of(Checkout.path("packaging/image/assemble").toString(), fromCheckout.toString())
                .succeed(temporary.resolve("checkout.log"));

        Command.Ended difference = Command.of("diff", "-r", fromArchive.toString(), fromCheckout.toString())
                .run();
        assertThat(difference.code()).as(difference.output()).isZero();
    }

    @Test
    void demoRunsForAnUnprivilegedUserAndAgainOnTheSameHome() throws IOException {
        int[] ports = FreePorts.take(4);
        String demo = String.format(
                "./pulsefeed demo --home '%s' --kafka-port %d --controller-port %d --connect-port %d --db-port %d",
                release.folder().resolve("home"), ports[0], ports[1], ports[2], ports[3]);

        Command.Ended first = release.run(demo + " --duration 10s --json");
        assertThat(first.code()).as(first.output()).isZero();
        JsonNode result = JSON.readTree(first.output().lines().reduce("", (a, b) -> b));
        assertThat(result.get("lost").asInt()).isZero();
        assertThat(result.get("duplicated").asInt()).isZero();
        assertThat(result.get("errors")).isEmpty();
        assertThat(result.get("connectors").elements()).toIterable().allMatch(state -> state.asText()
                .equals("RUNNING"));
        assertThat(result.get("tables").elements()).toIterable().allMatch(rows -> rows.asLong() > 0);

        // In a terminal of 80 columns and 24 rows.
        Command.Ended second = release.run("script -qec 'stty rows 24 cols " + COLUMNS + "; " + demo.replace("'", "")
                + " --duration 5s' /dev/null");
        assertThat(second.code()).as(second.output()).isZero();
        assertThat(second.output()).contains("lost 0, duplicated 0", ENTER_ALTERNATE_SCREEN, LEAVE_ALTERNATE_SCREEN);
        assertThat(screen(second.output())).isNotEmpty().allMatch(line -> line.length() <= COLUMNS);
    }

    /** The lines that are drawn on the alternate screen. */
    private static List<String> screen(String output) {
        int from = output.indexOf(ENTER_ALTERNATE_SCREEN);
        return output.substring(from, output.lastIndexOf(LEAVE_ALTERNATE_SCREEN))
                .replaceAll(CURSOR_POSITION, "\n")
                .lines()
                .map(line -> line.replaceAll(CONTROL_SEQUENCES, "").replace("\r", ""))
                .filter(line -> !line.isBlank())
                .collect(Collectors.toList());
    }
}
