package io.pulsefeed.deployment.process;

import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Our four plugins, from the zips that users get. */
public final class ShippedPlugins {

    private static final List<String> MODULES =
            List.of("kraken-source", "article-source", "emotibit-source", "timescale-sink");

    private ShippedPlugins() {}

    /** Lays them out in a folder for {@code plugin.path}. */
    public static Path unpack(Path folder) {
        MODULES.forEach(
                module -> unpack(Checkout.files(module + "/target", ".zip").get(0), folder));
        return folder;
    }

    private static void unpack(Path zip, Path folder) {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(in, file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
