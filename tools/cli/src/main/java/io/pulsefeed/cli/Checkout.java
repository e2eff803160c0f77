package io.pulsefeed.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Paths of the checkout, the release archive or the image that the command runs from. */
public record Checkout(Path root) {

    private static final List<String> PLUGINS =
            List.of("kraken-source", "article-source", "emotibit-source", "timescale-sink");

    /** The directory that the {@code pulsefeed} script passes in a system property. */
    public static Checkout current() {
        String root = System.getProperty("pulsefeed.root");
        if (root == null) {
            throw new UserError("the system property pulsefeed.root is not set. Use the pulsefeed script.");
        }
        return new Checkout(Path.of(root));
    }

    /** The jars of the embedded stack, one directory per class loader. */
    public Path stack() {
        Path released = root.resolve("lib/stack");
        return Files.isDirectory(released) ? released : root.resolve("tools/local-stack/target/stack");
    }

    public Path connectConfig() {
        return root.resolve("connect-config");
    }

    /** SQL files of tables and analytics. */
    public Path database() {
        return root.resolve("database");
    }

    /** The plugin zips of the build or the archive. */
    public List<Path> pluginZips() {
        List<Path> zips = new ArrayList<>();
        Path released = root.resolve("plugins");
        for (String plugin : PLUGINS) {
            Path target = Files.isDirectory(released)
                    ? released
                    : root.resolve(plugin).resolve("target");
            try (DirectoryStream<Path> found = Files.newDirectoryStream(target, "pulsefeed-" + plugin + "-*.zip")) {
                found.forEach(zips::add);
            } catch (IOException e) {
                throw new UserError("no plugin zip in " + target + ". Build it with: mvn -DskipTests package", e);
            }
        }
        return zips;
    }
}
