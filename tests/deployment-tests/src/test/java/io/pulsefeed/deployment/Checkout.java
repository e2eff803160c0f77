package io.pulsefeed.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where things are in a checkout that has been built. */
public final class Checkout {

    public static final Path ROOT = root();

    private Checkout() {}

    private static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("packaging"))) {
                return folder;
            }
        }
        throw new IllegalStateException("no checkout around " + Path.of("").toAbsolutePath());
    }

    /** The path of something in the tree, given from its root with slashes. */
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

    /** The files in the root itself whose names end so, in the order of their names. */
    public static List<Path> filesOfRoot(String suffix) {
        try (Stream<Path> files = Files.list(ROOT)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of a folder whose names end so, in the order of their names. */
    public static List<Path> files(String folder, String suffix) {
        try (Stream<Path> files = Files.walk(path(folder))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
