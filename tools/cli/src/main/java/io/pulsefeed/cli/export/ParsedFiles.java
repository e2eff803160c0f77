package io.pulsefeed.cli.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files like those of the official DataParser: one CSV file for each signal of a session, and a report about the clock of each session.
 * Packets are first sorted by number in temporary files, so memory use depends on the number of signals only.
 */
public final class ParsedFiles implements ExportFiles {

    private static final String NO_TAG = "??";
    private static final String SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789%+-";

    private final Path folder;
    private final Path parts;
    private final OpenFiles open = new OpenFiles();
    private final Map<String, Session> sessions = new TreeMap<>();

    private static final class Session {
        private final ClockReport clock;
        private final Map<String, SignalRuns> signals = new TreeMap<>();

        Session(SessionName name) {
            this.clock = new ClockReport(name);
        }
    }

    public ParsedFiles(Path folder) throws IOException {
        this.folder = folder;
        this.parts = Files.createTempDirectory(folder, ".parts");
    }

    @Override
    public boolean add(byte @Nullable [] record) throws IOException {
        JsonNode json = RawRecord.parse(record);
        if (json == null) {
            return false;
        }
        SessionName name = SessionName.of(json);
        Session session = sessions.computeIfAbsent(name.fileName(), file -> new Session(name));
        String tag = json.path("type_tag").asText();
        if (tag.equals(NO_TAG) || json.path("packet_number").asLong() < 0) {
            session.clock.addUnplaced();
            return true;
        }
        ParsedPacket packet = ParsedPacket.of(json);
        session.clock.add(json, packet);
        session.signals
                .computeIfAbsent(tag, t -> new SignalRuns(parts.resolve(name.fileName() + "_" + safeTag(t))))
                .add(packet, open);
        return true;
    }

    @Override
    public Map<Path, Long> finish() throws IOException {
        open.close();
        Map<Path, Long> rows = new LinkedHashMap<>();
        for (Map.Entry<String, Session> session : sessions.entrySet()) {
            for (Map.Entry<String, SignalRuns> signal :
                    session.getValue().signals.entrySet()) {
                Path file = folder.resolve(session.getKey() + "_" + safeTag(signal.getKey()) + ".csv");
                try (Writer out = Files.newBufferedWriter(file, StandardCharsets.ISO_8859_1)) {
                    SignalRows written = new SignalRows(out, signal.getKey());
                    signal.getValue().read(written);
                    rows.put(file, written.rows());
                }
            }
            Files.writeString(
                    folder.resolve(session.getKey() + "_clock.json"),
                    session.getValue().clock.toJson());
        }
        return rows;
    }

    /** The tag with other characters, which forked firmware can send, in hexadecimal. */
    private static String safeTag(String tag) {
        StringBuilder safe = new StringBuilder();
        for (char each : tag.toCharArray()) {
            safe.append(SAFE.indexOf(each) >= 0 ? Character.toString(each) : "_" + Integer.toHexString(each));
        }
        return safe.toString();
    }

    @Override
    public void close() throws IOException {
        open.close();
        try (Stream<Path> files = Files.list(parts)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(parts);
    }
}
