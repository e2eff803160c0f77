package io.pulsefeed.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where things are in a checkout that has been built. */
final class Tree {

    static final Path ROOT = root();
    static final Path CONNECTORS = ROOT.resolve("connect-config").resolve("connectors");

    private Tree() {}

    private static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("packaging"))) {
                return folder;
            }
        }
        throw new IllegalStateException("no checkout around " + Path.of("").toAbsolutePath());
    }

    /** The zips of all plugins that this build has made and that hold a connector. */
    static List<Path> pluginZips() {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.filter(module -> Files.exists(module.resolve("src/main/package/manifest.json")))
                    .flatMap(Tree::zipOf)
                    .filter(zip -> !PluginZip.read(zip).connectors().isEmpty())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> zipOf(Path module) {
        Path target = module.resolve("target");
        if (Files.notExists(target)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(target)) {
            return files
                    .filter(f ->
                            f.getFileName().toString().matches("pulsefeed-" + module.getFileName() + "-[\\w.-]+\\.zip"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> connectorFiles() {
        try (Stream<Path> files = Files.list(CONNECTORS)) {
            return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of recorded data, which is not part of the tree; says loudly what goes unchecked without it. */
    static Optional<Path> data(String what, String unchecked) {
        String given = System.getenv("PULSEFEED_DATA");
        Path folder =
                given != null ? Path.of(given) : ROOT.resolve("../shared/data").normalize();
        for (Path up = ROOT; given == null && Files.notExists(folder) && up.getParent() != null; up = up.getParent()) {
            folder = up.resolve("shared/data");
        }
        if (Files.exists(folder.resolve(what))) {
            return Optional.of(folder.resolve(what));
        }
        System.out.println("NOT CHECKED: " + unchecked + " (no " + what + " under " + folder + "; set PULSEFEED_DATA)");
        return Optional.empty();
    }
}
