package io.pulsefeed.deployment.process;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Reads and writes properties files. */
public final class PropertiesFile {

    private PropertiesFile() {}

    public static Properties read(Path file) {
        try (Reader in = Files.newBufferedReader(file)) {
            Properties settings = new Properties();
            settings.load(in);
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Creates the file's folder if it is absent. */
    public static Path write(Properties settings, Path file) {
        try {
            Files.createDirectories(file.getParent());
            try (Writer out = Files.newBufferedWriter(file)) {
                settings.store(out, null);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
