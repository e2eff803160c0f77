package io.pulsefeed.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the files that the build left: the jars of the stack, and {@code connect-config} beside them. */
final class Layout {

    private static final Path IN_TREE = Path.of("tools", "local-stack", "target", "stack");

    private Layout() {}

    /** The system property {@code pulsefeed.stack}, else the tree that holds the working directory. */
    static Path find() {
        String given = System.getProperty("pulsefeed.stack");
        if (given != null) {
            return Path.of(given).toAbsolutePath().normalize();
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(IN_TREE))) {
                return folder.resolve(IN_TREE);
            }
        }
        throw new StackException("The stack's jars (" + IN_TREE + ") were not found above "
                + Path.of("").toAbsolutePath() + ". Build them with: mvn -DskipTests package");
    }

    static Path connectConfigOf(Path layout) {
        return layout.resolve("../../../../connect-config").normalize();
    }

    static Path topicsFile(Path connectConfig, String profile) {
        Path folder = connectConfig.resolve("topics");
        Path file = folder.resolve(profile + ".json");
        if (Files.exists(file)) {
            return file;
        }
        throw new StackException(
                "There is no topic profile " + profile + " in " + folder + "; it holds: " + profilesIn(folder) + ".");
    }

    private static String profilesIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".json"))
                    .map(f -> f.substring(0, f.length() - ".json".length()))
                    .sorted()
                    .collect(Collectors.joining(", "));
        } catch (IOException e) {
            return "nothing readable";
        }
    }
}
