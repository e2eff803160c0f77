package io.pulsefeed.cli.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Files in the format of an EmotiBit's SD card, one for each device and session: one packet per line, terminated by LF, byte for byte as
 * received. The packet text of a record has one ISO 8859-1 character for each byte.
 */
final class PacketFiles implements ExportFiles {

    private final Path folder;
    private final Map<Path, Long> counts = new TreeMap<>();
    private final OpenFiles open = new OpenFiles();

    PacketFiles(Path folder) {
        this.folder = folder;
    }

    @Override
    public boolean add(byte @Nullable [] record) throws IOException {
        JsonNode packet = RawRecord.parse(record);
        if (packet == null) {
            return false;
        }
        Path file = folder.resolve(SessionName.of(packet).fileName() + ".csv");
        DataOutputStream out = open.get(file);
        out.write(packet.path("packet").asText().getBytes(StandardCharsets.ISO_8859_1));
        out.write('\n');
        counts.merge(file, 1L, Long::sum);
        return true;
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
