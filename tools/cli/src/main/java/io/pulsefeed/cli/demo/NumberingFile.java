package io.pulsefeed.cli.demo;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Where the simulated exchange goes on numbering. The topics and tables of a home outlive the demo, so a new run must not give a
 * number twice; the exchange itself keeps nothing.
 */
final class NumberingFile {

    /** Trades that may be sent before the file is written again. */
    private static final long RESERVE = 1_000;

    private final Path file;
    private Map<String, Long> reserved = Map.of();

    NumberingFile(Path file) {
        this.file = file;
    }

    /** By symbol; empty before the first run. */
    Map<String, Long> nextIds() {
        Map<String, Long> ids = new HashMap<>();
        if (Files.exists(file)) {
            Properties properties = new Properties();
            try (Reader in = Files.newBufferedReader(file)) {
                properties.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file, e);
            }
            properties.forEach((symbol, id) -> ids.put((String) symbol, Long.parseLong((String) id)));
        }
        return ids;
    }

    /** Sees to it that the file is ahead of {@code nextIds} by at least {@code trades} in every pair. */
    void reserve(Map<String, Long> nextIds, int trades) {
        boolean enough = !reserved.isEmpty()
                && nextIds.entrySet().stream()
                        .allMatch(next -> reserved.get(next.getKey()) >= next.getValue() + trades);
        if (!enough) {
            Map<String, Long> ahead = new HashMap<>();
            nextIds.forEach((symbol, id) -> ahead.put(symbol, id + trades + RESERVE));
            write(ahead);
            reserved = ahead;
        }
    }

    /** Replaces the file as a whole, so that a crash leaves the old one or the new one. */
    void write(Map<String, Long> nextIds) {
        Properties properties = new Properties();
        nextIds.forEach((symbol, id) -> properties.setProperty(symbol, Long.toString(id)));
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.createDirectories(file.getParent());
            try (Writer out = Files.newBufferedWriter(next)) {
                properties.store(out, null);
            }
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
