package io.pulsefeed.cli.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files like those of the official DataParser: one CSV or Parquet file for each signal of a session, and a report about the clock of
 * each session. Packets are first sorted by number in temporary files, so memory use depends on the number of signals only.
 */
public final class ParsedFiles implements ExportFiles {

    private static final String NO_TAG = "??";
    private static final String SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789%+-";

    private final Path folder;
    private final SignalFormat format;
    private final Path parts;
    private final OpenFiles open = new OpenFiles();
    private final Map<String, Session> sessions = new TreeMap<>();

    private static final class Session {
        private final SessionName name;
        private final ClockReport clock;
        private final Map<String, SignalRuns> signals = new TreeMap<>();
        private final Set<String> withNumbers = new HashSet<>();

        Session(SessionName name) {
            this.name = name;
            this.clock = new ClockReport(name);
        }
    }

    /** CSV files. */
    public ParsedFiles(Path folder) throws IOException {
        this(folder, SignalFormat.CSV);
    }

    ParsedFiles(Path folder, SignalFormat format) throws IOException {
        this.folder = folder;
        this.format = format;
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
        if (packet.samples() > 0) {
            session.withNumbers.add(tag);
        }
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
            String start = session.getKey() + "_";
            for (String tag : session.getValue().signals.keySet()) {
                Path file = folder.resolve(start + safeTag(tag) + format.extension());
                rows.put(file, write(file, session.getValue(), tag));
            }
            Files.writeString(
                    folder.resolve(start + "clock.json"),
                    session.getValue().clock.toJson());
        }
        return rows;
    }

    private long write(Path file, Session session, String tag) throws IOException {
        try (SignalFile out = format.create(file, session.name, tag, session.withNumbers.contains(tag))) {
            session.signals.get(tag).read(new SignalRows(out));
            return out.rows();
        }
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
