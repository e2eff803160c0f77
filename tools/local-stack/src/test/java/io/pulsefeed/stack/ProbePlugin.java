package io.pulsefeed.stack;

import io.pulsefeed.stack.probe.ProbeSourceConnector;
import io.pulsefeed.stack.probe.ProbeSourceTask;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs the probe connector like a plugin of the build: a zip with one directory and the jar in its {@code lib}. */
final class ProbePlugin {

    private ProbePlugin() {}

    static Path zipIn(Path folder) throws IOException {
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(jar)) {
            for (Class<?> type : new Class<?>[] {ProbeSourceConnector.class, ProbeSourceTask.class}) {
                String name = type.getName().replace('.', '/') + ".class";
                try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
                    entry(out, name, in.readAllBytes());
                }
            }
            entry(
                    out,
                    "META-INF/services/org.apache.kafka.connect.source.SourceConnector",
                    ProbeSourceConnector.class.getName().getBytes(StandardCharsets.UTF_8));
        }
        Path zip = folder.resolve("probe-1.zip");
        try (OutputStream file = Files.newOutputStream(zip);
                ZipOutputStream out = new ZipOutputStream(file)) {
            entry(out, "probe-1/lib/probe-1.jar", jar.toByteArray());
            entry(out, "probe-1/manifest.json", "{}".getBytes(StandardCharsets.UTF_8));
        }
        return zip;
    }

    private static void entry(ZipOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        out.write(content);
        out.closeEntry();
    }
}
