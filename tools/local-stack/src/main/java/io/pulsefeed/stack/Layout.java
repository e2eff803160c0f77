package io.pulsefeed.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Locates the jars of the stack and {@code connect-config} in the checkout. */
final class Layout {

    private static final Path IN_TREE = Path.of("tools", "local-stack", "target", "stack");

    private Layout() {}

    /** The directory in the system property {@code pulsefeed.stack}, else that of the checkout around the working directory. */
    static Path find() {
        String property = System.getProperty("pulsefeed.stack");
        if (property != null) {
            return Path.of(property).toAbsolutePath().normalize();
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(IN_TREE))) {
                return folder.resolve(IN_TREE);
            }
        }
        throw new StackException("The jars of the stack (" + IN_TREE + ") were not found in a parent directory of "
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
                "There is no topic profile " + profile + " in " + folder + ". Available: " + profilesIn(folder) + ".");
    }

    private static String profilesIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".json"))
                    .map(f -> f.substring(0, f.length() - ".json".length()))
                    .sorted()
                    .collect(Collectors.joining(", "));
        } catch (IOException e) {
            return "none (the directory cannot be read)";
        }
    }
}
