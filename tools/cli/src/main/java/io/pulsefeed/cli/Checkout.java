package io.pulsefeed.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the built parts lie: the command runs from the checkout that built it. */
public record Checkout(Path root) {

    private static final List<String> PLUGINS =
            List.of("kraken-source", "article-source", "emotibit-source", "timescale-sink");

    /** The folder that the {@code pulsefeed} script passes on. */
    public static Checkout current() {
        String root = System.getProperty("pulsefeed.root");
        if (root == null) {
            throw new UserError("the system property pulsefeed.root is not set; start through the pulsefeed script.");
        }
        return new Checkout(Path.of(root));
    }

    /** The jars of the embedded stack, one folder for each side. */
    public Path stack() {
        return root.resolve("tools/local-stack/target/stack");
    }

    public Path connectConfig() {
        return root.resolve("connect-config");
    }

    /** The SQL of tables and analytics. */
    public Path database() {
        return root.resolve("database");
    }

    /** The zips as a user would install them, one for each plugin. */
    public List<Path> pluginZips() {
        List<Path> zips = new ArrayList<>();
        for (String plugin : PLUGINS) {
            Path target = root.resolve(plugin).resolve("target");
            try (DirectoryStream<Path> found = Files.newDirectoryStream(target, "pulsefeed-" + plugin + "-*.zip")) {
                found.forEach(zips::add);
            } catch (IOException e) {
                throw new UserError("no plugin zip in " + target + "; build with: mvn -DskipTests package", e);
            }
        }
        return zips;
    }
}
