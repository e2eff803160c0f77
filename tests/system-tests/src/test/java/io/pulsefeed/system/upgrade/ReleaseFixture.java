package io.pulsefeed.system.upgrade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What one release wrote, as files in {@code src/test/resources/upgrade/VERSION}. {@link FixtureRecorder} creates the folder.
 *
 * @param folder the release's files
 */
record ReleaseFixture(Path folder) {

    static final String CONFIG_KEYS = "config-keys.txt";
    static final String METRICS = "metrics.txt";
    static final String RECORDING = "emotibit-recording.csv";
    static final String TABLES = "tables.sql";
    static final String ROWS = "rows.sql";

    /** The first release with fixtures. */
    static final String FIRST = "0.1.0";

    static ReleaseFixture of(String version) {
        URL folder = ReleaseFixture.class.getResource("/upgrade/" + version);
        if (folder == null) {
            throw new IllegalStateException("No fixtures of release " + version);
        }
        try {
            return new ReleaseFixture(Path.of(folder.toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static String records(String name) {
        return "records-" + name + ".jsonl";
    }

    static String offsets(String name) {
        return "offsets-" + name + ".jsonl";
    }

    static String catalog(String edition) {
        return "catalog-" + edition + ".txt";
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    String text(String name) {
        try {
            return Files.readString(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> lines(String name) {
        return text(name).lines().toList();
    }

    void write(String name, List<String> lines) {
        try {
            Files.createDirectories(folder);
            Files.writeString(file(name), String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
