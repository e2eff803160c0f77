package io.pulsefeed.cli.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Files in the format of an EmotiBit's SD card, one for each device and session: one packet per line, terminated by LF, byte for byte as
 * received. The packet text of a record has one ISO 8859-1 character for each byte.
 */
final class PacketFiles implements ExportFiles {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Map<Path, Long> counts = new TreeMap<>();
    private final OpenFiles open = new OpenFiles();

    PacketFiles(Path folder) {
        this.folder = folder;
    }

    @Override
    public void add(byte[] record) throws IOException {
        JsonNode packet = JSON.readTree(record);
        Path file = folder.resolve(SessionName.of(packet).fileName() + ".csv");
        DataOutputStream out = open.get(file);
        out.write(packet.path("packet").asText().getBytes(StandardCharsets.ISO_8859_1));
        out.write('\n');
        counts.merge(file, 1L, Long::sum);
    }

    @Override
    public Map<Path, Long> finish() throws IOException {
        open.close();
        return counts;
    }

    @Override
    public void close() throws IOException {
        open.close();
    }
}
