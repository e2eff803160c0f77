package io.pulsefeed.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files of the checkout that the tests run in. */
public final class Checkout {

    public static final Path ROOT = root();

    private Checkout() {}

    private static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("packaging"))) {
                return folder;
            }
        }
        throw new IllegalStateException("No checkout contains " + Path.of("").toAbsolutePath());
    }

    /** @param fromRoot relative to the root, with slashes */
    public static Path path(String fromRoot) {
        return ROOT.resolve(fromRoot);
    }

    public static String text(String fromRoot) {
        try {
            return Files.readString(path(fromRoot));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files in the root folder itself whose names end in {@code suffix}, sorted by name. */
    public static List<Path> rootFiles(String suffix) {
        try (Stream<Path> files = Files.list(ROOT)) {
            return sorted(files, suffix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files at any depth below {@code folder} whose names end in {@code suffix}, sorted by path. */
    public static List<Path> files(String folder, String suffix) {
        try (Stream<Path> files = Files.walk(path(folder))) {
            return sorted(files, suffix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> sorted(Stream<Path> files, String suffix) {
        return files.filter(Files::isRegularFile)
                .filter(file -> file.toString().endsWith(suffix))
                .sorted()
                .toList();
    }

    /** The connector files that are shipped, each a JSON object with {@code name} and {@code config}. */
    public static List<Path> connectorFiles() {
        return files("connect-config/connectors", ".json");
    }
}
