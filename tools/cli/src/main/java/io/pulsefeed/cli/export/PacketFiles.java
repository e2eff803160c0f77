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
 * One file for each device and session, as a device writes them to its card: one packet a line, LF, each byte as it was sent. The text
 * of a packet in a record has one character for each byte.
 */
final class PacketFiles implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Sessions are long and follow each other; more open files than this are closed and opened again. */
    private static final int OPEN_AT_MOST = 64;

    private final Path folder;
    private final Map<Path, Long> counts = new TreeMap<>();
    private final Map<Path, Writer> open = new LinkedHashMap<>();

    PacketFiles(Path folder) {
        this.folder = folder;
    }

    /** @param record value of a record of the raw topic */
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
        if (open.size() >= OPEN_AT_MOST) {
            Path oldest = open.keySet().iterator().next();
            open.remove(oldest).close();
        }
    }

    /** Ids come from the network: nothing of them may lead out of the folder. */
    private static String safe(String id) {
        return id.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^\\.+", "_");
    }

    /** Packets for each file. */
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
