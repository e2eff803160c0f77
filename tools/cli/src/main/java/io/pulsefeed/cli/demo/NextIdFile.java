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
 * The next ids of a simulator, stored in a properties file of the home directory. Topics and tables of a home are kept between runs, so a
 * new run must not use an id again; the simulators themselves store nothing.
 */
final class NextIdFile {

    /** Ids that may be used before the file is written again. */
    private static final long RESERVE = 1_000;

    private final Path file;
    private Map<String, Long> reserved = Map.of();

    NextIdFile(Path file) {
        this.file = file;
    }

    /** The next id of each symbol; empty before the first run. */
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

    /** Reserves at least {@code count} ids of each symbol in the file, before they are used. */
    void reserve(Map<String, Long> nextIds, int count) {
        boolean isReserved = !reserved.isEmpty()
                && nextIds.entrySet().stream().allMatch(id -> reserved.get(id.getKey()) >= id.getValue() + count);
        if (!isReserved) {
            Map<String, Long> reservation = new HashMap<>();
            nextIds.forEach((symbol, id) -> reservation.put(symbol, id + count + RESERVE));
            write(reservation);
            reserved = reservation;
        }
    }

    /** Replaces the file atomically. */
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
