package io.pulsefeed.stack;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Property files of Kafka's servers. */
public final class KafkaProperties {

    private KafkaProperties() {}

    /** Kafka reads the file as Latin-1, for which {@link Properties#store(OutputStream, String)} escapes all other characters. */
    public static void write(Path file, Properties properties) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            properties.store(out, "Generated at every start.");
        }
    }
}
