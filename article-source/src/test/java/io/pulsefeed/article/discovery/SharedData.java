package io.pulsefeed.article.discovery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the evaluation data: {@code PULSEFEED_DATA}, else {@code ../shared/data} beside the checkout. */
public final class SharedData {

    private SharedData() {}

    /** Empty when it is not there; then one line says loudly what is not checked. */
    public static Optional<Path> folder(String path, String notChecked) {
        Optional<Path> folder = root().map(root -> root.resolve(path)).filter(Files::isDirectory);
        if (folder.isEmpty()) {
            System.out.println(
                    "NOT CHECKED: " + notChecked + " (no " + path + " under PULSEFEED_DATA or ../shared/data)");
        }
        return folder;
    }

    private static Optional<Path> root() {
        String named = System.getenv("PULSEFEED_DATA");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path data = at.resolve("shared/data");
            if (Files.isDirectory(data)) {
                return Optional.of(data);
            }
        }
        return Optional.empty();
    }

    public static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
