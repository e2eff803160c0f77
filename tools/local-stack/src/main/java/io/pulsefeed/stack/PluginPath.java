package io.pulsefeed.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The worker's {@code plugin.path}: one directory per plugin zip. */
record PluginPath(Path folder) {

    private static final String MARKER = ".unpacked-from";

    /**
     * Unpacks each zip whose content has changed, and deletes directories of other zips: the worker would load an old version of a
     * plugin together with the new one.
     */
    void sync(List<Path> zips) throws IOException {
        Set<String> names = new HashSet<>();
        for (Path zip : zips) {
            String file = zip.getFileName().toString();
            String name = file.endsWith(".zip") ? file.substring(0, file.length() - ".zip".length()) : file;
            names.add(name);
            unpackIfChanged(zip, folder.resolve(name));
        }
        try (Stream<Path> present = Files.list(folder)) {
            for (Path each : present.toList()) {
                if (!names.contains(each.getFileName().toString())) {
                    delete(each);
                }
            }
        }
    }

    private void unpackIfChanged(Path zip, Path target) throws IOException {
        if (Files.notExists(zip)) {
            throw new StackException(
                    "The plugin " + zip + " does not exist. Build the plugins with: mvn -DskipTests package");
        }
        String digest = digest(zip);
        Path marker = target.resolve(MARKER);
        if (Files.exists(marker) && Files.readString(marker).equals(digest)) {
            return;
        }
        delete(target);
        unpack(zip, target);
        // Written last, so that an interrupted unpacking is repeated.
        Files.writeString(marker, digest);
    }

    private static void unpack(Path zip, Path target) throws IOException {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new StackException("The plugin " + zip + " contains the entry " + entry.getName()
                            + ", which is outside of its directory. Rebuild the zip, or remove it.");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        Files.createDirectories(target);
    }

    private static String digest(Path file) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path path) throws IOException {
        if (Files.notExists(path)) {
            return;
        }
        try (Stream<Path> inside = Files.walk(path)) {
            inside.sorted(Comparator.reverseOrder()).forEach(each -> {
                try {
                    Files.delete(each);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
