package io.pulsefeed.cli.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** An export of fuzzed records of the raw topic: one in each line. */
public final class FuzzedExport {

    private static final int RECORDS_MAX = 50;

    private FuzzedExport() {}

    public static void write(byte[] input) throws IOException {
        for (ExportFormat format : ExportFormat.values()) {
            Path folder = Files.createTempDirectory("fuzz-");
            try (ExportFiles files = format.open(folder)) {
                int records = 0;
                int start = 0;
                for (int i = 0; i <= input.length && records < RECORDS_MAX; i++) {
                    if (i == input.length || input[i] == '\n') {
                        files.add(Arrays.copyOfRange(input, start, i));
                        records++;
                        start = i + 1;
                    }
                }
                assertThat(files.finish().keySet()).allMatch(file -> file.startsWith(folder));
            } finally {
                delete(folder);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> found;
        try (Stream<Path> all = Files.walk(folder)) {
            found = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : found) {
            Files.delete(path);
        }
    }
}
