package io.pulsefeed.system;

import io.pulsefeed.testing.Checkout;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The contents of a plugin zip.
 *
 * @param connectors classes listed in its ServiceLoader manifests
 */
record PluginZip(Path file, List<String> entries, List<String> connectors) {

    /** The zips of all modules that this build packaged and that contain a connector. */
    static List<Path> built() {
        try (Stream<Path> modules = Files.list(Checkout.ROOT)) {
            return modules.filter(module -> Files.exists(module.resolve("src/main/package/manifest.json")))
                    .map(module -> module.getFileName().toString())
                    .filter(module -> Files.exists(Checkout.path(module + "/target")))
                    .flatMap(module -> Checkout.files(module + "/target", ".zip").stream()
                            .filter(zip ->
                                    zip.getFileName().toString().matches("pulsefeed-" + module + "-[\\w.-]+\\.zip")))
                    .filter(zip -> !read(zip).connectors().isEmpty())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PluginZip read(Path file) {
        List<String> entries = new ArrayList<>();
        List<String> connectors = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.add(entry.getName());
                if (entry.getName().endsWith(".jar")) {
                    connectors.addAll(services(zip.readAllBytes()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PluginZip(file, List.copyOf(entries), List.copyOf(connectors));
    }

    private static List<String> services(byte[] jar) throws IOException {
        List<String> classes = new ArrayList<>();
        List<String> present = new ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                present.add(entry.getName());
                if (entry.getName().startsWith("META-INF/services/org.apache.kafka.connect.")) {
                    classes.addAll(lines(in));
                }
            }
        }
        // A module whose connector is not written yet has only the manifest.
        classes.removeIf(name -> !present.contains(name.replace('.', '/') + ".class"));
        return classes;
    }

    private static List<String> lines(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    List<Path> unpackJars(Path folder) throws IOException {
        List<Path> jars = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith(".jar")) {
                    Path jar = folder.resolve(Path.of(entry.getName()).getFileName());
                    Files.copy(zip, jar);
                    jars.add(jar);
                }
            }
        }
        return jars;
    }

    @Override
    public String toString() {
        return file.getFileName().toString();
    }
}
