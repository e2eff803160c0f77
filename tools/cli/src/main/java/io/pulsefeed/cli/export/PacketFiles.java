package io.pulsefeed.cli.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Files in the format of an EmotiBit's SD card, one for each device and session: one packet per line, terminated by LF, byte for byte as
 * received. The packet text of a record has one ISO 8859-1 character for each byte.
 */
final class PacketFiles implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Files above this number are closed, and reopened for their next packet. */
    private static final int MAX_OPEN_FILES = 64;

    private final Path folder;
    private final Map<Path, Long> counts = new TreeMap<>();
    private final Map<Path, Writer> open = new LinkedHashMap<>();

    PacketFiles(Path folder) {
        this.folder = folder;
    }

    /** @param record value of a record of the raw topic, JSON */
    void add(byte[] record) throws IOException {
        JsonNode packet = JSON.readTree(record);
        Path file = folder.resolve(safe(packet.path("device_id").asText()) + "_"
                + safe(packet.path("session_id").asText()) + ".csv");
        Writer out = open.get(file);
        if (out == null) {
            closeOldest();
            out = open(file);
        }
        out.write(packet.path("packet").asText());
        out.write('\n');
        counts.merge(file, 1L, Long::sum);
    }

    private Writer open(Path file) throws IOException {
        Writer out = counts.containsKey(file)
                ? Files.newBufferedWriter(file, StandardCharsets.ISO_8859_1, StandardOpenOption.APPEND)
                : Files.newBufferedWriter(file, StandardCharsets.ISO_8859_1);
        open.put(file, out);
        return out;
    }

    private void closeOldest() throws IOException {
        if (open.size() >= MAX_OPEN_FILES) {
            Path oldest = open.keySet().iterator().next();
            open.remove(oldest).close();
        }
    }

    /** Removes path separators and leading dots, because ids are received from the network. */
    private static String safe(String id) {
        return id.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^\\.+", "_");
    }

    /** Number of packets of each file. */
    Map<Path, Long> counts() {
        return counts;
    }

    @Override
    public void close() throws IOException {
        for (Writer out : open.values()) {
            out.close();
        }
    }
}
